// The same bits on every machine and in every engine: see exponential.ts. The square root needs none of this: every engine rounds it to the nearest.
import { highWord, withHighWord } from './words.js';

/** Cube root. fdlibm 5.3 as changed in FreeBSD 6 (2005): s_cbrt.c. Within 0.67 units in the last place. */
export function cbrt(x: number): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  if (x < 0) return -cbrt(-x);
  const third = (y: number, bias: number): number => withHighWord(0, Math.floor(highWord(y) / 3) + bias);
  // To 5 bits, then 23, then all.
  let t = x < 2 ** -1022 ? third(x * 2 ** 54, 696219795) : third(x, 715094163);
  const r = t * t * (t / x);
  t *= 1.87595182427177009643 + r * (-1.88497979543377169875 + r * 1.621429720105354466140) + r * r * r * (-0.758397934778766047437 + r * 0.145996192886612446982);
  t = rounded(t);
  const s = t * t;
  const rest = (x / s - t) / (t + t + x / s);
  return t + t * rest;
}

/** To the nearest with 23 bits and a little more. */
function rounded(t: number): number {
  const bits = new BigInt64Array(new Float64Array([t]).buffer);
  bits[0] = (bits[0]! + 0x80000000n) & 0x7fffffffc0000000n;
  return new Float64Array(bits.buffer)[0]!;
}

/** √Σ x², without a square that is too large or too small, its sum compensated: Kahan 1965, "Further remarks on reducing truncation errors". */
export function hypot(...values: readonly number[]): number {
  let largest = 0;
  for (const value of values) {
    if (value === Infinity || value === -Infinity) return Infinity;
    if (!(Math.abs(value) <= largest)) largest = Number.isNaN(value) ? NaN : Math.max(largest, Math.abs(value));
  }
  if (largest === 0 || Number.isNaN(largest)) return largest;
  let sum = 0;
  let lost = 0;
  for (const value of values) {
    const part = Math.abs(value) / largest;
    const term = part * part - lost;
    const next = sum + term;
    lost = next - sum - term;
    sum = next;
  }
  return Math.sqrt(sum) * largest;
}
