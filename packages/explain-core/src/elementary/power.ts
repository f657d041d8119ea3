// The same bits on every machine and in every engine: see exponential.ts. fdlibm 5.3 (Sun Microsystems 1993): e_pow.c, for x ≥ 0 and whole exponents of a negative x.
import { highWord, shortened, withHighWord } from './words.js';

const CP = 9.61796693925975554329e-1;
const CP_HIGH = 9.61796700954437255859e-1;
const CP_LOW = -7.02846165095275826516e-9;
/** log₂ 1.5 in two parts. */
const DP_HIGH = 5.84962487220764160156e-1;
const DP_LOW = 1.35003920212974897128e-8;
const LN2 = 6.93147180559945286227e-1;
const LN2_HIGH = 6.93147182464599609375e-1;
const LN2_LOW = -1.90465429995776804525e-9;

/** x to the power y, as `x ** y` but for its last bit. */
export function pow(x: number, y: number): number {
  if (y === 0) return 1;
  if (y === 1 || Number.isNaN(x) || Number.isNaN(y)) return y === 1 ? x : NaN;
  if (y === 2) return x * x;
  if (y === 0.5 && x > 0) return Math.sqrt(x);
  if (x < 0 || Object.is(x, -0)) {
    if (x < 0 && x !== -Infinity && Number.isFinite(y) && !Number.isInteger(y)) return NaN;
    const size = pow(-x, y);
    return Number.isInteger(y) && y % 2 !== 0 ? -size : size;
  }
  if (x === 1) return Number.isFinite(y) ? 1 : NaN;
  if (y === Infinity || y === -Infinity) return x > 1 === y > 0 ? Infinity : 0;
  if (x === 0 || x === Infinity) return (x === 0) === y > 0 ? 0 : Infinity;
  if (y === -1) return 1 / x;
  const exponent = Math.abs(y) > 2 ** 31 ? far(x, y) : product(binaryLogarithm(x), y);
  return exponent === null ? (x > 1 === y > 0 ? Infinity : 0) : powerOfTwoParts(exponent);
}

type Parts = readonly [high: number, low: number];

/** log₂ x in two parts, the first with 21 bits. */
function binaryLogarithm(x: number): Parts {
  let n = 0;
  if (x < 2 ** -1022) {
    x *= 2 ** 53;
    n = -53;
  }
  const high = highWord(x);
  n += (high >> 20) - 0x3ff;
  const bits = high & 0xfffff;
  let own = bits | 0x3ff00000;
  const k = bits <= 0x3988e ? 0 : bits < 0xbb67a ? 1 : 2;
  if (k === 2) {
    n += 1;
    own -= 0x100000;
  }
  const middle = k === 1 ? 1.5 : 1;
  const a = withHighWord(x, own);
  const u = a - middle;
  const v = 1 / (a + middle);
  const s = u * v;
  const sHigh = shortened(s);
  let tHigh = withHighWord(0, ((own >> 1) | 0x20000000) + 0x80000 + (k === 1 ? 0x40000 : 0));
  let tLow = a - (tHigh - middle);
  const sLow = v * (u - sHigh * tHigh - sHigh * tLow);
  let square = s * s;
  let r = square * square * (5.99999999999994648725e-1 + square * (4.28571428578550184252e-1 + square * (3.33333329818377432918e-1 + square * (2.72728123808534006489e-1 + square * (2.30660745775561754067e-1 + square * 2.06975017800338417784e-1)))));
  r += sLow * (sHigh + s);
  square = sHigh * sHigh;
  tHigh = shortened(3 + square + r);
  tLow = r - (tHigh - 3 - square);
  const first = sHigh * tHigh;
  const second = sLow * tHigh + tLow * s;
  const pHigh = shortened(first + second);
  const pLow = second - (pHigh - first);
  const zHigh = CP_HIGH * pHigh;
  const zLow = CP_LOW * pHigh + pLow * CP + (k === 1 ? DP_LOW : 0);
  const offset = k === 1 ? DP_HIGH : 0;
  const sum = shortened(zHigh + zLow + offset + n);
  return [sum, zLow - (sum - n - offset - zHigh)];
}

function product([high, low]: Parts, y: number): Parts {
  const own = shortened(y);
  return [own * high, (y - own) * high + y * low];
}

/** For exponents beyond 2^31, where all but the numbers next to 1 are 0 or infinite; null for those. */
function far(x: number, y: number): Parts | null {
  const t = x - 1;
  if (Math.abs(t) > 2 ** -20 || Math.abs(y) > 2 ** 64) return null;
  const w = t * t * (0.5 - t * (0.3333333333333333333333 - t * 0.25));
  const u = 1.44269502162933349609 * t;
  const v = t * 1.92596299112661746887e-8 - w * 1.44269504088896338700;
  const sum = shortened(u + v);
  return product([sum, v - (sum - u)], y);
}

const TINY = 8.0085662595372944372e-17;

/** 2 to the power of a sum of two parts. */
function powerOfTwoParts([high, low]: Parts): number {
  let [pHigh, z] = [high, high + low];
  if (z >= 1024 && (z > 1024 || low + TINY > z - pHigh)) return Infinity;
  if (z <= -1075 && (z < -1075 || low <= z - pHigh)) return 0;
  let n = 0;
  const bits = highWord(z);
  if ((bits & 0x7fffffff) > 0x3fe00000) {
    // The nearest whole number is set apart.
    const k = ((bits & 0x7fffffff) >> 20) - 0x3ff;
    const rounded = bits + (0x100000 >> (k + 1));
    const places = ((rounded & 0x7fffffff) >> 20) - 0x3ff;
    const whole = withHighWord(0, rounded & ~(0xfffff >> places));
    n = ((rounded & 0xfffff) | 0x100000) >> (20 - places);
    if (bits < 0) n = -n;
    pHigh -= whole;
  }
  const t = shortened(low + pHigh);
  const u = t * LN2_HIGH;
  const v = (low - (t - pHigh)) * LN2 + t * LN2_LOW;
  z = u + v;
  const w = v - (z - u);
  const square = z * z;
  const c = z - square * (1.66666666666666019037e-1 + square * (-2.77777777770155933842e-3 + square * (6.61375632143793436117e-5 + square * (-1.65339022054652515390e-6 + square * 4.13813679705723846039e-8))));
  const r = (z * c) / (c - 2) - (w + z * w);
  const answer = 1 - (r - z);
  const shifted = highWord(answer) + (n << 20);
  // Below the normal numbers in two steps, so that it is rounded once.
  return shifted >> 20 <= 0 ? withHighWord(answer, shifted + (54 << 20)) * 2 ** -54 : withHighWord(answer, shifted);
}
