import { describe, expect, it } from '@jest/globals';
import { counted, letters, reasonOf, resultOf, runFairness, valueOf, type FairnessCase } from '../../test/fairnessFixture.js';
import type { Result } from '../method/result.js';

/** Three classes, two groups; the answers below are scikit-learn 1.9.1's for these 24 rows. */
const three: FairnessCase = {
  columns: {
    label: letters('aabbccaabbcc abcabcabcabc'),
    prediction: letters('aabbcabacbcc abcbbcaacacc'),
    g: letters('xxxxxxxxxxxx yyyyyyyyyyyy'),
  },
  protected: ['g'],
  positive: 'a',
};
const asked = async (given: FairnessCase, ...methods: string[]): Promise<Result[]> => (await runFairness({ ...given, methods: methods.map((method) => ({ method })) })).results as Result[];

describe('macro averages', () => {
  it.each([
    ['macroRecall', [0.75, 0.75, 0.75]],
    ['macroPrecision', [0.7473544973544973, 0.75, 0.7388888888888889]],
  ])("%s gives scikit-learn's answers", async (method, [all, x, y]) => {
    const results = await asked(three, method);
    expect(results.map(({ group }) => group)).toEqual([undefined, 'x', 'y']);
    [all, x, y].forEach((expected, i) => expect(results[i]!.estimate.value).toBeCloseTo(expected!, 14));
  });

  it('of two classes: recall is balanced accuracy, with its interval', async () => {
    const given: FairnessCase = {
      columns: counted(['g', 'label', 'prediction'], [[6, 'x', '1', '1'], [2, 'x', '1', '0'], [3, 'x', '0', '1'], [9, 'x', '0', '0'], [4, 'y', '1', '1'], [4, 'y', '0', '0']]),
      protected: ['g'],
    };
    const outcome = await runFairness({ ...given, methods: [{ method: 'macroRecall' }, { method: 'balancedAccuracy' }] });
    const [macro, balanced] = ['macroRecall', 'balancedAccuracy'].map((method) => resultOf(outcome, method, 'g', 'x'));
    expect(macro!.estimate.value).toBeCloseTo(0.75, 15);
    expect(macro!.estimate).toMatchObject({ n: balanced!.estimate.n, interval: { method: 'mover' } });
    const bounds = ({ estimate }: Result): number[] => Object.values((estimate as { interval: { lower: number; upper: number } }).interval).slice(0, 2);
    bounds(macro!).forEach((end, i) => expect(end).toBeCloseTo(bounds(balanced!)[i]!, 14));
  });

  it('are not estimable for a group that lacks a class others have', async () => {
    const given: FairnessCase = { columns: { label: letters('abc aab'), prediction: letters('abc aba'), g: letters('xxx yyy') }, protected: ['g'], positive: 'a' };
    const [recall, precision] = ['macroRecall', 'macroPrecision'];
    const outcome = await runFairness({ ...given, methods: [{ method: recall! }, { method: precision! }] });
    expect(reasonOf(resultOf(outcome, recall!, 'g', 'y').estimate)).toBe('with "c" as the positive class, none of the 3 rows is among the rows labelled positive, so there is nothing to divide by');
    expect(reasonOf(resultOf(outcome, precision!, 'g', 'y').estimate)).toContain('with "c" as the positive class');
    expect(valueOf(outcome, recall!, 'g', 'x')).toBe(1);
  });

  it('weigh rows', async () => {
    const w = Array.from({ length: 24 }, (_, i) => String(1 + (i % 3)));
    const results = await asked({ ...three, columns: { ...three.columns, w }, kinds: { w: 'number' }, grouping: { weight: 'w' } }, 'macroRecall', 'macroPrecision');
    expect(results[0]!.estimate.value).toBeCloseTo(0.7420454545454546, 14);
    expect(results[3]!.estimate.value).toBeCloseTo(0.7417443667443667, 14);
    expect(results[0]!.estimate.n).toBe(24);
  });

  it('without labels say so', async () => {
    const given: FairnessCase = { columns: { label: [null, null, null], prediction: letters('aba'), g: letters('xyx') }, protected: ['g'], positive: 'a' };
    expect(reasonOf((await asked(given, 'macroRecall'))[0]!.estimate)).toBe('no row has a label');
    expect(reasonOf((await asked(given, 'macroPrecision'))[0]!.estimate)).toBe('no row has a label');
  });
});

describe('oneVersusRest', () => {
  it('gives every class its rates, as if it were the positive one', async () => {
    const results = await asked(three, 'oneVersusRest');
    for (const name of ['a', 'b', 'c']) {
      const alone = await runFairness({ ...three, positive: name, methods: [{ method: 'truePositiveRate' }, { method: 'falsePositiveRate' }, { method: 'precision' }, { method: 'equalOpportunityDifference' }, { method: 'falsePositiveRateDifference' }] });
      for (const statistic of ['truePositiveRate', 'falsePositiveRate', 'precision']) {
        const own = results.filter(({ options }) => options['class'] === name && options['statistic'] === statistic);
        expect(own.filter(({ options }) => options['scope'] === 'group').map(({ attribute, group, estimate, counts }) => ({ attribute, group, estimate, counts }))).toEqual(
          alone.results.filter(({ method }) => method === statistic).map(({ attribute, group, estimate, counts }) => ({ attribute, group, estimate, counts })),
        );
        expect(own.filter(({ options }) => options['scope'] === 'gap')).toHaveLength(1);
      }
      const gap = results.find(({ options }) => options['class'] === name && options['statistic'] === 'truePositiveRate' && options['scope'] === 'gap')!;
      expect(gap.estimate).toEqual(resultOf(alone, 'equalOpportunityDifference', 'g').estimate);
    }
    expect(results).toHaveLength(3 * 3 * (3 + 1));
  });

  it('keeps weights and what belongs together', async () => {
    const w = Array.from({ length: 24 }, (_, i) => String(1 + (i % 3)));
    const weighted: FairnessCase = { ...three, columns: { ...three.columns, w }, kinds: { w: 'number' }, grouping: { weight: 'w' } };
    const results = await asked(weighted, 'oneVersusRest');
    const alone = await asked({ ...weighted, positive: 'b' }, 'truePositiveRate');
    const own = results.filter(({ options }) => options['class'] === 'b' && options['statistic'] === 'truePositiveRate' && options['scope'] === 'group');
    expect(own.map(({ estimate, counts }) => ({ estimate, counts }))).toEqual(alone.map(({ estimate, counts }) => ({ estimate, counts })));
  });
});

describe('macroF1', () => {
  it("gives scikit-learn's answers, with an interval", async () => {
    const results = await asked(three, 'macroF1');
    expect(results.map(({ group }) => group)).toEqual([undefined, 'x', 'y']);
    [0.7467320261437909, 0.75, 0.7367724867724869].forEach((expected, i) => expect(results[i]!.estimate.value).toBeCloseTo(expected, 14));
    const { interval } = results[0]!.estimate as { interval: { lower: number; upper: number; method: string } };
    expect(interval.lower).toBeGreaterThan(0.4);
    expect(interval.lower).toBeLessThan(0.7);
    expect(interval.upper).toBeGreaterThan(0.8);
    expect(interval.upper).toBeLessThanOrEqual(1);
  });

  it('weighs rows', async () => {
    const w = Array.from({ length: 24 }, (_, i) => String(1 + (i % 3)));
    const results = await asked({ ...three, columns: { ...three.columns, w }, kinds: { w: 'number' }, grouping: { weight: 'w' } }, 'macroF1');
    expect(results[0]!.estimate.value).toBeCloseTo(0.7294685990338164, 14);
  });

  it('has the standard error of its derivatives by the cells, where rows are many', async () => {
    const cells: [number, string, string][] = [[5000, 'a', 'a'], [1000, 'a', 'b'], [400, 'a', 'c'], [700, 'b', 'a'], [3000, 'b', 'b'], [900, 'b', 'c'], [50, 'c', 'a'], [300, 'c', 'b'], [1200, 'c', 'c']];
    const [result] = await asked({ columns: counted(['label', 'prediction'], cells), protected: [], positive: 'a' }, 'macroF1');
    const score = (counts: readonly number[]): number => {
      const sum = (of: (label: string, prediction: string) => boolean): number => cells.reduce((total, [, label, prediction], i) => total + (of(label, prediction) ? counts[i]! : 0), 0);
      return ['a', 'b', 'c'].reduce((total, name) => total + (2 * sum((label, prediction) => label === name && prediction === name)) / (sum((label) => label === name) + sum((_, prediction) => prediction === name)) / 3, 0);
    };
    const counts = cells.map(([count]) => count);
    const moved = (cell: number, step: number): number => score(counts.map((count, i) => (i === cell ? count + step : count)));
    const standardError = Math.sqrt(counts.reduce((sum, count, cell) => sum + (count * (moved(cell, 1) - moved(cell, -1)) ** 2) / 4, 0));
    const { lower, upper } = (result!.estimate as { interval: { lower: number; upper: number } }).interval;
    // What Wilson's intervals differ by from normal ones at some thousand rows.
    expect((upper - lower) / (2 * 1.959963984540054 * standardError)).toBeCloseTo(1, 3);
  });

  it('keeps an interval where a class is never found', async () => {
    const given: FairnessCase = { columns: counted(['label', 'prediction'], [[60, 'a', 'a'], [5, 'b', 'a'], [2, 'a', 'b']]), protected: [], positive: 'a' };
    const [result] = await asked(given, 'macroF1');
    const { value, interval } = result!.estimate as { value: number; interval: { lower: number; upper: number } };
    expect(value).toBeCloseTo((2 * 60) / 127 / 2, 14);
    expect(interval.lower).toBeLessThan(value);
    expect(interval.upper).toBeGreaterThan(0.55);
  });

  it('is not estimable for a group that a class does not occur in', async () => {
    const given: FairnessCase = { columns: { label: letters('abcabc aab'), prediction: letters('abcacb aba'), g: letters('xxxxxx yyy') }, protected: ['g'], positive: 'a' };
    const results = await asked(given, 'macroF1');
    expect(reasonOf(results[2]!.estimate)).toBe('"c" is neither a label nor predicted in the 3 labelled rows');
  });
});
