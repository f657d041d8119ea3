import { forward } from '../../lib/forward';

export const POST = forward;
