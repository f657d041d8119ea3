import { nearestWhole, numberMayBecome, reachOf, type NumberChange } from './changeRules.js';

const rule: NumberChange = { column: 'age', whole: true, min: 18, max: 65, direction: 'any' };

it.each([
  [30, 'any', 18, 65],
  [30, 'increase', 30, 65],
  [30, 'decrease', 18, 30],
  // Outside the bounds a number may stay and come back.
  [70, 'any', 18, 70],
  [70, 'increase', 70, 70],
] as const)('a number at %d that may move "%s" reaches from %d to %d', (x, direction, low, high) => {
  expect(reachOf(x, { ...rule, direction })).toEqual({ low, high });
});

it('finds the nearest whole number of an interval, or none', () => {
  expect(nearestWhole(2.4, 0, 5)).toBe(2);
  expect(nearestWhole(9, 0, 5.5)).toBe(5);
  expect(nearestWhole(0.5, 0.2, 0.8)).toBeNull();
  expect(Object.is(nearestWhole(-0.2, -1, 1), 0)).toBe(true);
});

it('judges a change by the rule, and lets every value stay', () => {
  expect(numberMayBecome(30, 40, rule)).toBe(true);
  expect(numberMayBecome(30, 40.5, rule)).toBe(false);
  expect(numberMayBecome(30, 66, rule)).toBe(false);
  expect(numberMayBecome(70, 68, rule)).toBe(true);
  expect(numberMayBecome(30, 29, { ...rule, direction: 'increase' })).toBe(false);
  expect(numberMayBecome(30, 31, { ...rule, direction: 'decrease' })).toBe(false);
  expect(numberMayBecome(NaN, 30, rule)).toBe(false);
  expect(numberMayBecome(NaN, NaN, undefined)).toBe(true);
  expect(numberMayBecome(30, Infinity, { ...rule, max: Infinity })).toBe(false);
  expect(numberMayBecome(30, 31, undefined)).toBe(false);
  expect(numberMayBecome(30.5, 30.5, undefined)).toBe(true);
});
