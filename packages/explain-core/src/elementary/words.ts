// A double as two words of 32 bits. One room for all: no function here calls another between writing and reading it.
const real = new Float64Array(1);
const words = new Int32Array(real.buffer);
real[0] = 1;
const HIGH = words[1] === 0 ? 0 : 1;

/** Sign, exponent and the first 20 bits of the fraction. */
export function highWord(x: number): number {
  real[0] = x;
  return words[HIGH]!;
}

/** Whether the last 32 bits of the fraction are 0. */
export function endsInZeros(x: number): boolean {
  real[0] = x;
  return words[1 - HIGH] === 0;
}

export function withHighWord(x: number, high: number): number {
  real[0] = x;
  words[HIGH] = high;
  return real[0];
}

/** Without the last 32 bits of the fraction. */
export function shortened(x: number): number {
  real[0] = x;
  words[1 - HIGH] = 0;
  return real[0];
}

/** 2^k for k from −1022 to 1023. */
export function powerOfTwo(k: number): number {
  words[1 - HIGH] = 0;
  words[HIGH] = (k + 1023) << 20;
  return real[0]!;
}
