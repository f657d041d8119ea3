import { decidingResult, sparkDomain, varyingOptions, whereOf, type ResultView } from './result';

const estimate = (lower: number, value: number, upper: number) => ({ value, n: 10, interval: { lower, upper, level: 0.95, methodLabel: 'Wilson', atLeast: false }, exact: null, undefinedBecause: null, standardError: null });
const result = (options: Record<string, unknown>): ResultView =>
  ({ id: '1', dimension: 'robustness', method: { id: 'm' }, version: 1, options, estimate: estimate(0, 0, 0) }) as ResultView;

it('finds the number that a verdict hangs on, zero included', () => {
  const [good, unsure, bad] = [estimate(0, 0, 0.05), estimate(0, 0.09, 0.2), estimate(0.2, 0.3, 0.4)].map((one) => ({ estimate: one }));
  const bound = { atMost: 0.1 };
  expect(decidingResult({ verdict: 'notMet', results: [good, unsure, bad] }, bound)).toBe(bad);
  expect(decidingResult({ verdict: 'cannotTell', results: [good, unsure] }, bound)).toBe(unsure);
  expect(decidingResult({ verdict: 'met', results: [good] }, { atMost: 0.05, atLeast: 0 })).toBe(good);
  expect(decidingResult({ verdict: 'cannotTell', results: [] }, bound)).toBeUndefined();
});

it('offers only options that differ', () => {
  expect(varyingOptions([result({ level: 0.95, strength: 0 }), result({ level: 0.95, strength: 0.5 })])).toEqual([{ name: 'strength', values: ['0', '0.5'] }]);
  expect(varyingOptions([])).toEqual([]);
});

it('makes an axis that holds interval and bound, and keeps to the range of the method', () => {
  expect(sparkDomain(estimate(0.5, 0.6, 0.7), { atLeast: 0.8 }, [0, 1])).toEqual([0.32, 0.98].map((end) => expect.closeTo(end, 12)));
  expect(sparkDomain(estimate(0.01, 0.02, 0.03), { atMost: 0.1 }, [0, 1])).toEqual([0, expect.closeTo(0.154, 12)]);
  expect(sparkDomain(estimate(3, 4, 5), {}, [0, 1])).toEqual([expect.closeTo(1.8, 12), expect.closeTo(6.2, 12)]);
  expect(sparkDomain({ value: null, n: 0, undefinedBecause: 'none' }, {}, null)).toEqual([0, 1]);
});

it('says what a number is about', () => {
  expect(whereOf({ attribute: 'sex', group: 'Female', feature: null })).toBe('sex · Female');
  expect(whereOf({})).toBe('overall');
});
