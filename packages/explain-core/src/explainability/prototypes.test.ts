import { auditOf, categoryColumn, choose, linearToy, numberColumn, subjectOf, tableOf, toyPredictor } from '../../test/robustness/toyModels.js';
import type { Table } from '../data/table.js';
import type { JsonObject } from '../json.js';
import type { Artifact, Result } from '../method/result.js';
import type { Subject } from '../method/subject.js';
import type { Predictor } from '../models/predictor.js';
import { randomStream } from '../random/stream.js';
import { explainability } from './driver.js';

const n = 90;
const draws = randomStream(14);
const xs = Array.from({ length: n }, (_, i) => 4 * draws.child('x').normal(i));
const table = tableOf([
  numberColumn('x', xs),
  categoryColumn('w', ['a', 'b'], xs.map((_, i) => (i % 3 ? 'a' : 'b'))),
  categoryColumn('y', ['no', 'yes'], xs.map((_, i) => (i % 2 ? 'yes' : 'no'))),
]);
const model = linearToy(['x', 'w'], [1, 0], 1);

async function audit(options: JsonObject = {}, changed: { table?: Table; model?: Predictor; subject?: Partial<Subject>; seed?: number; signal?: AbortSignal } = {}) {
  const given = { table: changed.table ?? table, model: changed.model ?? model };
  const about: Subject = { ...subjectOf(given.table, given.model, 'y'), ...changed.subject };
  return auditOf(explainability, { ...given, subject: about, methods: [choose(explainability, 'prototypes', options)], seed: changed.seed ?? 1, ...(changed.signal ? { signal: changed.signal } : {}) });
}

interface Body { classes: { class: string; rows: number; mmd2: number; prototypes: { row: number; x: JsonObject; output: number; weight: number }[]; criticisms: { row: number; x: JsonObject; witness: number }[] }[] }
const bodyOf = (artifacts: readonly Artifact[]): Body => artifacts[0]!.body as unknown as Body;
const resultOf = (results: readonly Result[], name: string, measure: string): Result => results.find(({ options }) => options['class'] === name && options['measure'] === measure)!;

it('shows rows of each class that the model puts there, with weights that are shares of it', async () => {
  const { results, artifacts } = await audit();
  expect(artifacts.map(({ name, showsRows }) => [name, showsRows])).toEqual([['explainability/prototypes/rows', true]]);
  const { classes } = bodyOf(artifacts);
  expect(classes.map(({ class: name }) => name)).toEqual(['no', 'yes']);
  expect(classes.map(({ rows }) => rows)).toEqual([xs.filter((x) => x + 1 < 0).length, xs.filter((x) => x + 1 >= 0).length]);
  for (const { class: name, prototypes, criticisms, mmd2 } of classes) {
    expect([prototypes.length, criticisms.length]).toEqual([5, 3]);
    for (const { row, x, output } of prototypes) {
      expect(x['x']).toBe(xs[row]);
      expect(xs[row]! + 1 >= 0).toBe(name === 'yes');
      expect(output).toBeCloseTo(1 / (1 + Math.exp(-Math.abs(xs[row]! + 1))), 12);
    }
    expect(prototypes.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
    const all = [...prototypes, ...criticisms].map(({ row }) => row);
    expect(new Set(all).size).toBe(8);
    const found = resultOf(results, name, 'mmd2');
    expect(found.estimate).toMatchObject({ value: mmd2, exact: expect.any(String) });
    // Chosen ones stand for the class better than the average handful.
    const random = resultOf(results, name, 'randomMmd2').estimate;
    expect(random).toMatchObject({ n: found.counts!['rows'], standardError: expect.any(Number) });
    expect(mmd2).toBeLessThan(random.value! / 2);
    expect(found.counts!['drawsAsGood']).toBeLessThanOrEqual(4); // of 200
  }
});

it('of one class when asked', async () => {
  const { results } = await audit({ class: 'no', prototypes: 2, criticisms: 0 });
  expect(results.map(({ options }) => options['class'])).toEqual(['no', 'no']);
  await expect(audit({ class: 'maybe' })).rejects.toThrow('"no", "yes"');
});

it('of a regression stands for all rows', async () => {
  const number: Predictor = { ...toyPredictor({ features: ['x', 'w'], classes: ['value'], score: ([x]) => [3 * x!] }), task: 'regression' };
  const given = tableOf([...table.columns.slice(0, 2), numberColumn('y', xs)]);
  const { artifacts } = await audit({}, { table: given, model: number, subject: { label: { kind: 'number', column: 'y', favourable: null } } });
  const [all, ...others] = bodyOf(artifacts).classes;
  expect([all!.class, all!.rows, others]).toEqual(['value', n, []]);
  for (const { row, output } of all!.prototypes) expect(output).toBeCloseTo(3 * xs[row]!, 12);
});

describe('at the edges', () => {
  it('a class that the model puts nobody into says so; of a thousand classes too', async () => {
    const classes = Array.from({ length: 1000 }, (_, k) => `class ${k}`);
    const wide = toyPredictor({ features: ['x'], classes, score: () => classes.map((_, k) => (k === 3 ? 1 : 0)) });
    const labels = categoryColumn('y', ['class 1', 'class 3'], xs.map((_, i) => (i % 2 ? 'class 1' : 'class 3')));
    const { results, artifacts } = await audit({ draws: 5, rows: 30 }, { table: tableOf([table.columns[0]!, labels]), model: wide });
    expect(results).toHaveLength(2000);
    expect(resultOf(results, 'class 1', 'mmd2').estimate).toEqual({ value: null, n: 0, undefinedBecause: 'the model puts none of the drawn rows into "class 1"' });
    expect(bodyOf(artifacts).classes.map(({ class: name }) => name)).toEqual(['class 3']);
  });

  it('a class of fewer rows than prototypes is all prototypes, and leaves nothing', async () => {
    const few = tableOf([numberColumn('x', [1, 2, NaN]), categoryColumn('w', ['a', 'b'], ['a', null, 'b']), categoryColumn('y', ['no', 'yes'], ['no', 'yes', 'yes'])]);
    const zero: Predictor = { ...model, predict: async ({ rows }) => ({ rows, columns: 2, values: Float64Array.from({ length: 2 * rows }, (_, at) => at % 2) }) };
    const { results, artifacts } = await audit({ draws: 3 }, { table: few, model: zero });
    expect(resultOf(results, 'yes', 'mmd2')).toMatchObject({ estimate: { value: expect.closeTo(0, 12), n: 3 }, counts: { prototypes: 3, drawsAsGood: 3 } });
    expect(bodyOf(artifacts).classes[0]!.prototypes.find(({ row }) => row === 2)!.x).toEqual({ x: null, w: 'b' });
  });

  it('rows that are all the same are one prototype’s', async () => {
    const same = tableOf([numberColumn('x', [1, 1, 1, 1]), categoryColumn('w', ['a', 'b'], ['a', 'a', 'a', 'a']), categoryColumn('y', ['no', 'yes'], ['no', 'yes', 'yes', 'no'])]);
    const { artifacts } = await audit({ prototypes: 2, draws: 3 }, { table: same });
    const [only] = bodyOf(artifacts).classes;
    expect([only!.mmd2, only!.prototypes.map(({ weight }) => weight)]).toEqual([0, [1, 0]]);
  });

  it('stored predictions cannot be asked, and a cancelled run stops', async () => {
    const stored: Subject = { ...subjectOf(table, model, 'y'), model: { source: 'predictions', digest: 'sha256:p', prediction: 'y', score: null } };
    const methods = [choose(explainability, 'prototypes')];
    expect(explainability.combine(null, [], { subject: stored, methods, random: randomStream(0) }).results.map(({ options, estimate }) => [options['measure'], estimate.value])).toEqual([['mmd2', null], ['randomMmd2', null]]);
    await expect(audit({}, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('is the same again, and draws other sets for another seed', async () => {
    expect(await audit({ rows: 40 })).toEqual(await audit({ rows: 40 }));
    expect((await audit({}, { seed: 0 })).results).not.toEqual((await audit()).results);
  });
});
