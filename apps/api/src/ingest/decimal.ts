const powersOfTen = Float64Array.from({ length: 23 }, (_, k) => Number(`1e${k}`));
const grammar = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const digitsOnly = /^[+-]?\d+$/;

export type NotANumber = 'grammar' | 'overflow' | 'inexactInteger';

/**
 * A decimal number by the grammar of rules.ts, or why it is none. `parseDecimal` in the CSV reader is the fast way for short ones; this is the
 * definition.
 */
export function readDecimal(text: string): number | NotANumber {
  if (!grammar.test(text)) return 'grammar';
  const value = Number(text);
  if (!Number.isFinite(value)) return 'overflow';
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER && digitsOnly.test(text)) return 'inexactInteger';
  return value + 0 === 0 ? 0 : value;
}

/**
 * mantissa / 10^decimals for a mantissa below 2^53 and at most 22 decimals: both are doubles without error, and IEEE 754 division rounds once, so this is the
 * nearest double, the same as Number() gives (Clinger 1990, "How to read floating point numbers accurately": the fast path).
 */
export function scaled(mantissa: number, decimals: number): number {
  return mantissa / powersOfTen[decimals];
}

export const scaledDecimals = powersOfTen.length - 1;
