import type { RandomStream } from '../random/stream.js';
// placeholder until the kernel is here
export function multinomialReplicates(_counts: Float64Array, _total: number, _random: RandomStream, _from: number, _replicates: number): Uint32Array {
  throw new Error('not yet');
}
