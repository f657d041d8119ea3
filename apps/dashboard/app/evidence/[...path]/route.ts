import { forward } from '../../../lib/forward';

export const GET = forward;
