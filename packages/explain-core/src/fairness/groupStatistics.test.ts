import { describe, expect, it } from '@jest/globals';
import { fairlearnGuide } from '../../test/fairlearnGuide.js';
import { counted, reasonOf, resultOf, runFairness, valueOf, type FairnessCase } from '../../test/fairnessFixture.js';
import { groupStatistics } from './groupStatistics.js';

/** Every number that groups have, of one set of rows. */
const all = (given: FairnessCase): FairnessCase => ({ ...given, methods: groupStatistics.map(({ id }) => ({ method: id })) });

/** TP 6, FN 2, FP 3, TN 9 in x; TP 1, FN 3, FP 1, TN 1 in y; two rows of x without a label. */
const rows = counted(['g', 'label', 'prediction'], [
  [6, 'x', '1', '1'], [2, 'x', '1', '0'], [3, 'x', '0', '1'], [9, 'x', '0', '0'], [2, 'x', null, '1'],
  [1, 'y', '1', '1'], [3, 'y', '1', '0'], [1, 'y', '0', '1'], [1, 'y', '0', '0'],
]);

describe('numbers of groups', () => {
  it.each([
    ['baseRate', 8 / 20, 4 / 6],
    ['selectionRate', 11 / 22, 2 / 6],
    ['truePositiveRate', 6 / 8, 1 / 4],
    ['falsePositiveRate', 3 / 12, 1 / 2],
    ['trueNegativeRate', 9 / 12, 1 / 2],
    ['falseNegativeRate', 2 / 8, 3 / 4],
    ['precision', 6 / 9, 1 / 2],
    ['negativePredictiveValue', 9 / 11, 1 / 4],
    ['falseDiscoveryRate', 3 / 9, 1 / 2],
    ['falseOmissionRate', 2 / 11, 3 / 4],
    ['accuracy', 15 / 20, 2 / 6],
    ['errorRate', 5 / 20, 4 / 6],
    ['balancedAccuracy', 0.75, 0.375],
    ['f1Score', 12 / 17, 2 / 6],
  ])('%s by hand', async (method, x, y) => {
    const outcome = await runFairness(all({ columns: rows, protected: ['g'] }));
    expect(valueOf(outcome, method, 'g', 'x')).toBeCloseTo(x, 15);
    expect(valueOf(outcome, method, 'g', 'y')).toBeCloseTo(y, 15);
  });

  it('are all in the table above', async () => {
    const { results } = await runFairness(all({ columns: rows, protected: ['g'] }));
    expect(new Set(results.map(({ method }) => method)).size).toBe(14);
  });

  // scikit-learn 1.9.1 on the guide's 18 rows: f1_score, balanced_accuracy_score; fairlearn 0.15.0: true_negative_rate, false_negative_rate.
  it.each([
    ['f1Score', 0.5454545454545454, [0.4, 0.75, 4 / 9]],
    ['balancedAccuracy', 0.41666666666666663, [0.25, 0.8, 0.3666666666666667]],
    ['trueNegativeRate', 1 / 3, [0, 1, 1 / 3]],
    ['falseNegativeRate', 0.5, [0.5, 0.4, 0.6]],
  ])("%s gives the answers of scikit-learn and Fairlearn for the guide's rows", async (method, overall, groups) => {
    const outcome = await runFairness(all(fairlearnGuide));
    expect(valueOf(outcome, method)).toBeCloseTo(overall, 15);
    ['a', 'b', 'c'].forEach((group, i) => expect(valueOf(outcome, method, 'group', group)).toBeCloseTo(groups[i]!, 15));
  });

  it('that complement each other have mirrored intervals', async () => {
    const outcome = await runFairness(all({ columns: rows, protected: ['g'] }));
    for (const [one, other] of [['truePositiveRate', 'falseNegativeRate'], ['falsePositiveRate', 'trueNegativeRate'], ['precision', 'falseDiscoveryRate'], ['negativePredictiveValue', 'falseOmissionRate'], ['accuracy', 'errorRate']]) {
      for (const group of ['x', 'y']) {
        const [a, b] = [one!, other!].map((method) => resultOf(outcome, method, 'g', group).estimate as { value: number; n: number; interval: { lower: number; upper: number } });
        expect(b!.value).toBeCloseTo(1 - a!.value, 15);
        expect(b!.n).toBe(a!.n);
        expect(b!.interval.lower).toBeCloseTo(1 - a!.interval.upper, 14);
        expect(b!.interval.upper).toBeCloseTo(1 - a!.interval.lower, 14);
      }
    }
  });

  it('say what they lack: F1 anything positive, balanced accuracy one of the classes', async () => {
    const outcome = await runFairness(all({ columns: counted(['g', 'label', 'prediction'], [[4, 'x', '0', '0'], [3, 'y', '1', '0']]), protected: ['g'] }));
    expect(reasonOf(resultOf(outcome, 'f1Score', 'g', 'x').estimate)).toBe('none of the 4 rows is among the labelled rows that are positive or predicted so, so there is nothing to divide by');
    expect(resultOf(outcome, 'f1Score', 'g', 'y').estimate).toMatchObject({ value: 0, n: 3, interval: { lower: 0 } });
    expect(reasonOf(resultOf(outcome, 'balancedAccuracy', 'g', 'x').estimate)).toContain('rows labelled positive');
    expect(reasonOf(resultOf(outcome, 'balancedAccuracy', 'g', 'y').estimate)).toContain('rows labelled other than positive');
    expect(reasonOf(resultOf(outcome, 'negativePredictiveValue', 'g', 'y').estimate)).toBe('');
  });

  it('come with the counts they can be redone from', async () => {
    const outcome = await runFairness(all({ columns: rows, protected: ['g'] }));
    expect(resultOf(outcome, 'f1Score', 'g', 'x').counts).toEqual({ truePositives: 6, falsePositives: 3, falseNegatives: 2, rowsWithoutLabel: 2 });
    expect(resultOf(outcome, 'balancedAccuracy', 'g', 'x').counts).toEqual({ truePositives: 6, positives: 8, trueNegatives: 9, negatives: 12, rowsWithoutLabel: 2 });
    expect(resultOf(outcome, 'baseRate', 'g', 'x').counts).toEqual({ numerator: 8, denominator: 20, rowsWithoutLabel: 2 });
  });

  it('have intervals: of F1 that of the Jaccard share, of balanced accuracy that of a mean of two shares', async () => {
    const outcome = await runFairness(all({ columns: rows, protected: ['g'] }));
    // Wilson intervals of 6/11, 6/8 and 9/12 by scipy 1.17.1, binomtest(k, n).proportion_ci(method='wilson'); then by hand.
    const share = [0.280091537409322, 0.7872872837754024];
    const interval = (method: string): { lower: number; upper: number } => (resultOf(outcome, method, 'g', 'x').estimate as { interval: { lower: number; upper: number } }).interval;
    expect(interval('f1Score').lower).toBeCloseTo((2 * share[0]!) / (1 + share[0]!), 12);
    expect(interval('f1Score').upper).toBeCloseTo((2 * share[1]!) / (1 + share[1]!), 12);
    const [six, nine] = [[0.40927543031016883, 0.9285207872478909], [0.46769466506643426, 0.9110583316059453]];
    expect(interval('balancedAccuracy').lower).toBeCloseTo(0.75 - 0.5 * Math.hypot(0.75 - six![0]!, 0.75 - nine![0]!), 12);
    expect(interval('balancedAccuracy').upper).toBeCloseTo(0.75 + 0.5 * Math.hypot(six![1]! - 0.75, nine![1]! - 0.75), 12);
  });
});

describe('groupCounts', () => {
  const measured = async (given: FairnessCase) => {
    const { results } = await runFairness({ ...given, methods: [{ method: 'groupCounts' }] });
    return (measure: string, group?: string) => results.find((one) => one.options['measure'] === measure && one.group === group)!.estimate;
  };

  it('counts rows, labels and missing labels, and says what share of all rows they are', async () => {
    const of = await measured({ columns: rows, protected: ['g'] });
    expect(['rows', 'labelledRows', 'rowsWithoutLabel'].map((measure) => of(measure, 'x').value)).toEqual([22, 20, 2]);
    expect(['rows', 'labelledRows', 'rowsWithoutLabel'].map((measure) => of(measure).value)).toEqual([28, 26, 2]);
    expect(of('rows', 'x')).toMatchObject({ exact: expect.stringContaining('counted') });
    // binomtest(22, 28).proportion_ci(method='wilson') of scipy 1.17.1
    expect(of('share', 'x')).toMatchObject({ value: 22 / 28, n: 28, interval: { lower: expect.closeTo(0.6046141434627813, 12), upper: expect.closeTo(0.8978753966710212, 12), method: 'wilson' } });
    expect(of('share')).toMatchObject({ value: 1, exact: expect.any(String) });
  });

  it('gives weighted shares and counted rows', async () => {
    const weighted = { ...counted(['g', 'label', 'prediction'], [[6, 'x', '1', '1'], [3, 'y', '0', '0']]), w: ['1', '1', '1', '1', '1', '1', '4', '4', '4'] };
    const of = await measured({ columns: weighted, protected: ['g'], kinds: { w: 'number' }, grouping: { weight: 'w' } });
    expect(of('share', 'y')).toMatchObject({ value: expect.closeTo(12 / 18, 14), n: 9 });
    expect(of('rows', 'y').value).toBe(3);
  });

  it('needs no group: a share is of all rows', async () => {
    const of = await measured({ columns: { label: ['1', '0'], prediction: ['1', '1'] }, protected: [] });
    expect(of('rows').value).toBe(2);
  });
});
