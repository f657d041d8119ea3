// The same bits on every machine and in every engine: see exponential.ts. fdlibm 5.3 (Sun Microsystems 1993): k_sin.c, k_cos.c, e_rem_pio2.c for |x| < 2^19 π/2. Within 1 unit in the last place.
import { highWord, withHighWord } from './words.js';

/** Of an angle of |x| < 2^19 π/2; RangeError beyond, where it would have to be reduced with more digits of π. */
export function cos(x: number): number {
  const { quarter, high, low } = reduced(x);
  return [kernelCos(high, low), -kernelSin(high, low), -kernelCos(high, low), kernelSin(high, low)][quarter]!;
}

/** As cos. */
export function sin(x: number): number {
  const { quarter, high, low } = reduced(x);
  return [kernelSin(high, low), kernelCos(high, low), -kernelSin(high, low), -kernelCos(high, low)][quarter]!;
}

const PIO2_1 = 1.57079632673412561417;
const PIO2_1T = 6.07710050650619224932e-11;
const PIO2_2 = 6.07710050630396597660e-11;
const PIO2_2T = 2.02226624879595063154e-21;
const PIO2_3 = 2.02226624871116645580e-21;
const PIO2_3T = 8.47842766036889956997e-32;

/** x = quarter π/2 + high + low, quarter modulo 4. */
function reduced(x: number): { quarter: number; high: number; low: number } {
  const size = highWord(x) & 0x7fffffff;
  if (size <= 0x3fe921fb) return { quarter: 0, high: x, low: 0 };
  if (size > 0x413921fb) throw new RangeError(`sine and cosine are for angles up to 2^19 right angles, got ${x}`);
  const t = Math.abs(x);
  const n = Math.trunc(t * 6.36619772367581382433e-1 + 0.5);
  let r = t - n * PIO2_1;
  let w = n * PIO2_1T;
  let high = r - w;
  const lost = (): number => (size >> 20) - ((highWord(high) >> 20) & 0x7ff);
  // Where the first digits of π/2 leave too little, the next ones.
  if (lost() > 16) {
    let before = r;
    w = n * PIO2_2;
    r = before - w;
    w = n * PIO2_2T - (before - r - w);
    high = r - w;
    if (lost() > 49) {
      before = r;
      w = n * PIO2_3;
      r = before - w;
      w = n * PIO2_3T - (before - r - w);
      high = r - w;
    }
  }
  const low = r - high - w;
  return x < 0 ? { quarter: -n & 3, high: -high, low: -low } : { quarter: n & 3, high, low };
}

function kernelSin(x: number, y: number): number {
  if (Math.abs(x) < 2 ** -27) return x;
  const z = x * x;
  const v = z * x;
  const r = 8.33333333332248946124e-3 + z * (-1.98412698298579493134e-4 + z * (2.75573137070700676789e-6 + z * (-2.50507602534068634195e-8 + z * 1.58969099521155010221e-10)));
  if (y === 0) return x + v * (-1.66666666666666324348e-1 + z * r);
  return x - (z * (0.5 * y - v * r) - y - v * -1.66666666666666324348e-1);
}

function kernelCos(x: number, y: number): number {
  const size = highWord(x) & 0x7fffffff;
  if (size < 0x3e400000) return 1;
  const z = x * x;
  const r = z * (4.16666666666666019037e-2 + z * (-1.38888888888741095749e-3 + z * (2.48015872894767294178e-5 + z * (-2.75573143513906633035e-7 + z * (2.08757232129817482790e-9 + z * -1.13596475577881948265e-11)))));
  if (size < 0x3fd33333) return 1 - (0.5 * z - (z * r - x * y));
  const quarter = size > 0x3fe90000 ? 0.28125 : withHighWord(0, size - 0x200000);
  const half = 0.5 * z - quarter;
  return 1 - quarter - (half - (z * r - x * y));
}
