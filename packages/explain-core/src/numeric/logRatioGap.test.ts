import { expect, it } from '@jest/globals';
import { logRatioGap } from './logRatioGap.js';

/** [above 50,000, all rows] of the test part of Adult: race white or not × sex × native country United States or not. */
const adultGroups = [[18, 184], [58, 852], [103, 361], [177, 938], [31, 310], [483, 4075], [171, 764], [2805, 8797]].map(([high, all]) => [high!, all! - high!]);

// AIF360, tests/test_differential_fairness.py, "verified with reference implementation".
it('gives the answer of AIF360 for Adult', () => {
  expect(logRatioGap(adultGroups, 1)!.epsilon).toBeCloseTo(1.53679014653623, 13);
});

// The same, for a logistic regression's decisions; counts of the groups from scikit-learn 1.9.1, LogisticRegression(C=1, random_state=0, solver='liblinear')
// on standardised columns of the training part, as that test has it.
it('gives the answer of AIF360 for a classifier', () => {
  const decided = [[12, 184], [45, 852], [85, 361], [122, 938], [16, 310], [335, 4075], [120, 764], [2414, 8797]].map(([high, all]) => [high!, all! - high!]);
  expect(logRatioGap(decided, 1)!.epsilon).toBeCloseTo(1.6434003346776307, 13);
});

it('names the outcome and the groups', () => {
  // log(0.9/0.3) for the first outcome, log(0.7/0.1) for the second.
  expect(logRatioGap([[9, 1], [6, 4], [3, 7]], 0)).toEqual({ epsilon: expect.closeTo(Math.log(7), 14), outcome: 1, higher: 2, lower: 0 });
});

it('does not hang on the order of groups or outcomes', () => {
  const { epsilon } = logRatioGap(adultGroups, 1)!;
  expect(logRatioGap(adultGroups.toReversed(), 1)!.epsilon).toBe(epsilon);
  expect(logRatioGap(adultGroups.map(([a, b]) => [b!, a!]), 1)!.epsilon).toBe(epsilon);
});

it('is infinite, and so none, where a group never had an outcome and nothing smooths', () => {
  expect(logRatioGap([[4, 0], [3, 1]], 0)).toBeNull();
  // (0 + ½)/(4 + 1) against (1 + ½)/(4 + 1).
  expect(logRatioGap([[4, 0], [3, 1]], 1)!.epsilon).toBeCloseTo(Math.log(3), 14);
});

it('passes over an outcome that nobody had, and needs two groups', () => {
  expect(logRatioGap([[4, 0], [3, 0]], 0)).toEqual({ epsilon: 0, outcome: 0, higher: 0, lower: 0 });
  expect(logRatioGap([[1, 2]], 1)).toBeNull();
  expect(logRatioGap([], 1)).toBeNull();
});
