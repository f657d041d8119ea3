import { forward } from '../../../../lib/forward';

export const GET = forward;
export const POST = forward;
