/** The largest float32 below t rounded to float32: x < t and x <= floatBefore(t) say the same of every float32 x. NaN for what is no finite threshold. */
export function floatBefore(t: number): number {
  const bits = new Float32Array([t]);
  const word = new Int32Array(bits.buffer);
  if (!Number.isFinite(bits[0])) return NaN;
  if (bits[0] === 0) word[0] = -0x7fffffff;
  else word[0] += bits[0] > 0 ? -1 : 1;
  return bits[0];
}
