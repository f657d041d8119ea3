// Math.log and Math.exp may differ in the last place between machines and versions; where one bit decides between two draws, these do not: they add, multiply and divide only.
// Coefficients and steps: fdlibm 5.3 (Sun Microsystems 1993), e_log.c and e_exp.c, in the shorter form of musl.

const real = new Float64Array(1);
const words = new Uint32Array(real.buffer);
// Where the word with the exponent lies.
words[0] = 1;
const HIGH = real[0]! < 1e-300 ? 1 : 0;

const LOG2_HIGH = 6.9314718036912381649e-1;
const LOG2_LOW = 1.90821492927058770002e-10;
/** High word of √½. */
const ROOT_HALF = 0x3fe6a09e;

/** Natural logarithm of a positive normal number, within 1 unit in the last place. */
export function portableLog(x: number): number {
  real[0] = x;
  // x = 2^exponent · (1 + f) with √½ ≤ 1 + f < √2
  const shifted = words[HIGH]! + (0x3ff00000 - ROOT_HALF);
  const exponent = (shifted >> 20) - 0x3ff;
  words[HIGH] = (shifted & 0xfffff) + ROOT_HALF;
  const f = real[0]! - 1;
  const half = 0.5 * f * f;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const even = w * (3.999999999940941908e-1 + w * (2.222219843214978396e-1 + w * 1.531383769920937332e-1));
  const odd = z * (6.66666666666673513e-1 + w * (2.857142874366239149e-1 + w * (1.818357216161805012e-1 + w * 1.479819860511658591e-1)));
  return s * (half + (odd + even)) + exponent * LOG2_LOW - half + f + exponent * LOG2_HIGH;
}

/** Exponential of a number from −700 to 0, within 1 unit in the last place. */
export function portableExp(x: number): number {
  // x = k log 2 + r with |r| ≤ ½ log 2
  const k = Math.floor(x * 1.442695040888963387 + 0.5);
  const high = x - k * LOG2_HIGH;
  const low = k * LOG2_LOW;
  const r = high - low;
  const z = r * r;
  const c = r - z * (1.66666666666666019037e-1 + z * (-2.77777777770155933842e-3 + z * (6.61375632143793436117e-5 + z * (-1.6533902205465251539e-6 + z * 4.13813679705723846039e-8))));
  const answer = 1 + ((r * c) / (2 - c) - low + high);
  words[1 - HIGH] = 0;
  words[HIGH] = (k + 1023) << 20;
  return answer * real[0]!;
}

/** log(1 − p) for 0 ≤ p ≤ ½, accurate where 1 − p rounds. Kahan's correction, as in Hewlett-Packard 1982, "HP-15C advanced functions handbook". */
export function portableLogComplement(p: number): number {
  const complement = 1 - p;
  return complement === 1 ? -p : (portableLog(complement) * p) / (1 - complement);
}

/** log k! − ((k + ½) log(k + 1) − (k + 1) + ½ log 2π) for whole k ≥ 0: what Stirling's formula lacks, within 2e-12. */
export function stirlingTail(k: number): number {
  if (k < 10) return smallTails[k]!;
  const inverse = 1 / (k + 1);
  const square = inverse * inverse;
  return inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680))));
}

// By definition, from log k! in 30 digits.
const smallTails = [
  0.0810614667953272582, 0.0413406959554092941, 0.0276779256849983391, 0.0207906721037650931, 0.0166446911898211922, 0.013876128823070748, 0.0118967099458917701,
  0.0104112652619720965, 0.0092554621827127329, 0.0083305634333631263,
];
