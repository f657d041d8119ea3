import { bodyOf, measureOf, runWork, type WorkCase } from '../../test/fairnessWork.js';
import { categoryColumn, numberColumn, subjectOf, tableOf, toyPredictor } from '../../test/robustness/toyModels.js';
import type { Column } from '../data/table.js';
import type { JsonObject } from '../json.js';
import type { Subject } from '../method/subject.js';
import { wilson } from '../numeric/wilson.js';
import { randomStream } from '../random/stream.js';
import { proxiesWork } from './proxiesWork.js';

const n = 300;
const draws = randomStream(4);
const units = [...Array(n).keys()];
const groups = ['a', 'b', 'c'];
const own = units.map((i) => draws.child('group').integer(i, 3));
const among = (name: string, levels: readonly string[], code: (i: number) => number): Column => categoryColumn(name, levels, units.map((i) => (code(i) < 0 ? null : levels[code(i)]!)));
const table = tableOf([
  among('race', groups, (i) => own[i]!),
  among('copy', ['x', 'y', 'z'], (i) => own[i]!),
  among('zip', ['1', '2', '3'], (i) => (draws.child('zip').uniform(i) < 0.6 ? own[i]! : draws.child('any').integer(i, 3))),
  numberColumn('noise', units.map((i) => draws.child('noise').normal(i))),
  among('constant', ['one'], () => 0),
  numberColumn('nothing', units.map(() => NaN)),
  { kind: 'text', name: 'note', values: units.map((i) => `note ${i}`) },
  among('label', ['no', 'yes'], (i) => i % 2),
]);
const model = toyPredictor({ features: ['zip', 'noise'], classes: ['no', 'yes'], score: () => [1, 0] });
const base = subjectOf(table, model, 'label', { race: 'protected' });
/** As ingest would say of a text of so many values. */
const subject: Subject = { ...base, dataset: { ...base.dataset, columns: base.dataset.columns.map((info) => (info.name === 'note' ? { ...info, levels: null } : info)) } };

const run = (options: JsonObject = {}, changed: Partial<WorkCase> = {}) => runWork(proxiesWork, { table, subject, model, methods: { proxies: options }, ...changed });
const only = (...columns: string[]): JsonObject => ({ columns });

describe('proxies', () => {
  it('tells an attribute from its copy, and nothing from noise', async () => {
    const copied = await run(only('copy'));
    expect(measureOf(copied, 'balancedAccuracy', { attribute: 'race' })).toMatchObject({ estimate: { value: 1, n }, counts: { groups: 3, columns: 1, rowsWithoutValue: 0, baseline: 1 / 3 } });
    // What chance gives follows from the data; as an option it would ask the reader to choose it.
    for (const { options } of copied.results) expect(options).not.toHaveProperty('baseline');
    // All of each group recognised: 1 − √(Σ (1 − Wilson’s lower end)²) ÷ 3.
    const away = groups.map((_, k) => own.filter((code) => code === k).length).map((size) => 1 - wilson(size, size, 0.95).lower);
    expect(measureOf(copied, 'balancedAccuracy', { attribute: 'race' }).estimate).toMatchObject({ interval: { lower: expect.closeTo(1 - Math.hypot(...away) / 3, 12), upper: 1, method: 'mover' } });
    expect(measureOf(copied, 'areaUnderRoc', { attribute: 'race', group: 'b' }).estimate.value).toBe(1);
    expect(measureOf(copied, 'theilsU', { attribute: 'race', feature: 'copy' }).estimate.value).toBeCloseTo(1, 12);
    expect(measureOf(copied, 'cramersV', { attribute: 'race', feature: 'copy' }).estimate.value).toBeCloseTo(1, 12);
    const noise = await run(only('noise'));
    const { estimate } = measureOf(noise, 'balancedAccuracy', { attribute: 'race' });
    expect(estimate).toMatchObject({ interval: { method: 'mover' } });
    expect(bodyOf<{ findings: unknown[] }>(noise, 'fairness/proxies/findings').findings).toEqual([]);
    expect(measureOf(noise, 'cramersV', { attribute: 'race', feature: 'noise' }).test!.pValue).toBeGreaterThan(0.01);
  });

  it('says where rows are weighted that it does not use the weights', async () => {
    const weighted = await run(only('copy'), { subject: { ...subject, grouping: { ...subject.grouping, weight: 'noise' } } });
    const plain = await run(only('copy'));
    expect(weighted.results.map(({ estimate }) => estimate)).toEqual(plain.results.map(({ estimate }) => estimate));
    for (const { options } of weighted.results) expect(options).toMatchObject({ weights: 'notUsed' });
    for (const { options } of plain.results) expect(options).not.toHaveProperty('weights');
  });

  it('tells findings with their numbers, all together first', async () => {
    const outcome = await run();
    const { findings, looked } = bodyOf<{ looked: number; findings: { measure: string; column: string | null; lower: number; baseline: number; sentence: string }[] }>(outcome, 'fairness/proxies/findings');
    expect(findings.map(({ measure, column }) => [measure, column])).toEqual([['balancedAccuracy', null], ['areaUnderRoc', null], ['areaUnderRoc', null], ['areaUnderRoc', null], ['cramersV', 'copy'], ['cramersV', 'zip']]);
    for (const { lower, baseline } of findings) expect(lower).toBeGreaterThan(baseline);
    expect(findings[0]!.sentence).toMatch(/^Together the other columns tell race: 100\.0 % of each group on average are put into their own \(9\d\.\d % to 100\.0 %\), where guessing puts 33\.3 %\.$/);
    expect(looked).toBe(10);
  });

  it('says of each column that cannot be used why', async () => {
    const outcome = await run();
    const because = (feature: string): unknown => measureOf(outcome, 'theilsU', { attribute: 'race', feature }).estimate;
    expect(because('constant')).toEqual({ value: null, n, undefinedBecause: 'it has one value only, or none at all' });
    expect(because('nothing')).toEqual({ value: null, n, undefinedBecause: 'it has one value only, or none at all' });
    expect(because('note')).toEqual({ value: null, n, undefinedBecause: 'it holds text with too many different values to be compared as they are' });
    expect(measureOf(outcome, 'balancedAccuracy', { attribute: 'race' }).counts).toMatchObject({ columns: 3 });
    const useless = await run(only('constant', 'note'));
    expect(measureOf(useless, 'balancedAccuracy', { attribute: 'race' }).estimate).toEqual({ value: null, n, undefinedBecause: 'none of the other columns can be used' });
  });

  it('leaves out rows without the attribute, and counts them', async () => {
    const gaps = { ...table, columns: table.columns.map((column) => (column.name === 'race' && column.kind === 'category' ? { ...column, codes: column.codes.map((code, i) => (i < 20 ? -1 : code)) } : column)) };
    const outcome = await run(only('zip'), { table: gaps });
    expect(measureOf(outcome, 'balancedAccuracy', { attribute: 'race' })).toMatchObject({ estimate: { n: n - 20 }, counts: { rowsWithoutValue: 20, groups: 3 } });
  });

  it('asks about no column that is answered, true, protected elsewhere or the attribute itself', async () => {
    const two = { ...subject, protected: ['race', 'copy'] };
    const outcome = await run({}, { subject: two });
    const features = (attribute: string): unknown[] => [...new Set(outcome.results.filter((result) => result.attribute === attribute).map(({ feature }) => feature))];
    expect(features('race')).toEqual([undefined, 'zip', 'noise', 'constant', 'nothing', 'note']);
    const stored = await run({}, { model: null, subject: { ...two, model: { source: 'predictions', digest: 'sha256:x', prediction: 'zip', score: 'noise' } } });
    expect([...new Set(stored.results.map(({ feature }) => feature))]).toEqual([undefined, 'constant', 'nothing', 'note']);
  });

  it('finds nothing to tell apart in one group, and says what is lacking', async () => {
    const alone = { ...table, columns: table.columns.map((column) => (column.name === 'race' && column.kind === 'category' ? { ...column, codes: new Int32Array(n) } : column)) };
    const outcome = await run(only('zip'), { table: alone });
    expect(measureOf(outcome, 'balancedAccuracy', { attribute: 'race' }).estimate).toMatchObject({ value: null, undefinedBecause: expect.stringContaining('in one group') });
    expect(measureOf(outcome, 'cramersV', { attribute: 'race', feature: 'zip' }).estimate).toMatchObject({ value: null, undefinedBecause: expect.stringContaining('one value only') });
    expect((await run({}, { subject: { ...subject, protected: [] } })).lacking).toContain('no protected column');
    expect((await run(only('race'))).lacking).toContain('no other column');
    await expect(run(only('nobody'))).rejects.toMatchObject({ code: 'BAD_OPTIONS' });
  });

  it('gives the same numbers with the same seed, and others with another', async () => {
    expect((await run(only('zip'))).results).toEqual((await run(only('zip'))).results);
    expect((await run(only('zip'), { seed: 2 })).results).not.toEqual((await run(only('zip'))).results);
  });

  it('rarely finds a proxy among columns of chance', async () => {
    let found = 0;
    for (let seed = 0; seed < 20; seed++) {
      const chance = randomStream(100 + seed);
      const columns = [among('race', groups, (i) => chance.child('race').integer(i, 3)), ...['k', 'l', 'm'].map((name) => among(name, ['1', '2', '3', '4'], (i) => chance.child(name).integer(i, 4))), table.columns.at(-1)!];
      const random = tableOf(columns);
      const outcome = await run({ replicates: 100 }, { table: random, subject: subjectOf(random, model, 'label', { race: 'protected' }) });
      found += bodyOf<{ findings: { measure: string }[] }>(outcome, 'fairness/proxies/findings').findings.filter(({ measure }) => measure === 'cramersV').length;
    }
    // 60 columns at 5 % for each family of three: one family in twenty.
    expect(found).toBeLessThanOrEqual(3);
  });

  it('stops when cancelled', async () => {
    await expect(run({}, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
