import { NumberSummary } from './numberSummary.js';

const summed = (...chunks: number[][]): NumberSummary => {
  const summary = new NumberSummary();
  for (const chunk of chunks) summary.add(Float64Array.from(chunk));
  return summary;
};

test('2, 4, 4, 4, 5, 5, 7, 9 have mean 5 and standard deviation 2, however they are cut', () => {
  // The textbook example: the squared deviations sum to 32, over 8 values.
  for (const summary of [summed([2, 4, 4, 4, 5, 5, 7, 9]), summed([2], [4, 4, 4, 5], [NaN], [5, 7, 9])]) {
    expect(summary.numbers()).toEqual({ min: 2, max: 9, mean: 5, standardDeviation: 2, integer: true });
    expect(summary.levels()).toEqual(['2', '4', '5', '7', '9']);
  }
});

test('a large offset does not swallow the deviation', () => {
  expect(summed([1e9 + 4, 1e9 + 7], [1e9 + 13, 1e9 + 16]).numbers()?.standardDeviation).toBeCloseTo(Math.sqrt(22.5), 9); // deviations −6, −3, 3, 6
});

test('values whose squares overflow have a finite deviation', () => {
  expect(summed([1, 2], [1e300, -1e300]).numbers()).toMatchObject({ min: -1e300, max: 1e300, mean: expect.closeTo(0.75, 0), standardDeviation: expect.closeTo(1e300 / Math.SQRT2, -290) });
  expect(summed([Number.MAX_VALUE, -Number.MAX_VALUE]).numbers()?.standardDeviation).toBe(Number.MAX_VALUE);
});

test('equal values have no deviation and their own mean', () => {
  expect(summed([0.1, 0.1, 0.1]).numbers()).toEqual({ min: 0.1, max: 0.1, mean: 0.1, standardDeviation: 0, integer: false });
});

test('no values, no numbers; 64 levels are listed, 65 are not', () => {
  expect(summed([NaN, NaN]).numbers()).toBeNull();
  expect(summed([NaN]).levels()).toEqual([]);
  const counting = Array.from({ length: 65 }, (_, k) => k);
  expect(summed(counting.slice(0, 64)).levels()).toHaveLength(64);
  expect(summed(counting).levels()).toBeNull();
});
