import { describe, expect, it } from '@jest/globals';
import { gunzipSync } from 'node:zlib';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { counted, reasonOf, resultOf, runFairness } from '../../test/fairnessFixture.js';

const file = fileURLToPath(new URL('../../../../../shared/data/adult/adult-test.csv.gz', import.meta.url));

/** The test part of Adult, with protected columns as AIF360's test has them. */
function adult(): { race: string; origin: string; sex: string; income: string }[] | null {
  if (!existsSync(file)) {
    process.stdout.write('not checked: ../shared/data/adult is not there\n');
    return null;
  }
  const [header, ...rows] = gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n').map((line) => line.split(','));
  const at = (name: string): number => header!.indexOf(name);
  return rows.map((row) => ({ race: row[at('race')]!, sex: row[at('sex')]!, origin: row[at('native-country')] === 'United-States' ? 'home' : 'abroad', income: row[at('income')] === '>50K' ? '1' : '0' }));
}

const only = (options: Record<string, string | number>): { methods: { method: string; options: Record<string, string | number> }[] } => ({ methods: [{ method: 'differentialFairness', options }] });

describe('differentialFairness', () => {
  // AIF360, tests/test_differential_fairness.py, "verified with reference implementation".
  it('gives the answers of AIF360 for the labels of Adult', async () => {
    const rows = adult();
    if (rows === null) return;
    const columns = {
      white: rows.map(({ race }) => String(race === 'White')),
      race: rows.map(({ race }) => race),
      sex: rows.map(({ sex }) => sex),
      origin: rows.map(({ origin }) => origin),
      label: rows.map(({ income }) => income),
      prediction: rows.map(({ income }) => income),
    };
    const [binary, all] = await Promise.all(
      [['white', 'sex', 'origin'], ['race', 'sex', 'origin']].map((protectedColumns) => runFairness({ columns, protected: protectedColumns, grouping: { depth: 3 }, ...only({ of: 'labels' }) })),
    );
    expect(resultOf(binary!, 'differentialFairness', 'white × sex × origin').estimate.value).toBeCloseTo(1.53679014653623, 12);
    expect(resultOf(all!, 'differentialFairness', 'race × sex × origin').estimate.value).toBeCloseTo(2.063813731996515, 12);
  });

  const given = { columns: counted(['g', 'label', 'prediction'], [[30, 'a', '1', '1'], [70, 'a', '1', '0'], [60, 'b', '0', '1'], [40, 'b', '0', '0']]), protected: ['g'] };

  it('is about decisions unless labels are asked for, and names the groups’ counts', async () => {
    const { estimate, counts } = resultOf(await runFairness({ ...given, ...only({}) }), 'differentialFairness', 'g');
    // log(60.5/101) − log(30.5/101) beats log(70.5/40.5).
    expect(estimate.value).toBeCloseTo(Math.log(60.5 / 30.5), 14);
    expect(counts).toEqual({ favourable: 1, higherNumerator: 60, higherDenominator: 100, lowerNumerator: 30, lowerDenominator: 100, groupsCompared: 2, groupsLeftOut: 0 });
    if (estimate.value === null) return;
    // Half-widths of the logs: √(1/60.5 − 1/101) and √(1/30.5 − 1/101); simultaneous over both outcomes, so a little wider below.
    const spread = Math.hypot(Math.sqrt(1 / 60.5 - 1 / 101), Math.sqrt(1 / 30.5 - 1 / 101));
    expect(estimate.interval!.upper).toBeCloseTo(estimate.value + 1.959963984540054 * spread, 6);
    expect(estimate.interval!.lower).toBeLessThan(estimate.value - 1.959963984540054 * spread);
    expect(estimate.interval!.lower).toBeGreaterThan(estimate.value - 2.6 * spread);
  });

  it('without smoothing is not estimable where an outcome never happened to a group', async () => {
    const zero = { columns: counted(['g', 'label', 'prediction'], [[5, 'a', '1', '1'], [5, 'b', '0', '1'], [5, 'b', '0', '0']]), protected: ['g'] };
    expect(reasonOf(resultOf(await runFairness({ ...zero, ...only({ concentration: 0 }) }), 'differentialFairness', 'g').estimate)).toBe('a group never had one of the outcomes, so a ratio is infinite; a concentration above 0 smooths it');
    // Not favoured: (0 + ½)/(5 + 1) in the one, (5 + ½)/(10 + 1) in the other.
    expect(resultOf(await runFairness({ ...zero, ...only({}) }), 'differentialFairness', 'g').estimate.value).toBeCloseTo(Math.log(0.5 / (0.5 / 6)), 14);
  });

  // Weights are proportions: whether they are written as shares or as heads of a population, the prior is worth as many rows.
  it.each(['1', '250', '0.001'])('smooths by rows of mean weight, not by the unit of the weights: %s', async (weight) => {
    const weighted = { ...given, columns: { ...given.columns, w: given.columns.g!.map(() => weight) }, grouping: { weight: 'w' }, kinds: { w: 'number' as const } };
    const { estimate } = resultOf(await runFairness({ ...weighted, ...only({ concentration: 20 }) }), 'differentialFairness', 'g');
    // (60 + 10) ÷ 120 against (30 + 10) ÷ 120.
    expect(estimate.value).toBeCloseTo(Math.log(70 / 40), 12);
  });

  it('needs two groups that are large enough', async () => {
    expect(reasonOf(resultOf(await runFairness({ ...given, ...only({ minimumGroupSize: 101 }) }), 'differentialFairness', 'g').estimate)).toBe('g has fewer than two groups of at least 101 rows, and a ratio needs two');
  });
});
