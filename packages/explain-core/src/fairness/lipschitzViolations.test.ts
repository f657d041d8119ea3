import { bodyOf, measureOf, runWork, type WorkCase } from '../../test/fairnessWork.js';
import { categoryColumn, numberColumn, subjectOf, tableOf, toyPredictor } from '../../test/robustness/toyModels.js';
import type { NumberColumn } from '../data/table.js';
import type { JsonObject } from '../json.js';
import { wilson } from '../numeric/wilson.js';
import { lipschitzViolationsWork } from './lipschitzViolationsWork.js';

const n = 30;
const part = (x: number): number => x % 1;
const numbers = (f: (i: number) => number): number[] => Array.from({ length: n }, (_, i) => f(i));
const table = tableOf([
  numberColumn('a', numbers((i) => part(i * i * 0.6180339887498949) * 10)),
  numberColumn('b', numbers((i) => part(i * i * 0.4142135623730951))),
  numberColumn('c', numbers((i) => part(i * i * 0.7320508075688772) * 100)),
  numberColumn('hidden', numbers((i) => part(i * i * 0.2360679774997898))),
  categoryColumn('g', ['0', '1'], numbers((i) => (i % 3 === 0 ? 1 : 0)).map(String)),
  categoryColumn('label', ['no', 'yes'], numbers((i) => i % 2).map((one) => (one === 1 ? 'yes' : 'no'))),
]);
const model = toyPredictor({ features: ['a', 'b', 'c', 'hidden'], classes: ['no', 'yes'], score: ([, , , s]) => [1 - s, s] });
const subject = subjectOf(table, model, 'label', { g: 'protected' });
const compared = { columns: ['a', 'b', 'c'] };

const run = (options: JsonObject = {}, changed: Partial<WorkCase> = {}) => runWork(lipschitzViolationsWork, { table, subject, model, methods: { lipschitzViolations: { ...compared, ...options } }, ...changed });

describe('lipschitzViolations', () => {
  it('agrees with numpy', async () => {
    // numpy over all pairs: 127 of 435 beyond 1.5 times the distance, largest ratio 16.55; 88 of 290 with one of the third group first.
    const outcome = await run({ constant: 1.5 });
    expect(measureOf(outcome, 'violationRate')).toMatchObject({ counts: { numerator: 127, denominator: 435, rows: 30 }, estimate: { value: 127 / 435, n: 30, interval: wilson((127 / 435) * 15, 15, 0.95) } });
    expect(measureOf(outcome, 'largestRatio').estimate.value).toBeCloseTo(16.55115940125018, 10);
    expect(measureOf(outcome, 'violationRate', { attribute: 'g', group: '1' }).counts).toEqual({ numerator: 88, denominator: 290, rows: 10 });
    const { pairs } = bodyOf<{ pairs: { ratio: number }[] }>(outcome, 'fairness/lipschitzViolations/pairs');
    expect(pairs).toHaveLength(20);
    expect(pairs[0].ratio).toBeCloseTo(16.55115940125018, 10);
    expect(pairs.map(({ ratio }) => ratio)).toEqual(pairs.map(({ ratio }) => ratio).sort((a, b) => b - a));
  });

  it('weighs each pair by its rows, and leaves out rows that weigh nothing', async () => {
    const weights = numbers((i) => (i % 10 === 9 ? 0 : 0.5 + ((i * 7) % 4)));
    const columns = { rows: n, columns: [...table.columns, numberColumn('w', weights)] };
    const infos = subjectOf(columns, model, 'label', { g: 'protected' });
    const outcome = await run({ constant: 1.5 }, { table: columns, subject: { ...infos, grouping: { ...infos.grouping, weight: 'w' } } });
    const kept = numbers((i) => i).filter((i) => weights[i]! > 0);
    const valuesOf = (name: string): Float64Array => (table.columns.find((column) => column.name === name) as NumberColumn).values;
    const [scores, ...compared] = ['hidden', 'a', 'b', 'c'].map(valuesOf) as [Float64Array, ...Float64Array[]];
    const ranges = compared.map((column) => Math.max(...kept.map((i) => column[i]!)) - Math.min(...kept.map((i) => column[i]!)));
    const isViolated = (i: number, j: number): boolean =>
      Math.abs(scores[i]! - scores[j]!) > (1.5 * compared.reduce((sum, column, c) => sum + Math.abs(column[i]! - column[j]!) / ranges[c]!, 0)) / 3;
    const shareAmong = (isPair: (i: number, j: number) => boolean): number => {
      let [violations, pairs] = [0, 0];
      for (const i of kept) {
        for (const j of kept) {
          if (i === j || !isPair(i, j)) continue;
          pairs += weights[i]! * weights[j]!;
          if (isViolated(i, j)) violations += weights[i]! * weights[j]!;
        }
      }
      return violations / pairs;
    };
    const overall = measureOf(outcome, 'violationRate');
    expect(overall.estimate.value).toBeCloseTo(shareAmong(() => true), 13);
    expect(measureOf(outcome, 'violationRate', { attribute: 'g', group: '1' }).estimate.value).toBeCloseTo(shareAmong((i) => i % 3 === 0), 13);
    const apart = Math.floor(weights.reduce((sum, weight) => sum + weight, 0) ** 2 / weights.reduce((sum, weight) => sum + weight ** 2, 0) / 2);
    expect(overall.estimate).toMatchObject({ n: 27, interval: wilson(overall.estimate.value! * apart, apart, 0.95) });
    const ones = await run({ constant: 1.5 }, { table: { rows: n, columns: [...table.columns, numberColumn('w', numbers(() => 1))] }, subject: { ...infos, grouping: { ...infos.grouping, weight: 'w' } } });
    expect(ones.results.map(({ estimate }) => estimate)).toEqual((await run({ constant: 1.5 })).results.map(({ estimate }) => estimate));
  });

  it('finds none beyond the largest ratio, and all those below a tiny bound', async () => {
    expect(measureOf(await run({ constant: 16.6 }), 'violationRate').counts!['numerator']).toBe(0);
    expect(measureOf(await run({ constant: 16.5 }), 'violationRate').counts!['numerator']).toBe(1);
    expect(measureOf(await run({ constant: 1e-9 }), 'violationRate').counts!['numerator']).toBe(435);
  });

  it('allows no difference at distance 0', async () => {
    const twins = tableOf([numberColumn('a', [1, 1, 2]), numberColumn('hidden', [0.2, 0.9, 0.2]), categoryColumn('g', ['0'], ['0', '0', '0']), categoryColumn('label', ['no', 'yes'], ['no', 'yes', 'no'])]);
    const reads = toyPredictor({ features: ['a', 'hidden'], classes: ['no', 'yes'], score: ([, s]) => [1 - s, s] });
    const outcome = await run({ columns: ['a'] }, { table: twins, model: reads, subject: subjectOf(twins, reads, 'label', { g: 'protected' }) });
    expect(measureOf(outcome, 'violationRate').counts).toMatchObject({ numerator: 1, denominator: 3 });
    expect(measureOf(outcome, 'largestRatio').estimate).toEqual({ value: null, n: 3, undefinedBecause: '1 pair of rows has different values at distance 0, which no bound allows' });
    expect(bodyOf<{ pairs: unknown[] }>(outcome, 'fairness/lipschitzViolations/pairs').pairs[0]).toMatchObject({ rows: [0, 1], distance: 0, ratio: null });
  });

  it('compares decisions as 1 and 0', async () => {
    const outcome = await run({ of: 'decision' });
    // Gower distances are below 1, so every pair that is decided differently is a violation of L = 1.
    const favoured = numbers((i) => part(i * i * 0.2360679774997898)).filter((s) => s >= 0.5).length;
    expect(measureOf(outcome, 'violationRate').counts!['numerator']).toBe(favoured * (n - favoured));
  });

  it('needs a pair', async () => {
    const one = tableOf(table.columns.map((column) => (column.kind === 'number' ? { ...column, values: column.values.slice(0, 1) } : column.kind === 'category' ? { ...column, codes: column.codes.slice(0, 1) } : column)));
    const outcome = await run({}, { table: one, subject: subjectOf(one, model, 'label', { g: 'protected' }) });
    expect(measureOf(outcome, 'violationRate').estimate).toEqual({ value: null, n: 1, undefinedBecause: 'one row alone has nobody to be compared with' });
    expect(measureOf(outcome, 'largestRatio').estimate.value).toBeNull();
  });

  it('says that stored decisions have no scores', async () => {
    const stored = { ...subject, model: { source: 'predictions', digest: 'sha256:x', prediction: 'label', score: null } as const };
    expect((await run({}, { subject: stored, model: null })).lacking).toContain('decisions can be compared instead');
  });

  it('stops when cancelled', async () => {
    await expect(run({}, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
