import { describe, expect, it } from '@jest/globals';
import { reasonOf, resultOf, runFairness, valueOf } from '../../test/fairnessFixture.js';
import { scored, scoredCase } from '../../test/scoredCase.js';
import { randomRows } from '../../test/scoredRows.js';
import type { Estimate } from '../numeric/estimate.js';
import { randomStream } from '../random/stream.js';

const methods = ['abroca', 'scoreWasserstein', 'scoreKolmogorovSmirnov'] as const;

function boundsOf(estimate: Estimate): { lower: number; upper: number } {
  if (estimate.value === null) throw new Error(estimate.undefinedBecause);
  return estimate.interval!;
}

/** 300 rows a group, ranked and scored alike unless the second is shifted. */
function twoGroups(method: string, shift: number, seed = 1): ReturnType<typeof scored> {
  const [a, b] = [randomRows(randomStream(seed).child('a'), 300, 0.3), randomRows(randomStream(seed).child('b'), 300, 0.3 + shift)];
  return scored([...a.scores, ...b.scores], [...a.labels, ...b.labels], [...a.scores.map(() => 'a'), ...b.scores.map(() => 'b')], method, { replicates: 200 });
}

describe.each(methods)('%s', (method) => {
  it('holds 0 where nothing differs, and not where much does', async () => {
    expect(boundsOf(resultOf(await runFairness(twoGroups(method, 0)), method, 'group', 'b').estimate).lower).toBe(0);
    const { lower, upper } = boundsOf(resultOf(await runFairness(twoGroups(method, 0.5)), method, 'group', 'b').estimate);
    expect(lower).toBeGreaterThan(0.01);
    expect(upper).toBeLessThan(0.9);
  });

  it('compares with the reference that is named, and says which', async () => {
    const given = twoGroups(method, 0.5);
    const [forth, back] = [await runFairness(given), await runFairness({ ...given, methods: [{ method, options: { replicates: 200, referenceGroups: { group: 'b' } } }] })];
    const [one, other] = [resultOf(forth, method, 'group', 'b'), resultOf(back, method, 'group', 'a')];
    expect(one.options['referenceGroup']).toBe('a');
    expect(other.options['referenceGroup']).toBe('b');
    expect(other.estimate.value).toBeCloseTo(one.estimate.value!, 12);
    expect(boundsOf(other.estimate).upper).toBeCloseTo(boundsOf(one.estimate).upper, 12);
  });

  it('rules nothing out where few rows are compared', async () => {
    expect(resultOf(await runFairness(scoredCase(method)), method, 'group', 'b').estimate).toMatchObject({ interval: { lower: 0, upper: 1, method: 'range' } });
  });

  it('says so where there is one group, or the named one is not there', async () => {
    const { scores, labels } = randomRows(randomStream(3), 40);
    const one = await runFairness(scored(scores, labels, scores.map((_, i) => (i === 0 ? 'b' : 'a')), method, { replicates: 100, referenceGroups: { group: 'c' } })).catch((error: Error) => error.message);
    expect(typeof one === 'string' ? one : reasonOf(resultOf(one, method, 'group').estimate)).toMatch(/"c"/);
  });
});

it('gives the answers of scipy and of numpy’s grid', async () => {
  expect(valueOf(await runFairness(scoredCase('scoreWasserstein')), 'scoreWasserstein', 'group', 'b')).toBeCloseTo(0.10416666666666666, 15);
  const { estimate, counts } = resultOf(await runFairness(scoredCase('scoreKolmogorovSmirnov')), 'scoreKolmogorovSmirnov', 'group', 'b');
  expect(estimate.value).toBe(0.25);
  expect(counts).toEqual({ rows: 6, referenceRows: 12, threshold: 0.7, below: 1, referenceBelow: 0.75 });
  expect(valueOf(await runFairness(scoredCase('abroca')), 'abroca', 'group', 'b')).toBeCloseTo(7 / 72, 14);
});

it('draws whole parts of the sample where rows are weighted or belong together', async () => {
  const given = twoGroups('scoreWasserstein', 0.2);
  const rows = given.columns['label']!.length;
  // Every score written three times over by the same person says no more than once.
  const thrice = Object.fromEntries(Object.entries(given.columns).map(([name, values]) => [name, values.flatMap((value) => [value, value, value])]));
  const person = Array.from({ length: 3 * rows }, (_, i) => `p${Math.floor(i / 3)}`);
  const [plain, clustered, taken] = await Promise.all([
    runFairness(given),
    runFairness({ ...given, columns: { ...thrice, person }, grouping: { cluster: 'person' } }),
    runFairness({ ...given, columns: thrice }),
  ]);
  const width = (outcome: typeof plain): number => {
    const { estimate } = resultOf(outcome, 'scoreWasserstein', 'group', 'b');
    return boundsOf(estimate).upper - estimate.value!;
  };
  // Quantiles of 200 replicates, and of parts: within a third; taking the rows for independent would say √3 as much as is known.
  expect(Math.abs(Math.log(width(clustered) / width(plain)))).toBeLessThan(0.3);
  expect(width(taken)).toBeLessThan(0.75 * width(plain));
});

it('of constant scores is 0, and says how many rows may have others', async () => {
  const scores = new Array<number>(60).fill(0.5);
  const outcome = await runFairness(scored(scores, scores.map((_, i) => i % 2), scores.map((_, i) => (i < 40 ? 'a' : 'b')), 'scoreKolmogorovSmirnov'));
  const { estimate } = resultOf(outcome, 'scoreKolmogorovSmirnov', 'group', 'b');
  expect(estimate).toMatchObject({ value: 0, interval: { lower: 0, upper: expect.closeTo(2 - 0.025 ** (1 / 40) - 0.025 ** (1 / 20), 10) } });
});

it('has no curve where a group has one class', async () => {
  const { scores } = randomRows(randomStream(3), 40);
  const outcome = await runFairness(scored(scores, scores.map((_, i) => (i < 20 ? i % 2 : 1)), scores.map((_, i) => (i < 20 ? 'a' : 'b')), 'abroca', { replicates: 100 }));
  expect(reasonOf(resultOf(outcome, 'abroca', 'group', 'b').estimate)).toBe('in group "b" all labelled rows have the same class, so there is no curve');
});
