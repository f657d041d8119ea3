import { gapOf, nearestThreshold, outcomesAt } from './thresholds';

const group = { rows: 10, positives: [4, 3, 1], negatives: [5, 2, 0], unlabelled: [1, 1, 0] };

it('counts who reaches the threshold', () => {
  const { selectionRate, truePositiveRate, falsePositiveRate, accuracy } = outcomesAt(group, 1, true);
  expect(selectionRate).toEqual({ value: 0.6, numerator: 6, denominator: 10 });
  expect(truePositiveRate).toEqual({ value: 0.75, numerator: 3, denominator: 4 });
  expect(falsePositiveRate).toEqual({ value: 0.4, numerator: 2, denominator: 5 });
  expect(accuracy).toEqual({ value: 6 / 9, numerator: 6, denominator: 9 });
});

it('selects below the threshold where the other outcome is wanted', () => {
  expect(outcomesAt(group, 1, false).selectionRate).toEqual({ value: 0.4, numerator: 4, denominator: 10 });
});

it('has no rate without a denominator, and no gap then', () => {
  const without = { rows: 2, positives: [0, 0, 0], negatives: [2, 1, 0], unlabelled: [0, 0, 0] };
  expect(outcomesAt(without, 1, true).truePositiveRate.value).toBe(null);
  expect(gapOf([outcomesAt(group, 1, true).truePositiveRate, outcomesAt(without, 1, true).truePositiveRate])).toBe(null);
  expect(gapOf([outcomesAt(group, 1, true).selectionRate, outcomesAt(without, 1, true).selectionRate])).toBeCloseTo(0.1, 12);
  expect(gapOf([outcomesAt(group, 1, true).selectionRate])).toBe(null);
});

it('finds the step that is nearest to the model’s own threshold', () => {
  expect(nearestThreshold([0, 0.01, 0.02], 0.014)).toBe(1);
});
