import { forward } from '../../../lib/forward';

export const PUT = forward;
