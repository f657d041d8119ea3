// The same bits on every machine and in every engine: see exponential.ts. fdlibm 5.3 (Sun Microsystems 1993): e_log.c, s_log1p.c; FreeBSD 8 (2010): e_log2.c. Within 1 unit in the last place.
import { highWord, shortened, withHighWord } from './words.js';

const LN2_HIGH = 6.93147180369123816490e-1;
const LN2_LOW = 1.90821492927058770002e-10;

/** What log(1 + f) lacks of its series in s = f ÷ (2 + f): log(1 + f) = f − s (f − R), R the sum of both. */
const even = (w: number): number => w * (3.999999999940941908e-1 + w * (2.222219843214978396e-1 + w * 1.531383769920937332e-1));
const odd = (z: number, w: number): number => z * (6.666666666666735130e-1 + w * (2.857142874366239149e-1 + w * (1.818357216161805012e-1 + w * 1.479819860511658591e-1)));

/** x = 2^k (1 + f), with √½ < 1 + f < √2 or so. For x > 0. */
function parted(x: number): { k: number; f: number; bits: number } {
  let k = -1023;
  if (x < 2 ** -1022) {
    x *= 2 ** 54;
    k -= 54;
  }
  const high = highWord(x);
  const bits = high & 0xfffff;
  const up = (bits + 0x95f64) & 0x100000;
  return { k: k + (high >> 20) + (up >> 20), f: withHighWord(x, bits | (up ^ 0x3ff00000)) - 1, bits };
}

/** Natural logarithm. */
export function log(x: number): number {
  if (x === 0) return -Infinity;
  if (!(x > 0)) return NaN;
  if (x === Infinity) return x;
  const { k, f, bits } = parted(x);
  if ((0xfffff & (2 + bits)) < 3) {
    // |f| < 2^-20
    if (f === 0) return k === 0 ? 0 : k * LN2_HIGH + k * LN2_LOW;
    const r = f * f * (0.5 - 0.33333333333333333 * f);
    return k === 0 ? f - r : k * LN2_HIGH - (r - k * LN2_LOW - f);
  }
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const r = odd(z, w) + even(w);
  if (((bits - 0x6147a) | (0x6b851 - bits)) > 0) {
    const half = 0.5 * f * f;
    return k === 0 ? f - (half - s * (half + r)) : k * LN2_HIGH - (half - (s * (half + r) + k * LN2_LOW) - f);
  }
  return k === 0 ? f - s * (f - r) : k * LN2_HIGH - (s * (f - r) - k * LN2_LOW - f);
}

/** log(1 + x), with its digits near 0. */
export function log1p(x: number): number {
  if (x === -1) return -Infinity;
  if (!(x > -1)) return NaN;
  if (x === Infinity) return x;
  const own = highWord(x);
  const size = own & 0x7fffffff;
  let [k, f, bits, c] = [1, 0, 1, 0];
  if (own < 0x3fda827a) {
    if (size < 0x3e200000) return size < 0x3c900000 ? x : x - x * x * 0.5;
    if (own > 0 || own <= (0xbfd2bec4 | 0)) [k, f] = [0, x];
  }
  if (k !== 0) {
    let u = x;
    if (own < 0x43400000) {
      u = 1 + x;
      k = (highWord(u) >> 20) - 1023;
      c = (k > 0 ? 1 - (u - x) : x - (u - 1)) / u;
    } else k = (highWord(u) >> 20) - 1023;
    bits = highWord(u) & 0xfffff;
    if (bits < 0x6a09e) u = withHighWord(u, bits | 0x3ff00000);
    else {
      k += 1;
      u = withHighWord(u, bits | 0x3fe00000);
      bits = (0x100000 - bits) >> 2;
    }
    f = u - 1;
  }
  const half = 0.5 * f * f;
  if (bits === 0) {
    if (f === 0) return k === 0 ? 0 : k * LN2_HIGH + (c + k * LN2_LOW);
    const r = half * (1 - 0.66666666666666666 * f);
    return k === 0 ? f - r : k * LN2_HIGH - (r - (k * LN2_LOW + c) - f);
  }
  const s = f / (2 + f);
  const z = s * s;
  const r =
    z * (6.666666666666735130e-1 + z * (3.999999999940941908e-1 + z * (2.857142874366239149e-1 + z * (2.222219843214978396e-1 + z * (1.818357216161805012e-1 + z * (1.531383769920937332e-1 + z * 1.479819860511658591e-1))))));
  return k === 0 ? f - (half - s * (half + r)) : k * LN2_HIGH - (half - (s * (half + r) + (k * LN2_LOW + c)) - f);
}

const INVERSE_LN2_HIGH = 1.44269504072144627571;
const INVERSE_LN2_LOW = 1.67517131648865118353e-10;

/** Logarithm to base 2; of a power of two exact. */
export function log2(x: number): number {
  if (x === 0) return -Infinity;
  if (!(x > 0)) return NaN;
  if (x === Infinity) return x;
  if (x === 1) return 0;
  const { k, f } = parted(x);
  const half = 0.5 * f * f;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const r = s * (half + (odd(z, w) + even(w)));
  const high = shortened(f - half);
  const low = f - high - half + r;
  const main = high * INVERSE_LN2_HIGH;
  const sum = k + main;
  return (low + high) * INVERSE_LN2_LOW + low * INVERSE_LN2_HIGH + (k - sum + main) + sum;
}
