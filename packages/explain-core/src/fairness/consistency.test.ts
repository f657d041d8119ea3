import { bodyOf, runWork, type WorkCase } from '../../test/fairnessWork.js';
import { categoryColumn, numberColumn, subjectOf, tableOf, toyPredictor } from '../../test/robustness/toyModels.js';
import { withholdSmall } from '../audit/withholdSmall.js';
import type { NumberColumn } from '../data/table.js';
import type { JsonObject } from '../json.js';
import type { Subject } from '../method/subject.js';
import { wilson } from '../numeric/wilson.js';
import { consistencyWork } from './consistencyWork.js';

const n = 30;
const part = (x: number): number => x % 1;
const numbers = (f: (i: number) => number): number[] => Array.from({ length: n }, (_, i) => f(i));
const decided = numbers((i) => ((i * 7) % 5 < 2 ? 1 : 0));
const table = tableOf([
  numberColumn('a', numbers((i) => part(i * i * 0.6180339887498949) * 10)),
  numberColumn('b', numbers((i) => part(i * i * 0.4142135623730951))),
  numberColumn('c', numbers((i) => part(i * i * 0.7320508075688772) * 100)),
  numberColumn('g', numbers((i) => (i % 3 === 0 ? 1 : 0))),
  categoryColumn('label', ['no', 'yes'], decided.map((one) => (one === 1 ? 'yes' : 'no'))),
  categoryColumn('decision', ['no', 'yes'], decided.map((one) => (one === 1 ? 'yes' : 'no'))),
]);
const base = subjectOf(table, toyPredictor({ features: ['a', 'b', 'c'], classes: ['no', 'yes'], score: () => [1, 0] }), 'label', { g: 'protected', decision: 'prediction' });
const subject: Subject = { ...base, model: { source: 'predictions', digest: 'sha256:x', prediction: 'decision', score: null } };

const run = (options: JsonObject = {}, changed: Partial<WorkCase> = {}) => runWork(consistencyWork, { table, subject, model: null, methods: { consistency: options }, ...changed });
const valueOf = async (options: JsonObject): Promise<number | null> => (await run(options)).results[0].estimate.value;

describe('consistency', () => {
  it.each<[string, JsonObject, number]>([
    // AIF360 0.6.1, BinaryLabelDatasetMetric.consistency: oneself among the neighbours, the protected column among the features.
    ['AIF360, 3 neighbours', { neighbours: 3, includeSelf: true, distance: 'euclidean', protectedColumns: 'use' }, 0.7222222222222222],
    ['AIF360, 5 neighbours', { neighbours: 5, includeSelf: true, distance: 'euclidean', protectedColumns: 'use' }, 0.6266666666666667],
    // scikit-learn 1.9.1, NearestNeighbors without the row itself, Manhattan distance over columns divided by their range.
    ['scikit-learn, 3 neighbours', { neighbours: 3 }, 0.5111111111111111],
    ['scikit-learn, 5 neighbours', {}, 0.5066666666666667],
    ['labels alike', { of: 'label' }, 0.5066666666666667],
  ])('agrees with %s', async (_, options, expected) => {
    expect(await valueOf(options)).toBeCloseTo(expected, 14);
  });

  it('tells groups apart, with an interval of as many rows as they are worth', async () => {
    const { results } = await run({ neighbours: 3 });
    const group = results.find((result) => result.group === '1')!;
    expect(group).toMatchObject({ attribute: 'g', estimate: { n: 10 }, counts: { rows: 10 }, options: { columns: ['a', 'b', 'c'] } });
    expect(group.estimate.value).toBeCloseTo(0.5333333333333334, 14);
    // Jackknife by leaving rows out, scikit-learn with numpy: 0.1447, so p (1 − p) ÷ 0.1447² = 11.9 rows.
    const worthOfGroup = (0.5333333333333334 * (1 - 0.5333333333333334)) / 0.14471584716705105 ** 2;
    const ofGroup = wilson(0.5333333333333334 * worthOfGroup, worthOfGroup, 0.95);
    expect(group.estimate).toMatchObject({ interval: { lower: expect.closeTo(ofGroup.lower, 10), upper: expect.closeTo(ofGroup.upper, 10) } });
    // Five neighbours: 0.09905, worth 25.5.
    const worth = (0.5066666666666667 * (1 - 0.5066666666666667)) / 0.09904525069797013 ** 2;
    const fewer = wilson(0.5066666666666667 * worth, worth, 0.95);
    expect((await run()).results[0].estimate).toMatchObject({ interval: { lower: expect.closeTo(fewer.lower, 10), upper: expect.closeTo(fewer.upper, 10) } });
  });

  it('is 1 where all are decided alike, and still not sure', async () => {
    const alike = { ...table, columns: table.columns.map((column) => (column.name === 'decision' && column.kind === 'category' ? { ...column, codes: new Int32Array(n) } : column)) };
    const [overall] = (await run({}, { table: alike })).results;
    expect(overall.estimate).toEqual({ value: 1, n, interval: wilson(30, 30, 0.95) });
  });

  it('shows the rows that agree least', async () => {
    const { rows } = bodyOf<{ rows: { row: number; value: number; nearest: number; groups: JsonObject }[] }>(await run({ neighbours: 3 }), 'fairness/consistency/rows');
    expect(rows).toHaveLength(20);
    for (const { row, value, groups } of rows) expect([value, groups]).toEqual([decided[row], { g: row % 3 === 0 ? '1' : '0' }]);
    expect(rows.map(({ value, nearest }) => Math.abs(value - nearest))).toEqual(rows.map(({ value, nearest }) => Math.abs(value - nearest)).sort((a, b) => b - a));
  });

  it('asks a model, about decisions or scores', async () => {
    const model = toyPredictor({ features: ['a', 'b', 'c'], classes: ['no', 'yes'], score: ([a]) => [1 - a / 10, a / 10] });
    const asked = { table, model, subject: subjectOf(table, model, 'label', { g: 'protected' }) };
    const [ofScores] = (await run({ of: 'score', columns: ['a'] }, asked)).results;
    const [ofDecisions] = (await run({ columns: ['a'] }, asked)).results;
    expect(ofScores.estimate.value).toBeGreaterThan(0.9);
    expect(ofDecisions.estimate.value).toBeGreaterThan(0.8);
    expect(ofScores.options['columns']).toEqual(['a']);
  });

  it('says what is lacking', async () => {
    expect((await run({ of: 'score' })).lacking).toContain('have no scores');
    expect((await run({}, { subject: { ...subject, dataset: { ...subject.dataset, rows: 0 } } })).lacking).toContain('no rows');
    expect((await run({ columns: ['g'] })).lacking).toContain('no column is left');
    await expect(run({ columns: ['nothing'] })).rejects.toMatchObject({ code: 'BAD_OPTIONS' });
    const [few] = (await run({ rows: 3 })).results;
    expect(few.estimate).toEqual({ value: null, n: 3, undefinedBecause: 'each row needs 5 others, and there are 3 rows' });
    const [scarce] = (await run({ rows: 6 })).results;
    expect(scarce.estimate).toMatchObject({ value: null, undefinedBecause: expect.stringContaining('two more than neighbours') });
  });

  it('leaves rows without a label out where labels are compared, and counts them', async () => {
    const unlabelled = { ...table, columns: table.columns.map((column) => (column.name === 'label' && column.kind === 'category' ? { ...column, codes: column.codes.map((code, i) => (i < 4 ? -1 : code)) } : column)) };
    const [overall] = (await run({ of: 'label' }, { table: unlabelled })).results;
    expect(overall.counts).toEqual({ rows: 26, rowsLeftOut: 4 });
  });

  it('tells of no group and shows no row where small groups are withheld, since it does not know which are', async () => {
    const grouping = { ...subject.grouping, withholdBelow: 2 };
    const outcome = withholdSmall(await run({ neighbours: 3 }, { subject: { ...subject, grouping } }), consistencyWork.id, grouping);
    for (const result of outcome.results.filter(({ group }) => group !== undefined)) expect(result).toMatchObject({ estimate: { value: null, n: 0, undefinedBecause: expect.stringMatching(/^withheld/) } });
    expect(outcome.results[0].estimate.value).not.toBeNull();
    expect(outcome.artifacts).toEqual([]);
  });

  describe('with weights', () => {
    const weights = numbers((i) => (i % 10 === 9 ? 0 : 0.5 + ((i * 7) % 4)));
    const weighted = (values: readonly number[], among = table): Partial<WorkCase> => {
      const columns = { rows: among.rows, columns: [...among.columns, numberColumn('w', [...values])] };
      const infos = subjectOf(columns, toyPredictor({ features: ['a', 'b', 'c'], classes: ['no', 'yes'], score: () => [1, 0] }), 'label', { g: 'protected', decision: 'prediction' });
      return { table: columns, subject: { ...infos, model: subject.model, grouping: { ...subject.grouping, weight: 'w' } } };
    };
    const columnsWithNumbers = (): Float64Array[] => ['a', 'b', 'c'].map((name) => (table.columns.find((column) => column.name === name) as NumberColumn).values);

    it('is the weighted mean of what each row agrees with the rows around it', async () => {
      const kept = numbers((i) => i).filter((i) => weights[i]! > 0);
      const values = columnsWithNumbers();
      const ranges = values.map((column) => Math.max(...kept.map((i) => column[i]!)) - Math.min(...kept.map((i) => column[i]!)));
      const distance = (i: number, j: number): number => values.reduce((sum, column, c) => sum + Math.abs(column[i]! - column[j]!) / ranges[c]!, 0) / 3;
      const agreement = (i: number): number => {
        const nearest = kept.filter((j) => j !== i).sort((one, other) => distance(i, one) - distance(i, other)).slice(0, 3);
        return 1 - Math.abs(decided[i]! - nearest.reduce((sum, j) => sum + decided[j]!, 0) / 3);
      };
      const meanOf = (rows: readonly number[]): number => rows.reduce((sum, i) => sum + weights[i]! * agreement(i), 0) / rows.reduce((sum, i) => sum + weights[i]!, 0);
      const { results } = await run({ neighbours: 3 }, weighted(weights));
      expect(results[0].estimate.value).toBeCloseTo(meanOf(kept), 13);
      expect(results[0]).toMatchObject({ estimate: { n: 27 }, counts: { rows: 27, rowsLeftOut: 3, weight: weights.reduce((sum, weight) => sum + weight, 0) } });
      expect(results.find(({ group }) => group === '1')!.estimate.value).toBeCloseTo(meanOf(kept.filter((i) => i % 3 === 0)), 13);
    });

    it('does not hang on their unit, and weights of one are none', async () => {
      const estimates = async (values: readonly number[]) => (await run({ neighbours: 3 }, weighted(values))).results.map(({ estimate }) => estimate);
      expect(await estimates(weights.map((weight) => 8 * weight))).toEqual(await estimates(weights)); // a power of two rounds nothing
      expect(await estimates(numbers(() => 1))).toEqual((await run({ neighbours: 3 })).results.map(({ estimate }) => estimate));
    });

    it('is less sure of the same number where few rows weigh most, also where all agree', async () => {
      const alike = { ...table, columns: table.columns.map((column) => (column.name === 'decision' && column.kind === 'category' ? { ...column, codes: new Int32Array(n) } : column)) };
      const heavy = numbers((i) => (i < 3 ? 20 : 1));
      const effective = 87 ** 2 / (3 * 400 + 27);
      const [overall] = (await run({}, weighted(heavy, alike))).results;
      expect(overall).toMatchObject({ estimate: { value: 1, n, interval: wilson(effective, effective, 0.95) }, counts: { effectiveRows: effective } });
    });

    it('refuses a weight below 0, and names the row', async () => {
      await expect(run({}, weighted(numbers((i) => (i === 6 ? -1 : 1))))).rejects.toMatchObject({ code: 'BAD_DATA', message: expect.stringContaining('-1 in row 7') });
    });
  });

  it('stops when cancelled', async () => {
    await expect(run({}, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
