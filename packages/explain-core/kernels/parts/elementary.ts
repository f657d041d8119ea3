// Logarithm and exponential by additions, multiplications and divisions only: the bits of src/numeric/portable.ts, where they are defined.

// The engine makes a vector constant anew wherever it is used, which takes longer than to load it.
const reals: usize = memory.data<f64>([
  0.5, 1, 2, 6.9314718036912381649e-1, 1.90821492927058770002e-10, 1.442695040888963387,
  1.479819860511658591e-1, 1.818357216161805012e-1, 2.857142874366239149e-1, 6.66666666666673513e-1, 1.531383769920937332e-1, 2.222219843214978396e-1, 3.999999999940941908e-1,
  4.13813679705723846039e-8, -1.6533902205465251539e-6, 6.61375632143793436117e-5, -2.77777777770155933842e-3, 1.66666666666666019037e-1,
  4503599627370496 + 1023,
], 16);
const HALF: usize = 0;
const ONE: usize = 1;
const TWO: usize = 2;
const LOG2_HIGH: usize = 3;
const LOG2_LOW: usize = 4;
const LOG2_INVERSE: usize = 5;
const LOG_ODD: usize = 6;
const LOG_EVEN: usize = 10;
const EXP: usize = 13;
/** 2^52 + 1023: a whole number added to 2^52 stands in the last places. */
const EXPONENT: usize = 18;

// @ts-ignore: decorator
@inline
function real(index: usize): v128 {
  return v128.load_splat<f64>(reals + (index << 3));
}

// Bit patterns: the lower 52; of √½ to its high word, and what brings it to 1; of 2^52.
const patterns: usize = memory.data<u64>([0x000fffffffffffff, 0x3fe6a09e00000000, 0x3ff0000000000000 - 0x3fe6a09e00000000, 0x4330000000000000], 16);

// @ts-ignore: decorator
@inline
function pattern(index: usize): v128 {
  return v128.load_splat<u64>(patterns + (index << 3));
}

export function stirlingTail(k: f64): f64 {
  if (k < 10) return load<f64>(smallTails + (<usize>k << 3));
  const inverse = 1 / (k + 1);
  const square = inverse * inverse;
  return inverse * (1 / 12.0 - square * (1 / 360.0 - square * (1 / 1260.0 - square * (1 / 1680.0))));
}

const smallTails: usize = memory.data<f64>([
  0.0810614667953272582, 0.0413406959554092941, 0.0276779256849983391, 0.0207906721037650931, 0.0166446911898211922, 0.013876128823070748, 0.0118967099458917701,
  0.0104112652619720965, 0.0092554621827127329, 0.0083305634333631263,
]);

export function log(x: f64): f64 {
  return f64x2.extract_lane(log2(f64x2.splat(x)), 0);
}

/** Natural logarithms of two positive normal numbers; portableLog. */
// @ts-ignore: decorator
@inline
export function log2(x: v128): v128 {
  const shifted = i64x2.add(x, pattern(2));
  const exponent = f64x2.sub(v128.or(i64x2.shr_u(shifted, 52), pattern(3)), real(EXPONENT));
  const f = f64x2.sub(i64x2.add(v128.and(shifted, pattern(0)), pattern(1)), real(ONE));
  const half = f64x2.mul(f64x2.mul(real(HALF), f), f);
  const s = f64x2.div(f, f64x2.add(real(TWO), f));
  const z = f64x2.mul(s, s);
  const w = f64x2.mul(z, z);
  const even = f64x2.mul(w, horner(w, horner(w, real(LOG_EVEN), LOG_EVEN + 1), LOG_EVEN + 2));
  const odd = f64x2.mul(z, horner(w, horner(w, horner(w, real(LOG_ODD), LOG_ODD + 1), LOG_ODD + 2), LOG_ODD + 3));
  const mantissa = f64x2.sub(f64x2.add(f64x2.mul(s, f64x2.add(half, f64x2.add(odd, even))), f64x2.mul(exponent, real(LOG2_LOW))), half);
  return f64x2.add(f64x2.add(mantissa, f), f64x2.mul(exponent, real(LOG2_HIGH)));
}

// @ts-ignore: decorator
@inline
function horner(x: v128, sum: v128, coefficient: usize): v128 {
  return f64x2.add(real(coefficient), f64x2.mul(x, sum));
}

export function exp(x: f64): f64 {
  return f64x2.extract_lane(exp2(f64x2.splat(x)), 0);
}

/** Exponentials of two numbers from −700 to 0; portableExp. */
// @ts-ignore: decorator
@inline
export function exp2(x: v128): v128 {
  const k = f64x2.floor(f64x2.add(f64x2.mul(x, real(LOG2_INVERSE)), real(HALF)));
  const high = f64x2.sub(x, f64x2.mul(k, real(LOG2_HIGH)));
  const low = f64x2.mul(k, real(LOG2_LOW));
  const r = f64x2.sub(high, low);
  const z = f64x2.mul(r, r);
  const polynomial = horner(z, horner(z, horner(z, horner(z, real(EXP), EXP + 1), EXP + 2), EXP + 3), EXP + 4);
  const c = f64x2.sub(r, f64x2.mul(z, polynomial));
  const answer = f64x2.add(real(ONE), f64x2.add(f64x2.sub(f64x2.div(f64x2.mul(r, c), f64x2.sub(real(TWO), c)), low), high));
  return f64x2.mul(answer, i64x2.shl(f64x2.add(k, real(EXPONENT)), 52));
}
