// The same bits on every machine and in every engine, whose own functions differ in the last place: only sums, products and quotients.
// Sun Microsystems 1993, fdlibm 5.3: e_exp.c, s_expm1.c, s_tanh.c. Within 1 unit in the last place.
import { highWord, powerOfTwo, withHighWord } from './words.js';

const LN2_HIGH = 6.93147180369123816490e-1;
const LN2_LOW = 1.90821492927058770002e-10;
const INVERSE_LN2 = 1.44269504088896338700;
const OVERFLOW = 7.09782712893383973096e2;
const UNDERFLOW = -7.45133219101941108420e2;

export function exp(x: number): number {
  if (Number.isNaN(x)) return NaN;
  if (x > OVERFLOW) return Infinity;
  if (x < UNDERFLOW) return 0;
  if (x === 1) return Math.E;
  const size = highWord(x) & 0x7fffffff;
  let [high, low, k] = [x, 0, 0];
  if (size > 0x3fd62e42) {
    // |x| > ½ log 2
    k = size < 0x3ff0a2b2 ? (x < 0 ? -1 : 1) : Math.trunc(INVERSE_LN2 * x + (x < 0 ? -0.5 : 0.5));
    high = x - k * LN2_HIGH;
    low = k * LN2_LOW;
  } else if (size < 0x3e300000) return 1 + x;
  const r = high - low;
  const t = r * r;
  const c = r - t * (1.66666666666666019037e-1 + t * (-2.77777777770155933842e-3 + t * (6.61375632143793436117e-5 + t * (-1.65339022054652515390e-6 + t * 4.13813679705723846039e-8))));
  if (k === 0) return 1 - ((r * c) / (c - 2) - r);
  const y = 1 - (low - (r * c) / (2 - c) - high);
  if (k === 1024) return y * 2 * 2 ** 1023;
  return k >= -1021 ? y * powerOfTwo(k) : y * powerOfTwo(k + 1000) * 2 ** -1000;
}

/** exp(x) − 1, with its digits near 0. */
export function expm1(x: number): number {
  if (Number.isNaN(x) || x === Infinity) return x;
  if (x > OVERFLOW) return Infinity;
  const size = highWord(x) & 0x7fffffff;
  if (x < 0 && size >= 0x4043687a) return -1;
  if (size < 0x3c900000) return x;
  let [k, r, c] = [0, x, 0];
  if (size > 0x3fd62e42) {
    k = size < 0x3ff0a2b2 ? (x < 0 ? -1 : 1) : Math.trunc(INVERSE_LN2 * x + (x < 0 ? -0.5 : 0.5));
    const high = x - k * LN2_HIGH;
    const low = k * LN2_LOW;
    r = high - low;
    c = high - r - low;
  }
  const half = 0.5 * r;
  const square = r * half;
  const r1 = 1 + square * (-3.33333333333331316428e-2 + square * (1.58730158725481460165e-3 + square * (-7.93650757867487942473e-5 + square * (4.00821782732936239552e-6 + square * -2.01099218183624371326e-7))));
  const t = 3 - r1 * half;
  const e = square * ((r1 - t) / (6 - r * t));
  if (k === 0) return r - (r * e - square);
  const rest = r * (e - c) - c - square;
  if (k === -1) return 0.5 * (r - rest) - 0.5;
  if (k === 1) return r < -0.25 ? -2 * (rest - (r + 0.5)) : 1 + 2 * (r - rest);
  const scaled = (y: number): number => (k === 1024 ? y * 2 * 2 ** 1023 : withHighWord(y, highWord(y) + (k << 20)));
  if (k <= -2 || k > 56) return scaled(1 - (rest - r)) - 1;
  if (k < 20) return scaled(1 - 2 ** -k - (rest - r));
  return scaled(r - (rest + 2 ** -k) + 1);
}

/** Hyperbolic tangent. */
export function tanh(x: number): number {
  if (Number.isNaN(x)) return NaN;
  const size = Math.abs(x);
  if (size < 2 ** -28) return x;
  if (size >= 22) return Math.sign(x);
  let z;
  if (size >= 1) z = 1 - 2 / (expm1(2 * size) + 2);
  else {
    const t = expm1(-2 * size);
    z = -t / (t + 2);
  }
  return x >= 0 ? z : -z;
}
