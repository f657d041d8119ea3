import { randomStream } from '../random/stream.js';
import { portableExp, portableLog, portableLogComplement, stirlingTail } from './portable.js';

const draws = Array.from({ length: 20_000 }, (_, i) => randomStream(6).uniform(i));
const worst = (distances: number[]): number => distances.reduce((largest, distance) => Math.max(largest, distance));
/** Distance in units of the last place of what is expected. */
const steps = (found: number, expected: number): number => Math.abs(found - expected) / 2 ** (Math.floor(Math.log2(Math.abs(expected))) - 52);

it('log is the logarithm within 2 units in the last place', () => {
  // The host's own is within 1 of the truth, and so is this.
  const at = draws.flatMap((u) => [u + 2 ** -53, 1 + u / 1000 + 2 ** -40, 1 - u / 1000 - 2 ** -40, u * 1e15 + 1e-9, 2 ** (600 * u) + 1]);
  expect(worst(at.map((x) => steps(portableLog(x), Math.log(x))))).toBeLessThanOrEqual(2);
  expect(portableLog(1)).toBe(0);
  // Reference: log 2 and log 10 in 20 digits, rounded to the nearest double.
  expect(portableLog(2)).toBe(0.69314718055994530942);
  expect(portableLog(10)).toBe(2.302585092994045684);
  expect(portableLog(2 ** -53)).toBe(-53 * 0.69314718055994530942);
});

it('exp is the exponential within 2 units in the last place', () => {
  const at = draws.flatMap((u) => [-u, -30 * u, -u / 1e6, -700 * u]);
  expect(worst(at.map((x) => steps(portableExp(x), Math.exp(x))))).toBeLessThanOrEqual(2);
  expect(portableExp(0)).toBe(1);
  expect(portableExp(-1)).toBe(0.36787944117144232160);
});

it('log(1 − p) keeps its digits for small p', () => {
  const at = draws.flatMap((u) => [u / 2, u / 1e6, u / 1e15]).filter((p) => p > 0);
  // A logarithm, a product and a quotient, each rounded.
  expect(worst(at.map((p) => steps(portableLogComplement(p), Math.log1p(-p))))).toBeLessThanOrEqual(6);
  expect(Math.abs(portableLogComplement(0))).toBe(0);
  expect(portableLogComplement(1e-20)).toBe(-1e-20);
});

it('completes Stirling’s formula', () => {
  let factorial = 0; // log k!, summed: its error grows to 1e-13 until 60
  for (let k = 0; k <= 60; k++) {
    factorial += k === 0 ? 0 : Math.log(k);
    const formula = (k + 0.5) * Math.log(k + 1) - (k + 1) + 0.5 * Math.log(2 * Math.PI) + stirlingTail(k);
    expect(Math.abs(formula - factorial)).toBeLessThan(3e-12);
  }
});
