import { auditOf, categoryColumn, choose, numberColumn, subjectOf, tableOf, toyPredictor } from '../../test/robustness/toyModels.js';
import type { Column, Table } from '../data/table.js';
import type { JsonObject } from '../json.js';
import type { Result } from '../method/result.js';
import type { Subject } from '../method/subject.js';
import type { Predictor } from '../models/predictor.js';
import { matrix } from '../numeric/matrix.js';
import { randomStream } from '../random/stream.js';
import { interactionEstimates, pairParts, totalParts } from './dependence/interaction.js';
import { explainability } from './driver.js';

const n = 60;
const draws = randomStream(8).child('data');
const normals = (name: string, mean = 0): number[] => Array.from({ length: n }, (_, i) => mean + draws.child(name).normal(i));
const [xs, zs, us] = [normals('x', 1), normals('z', 1), normals('u')];
const y = numberColumn('y', xs.map((_, i) => i));
const table = tableOf([numberColumn('x', xs), numberColumn('z', zs), numberColumn('u', us), y]);

/** A regression written out. */
function writes(features: readonly string[], value: (x: readonly number[]) => number): Predictor {
  return { ...toyPredictor({ features, classes: ['value'], score: (x) => [value(x)] }), task: 'regression' };
}

async function audit(model: Predictor, options: JsonObject = {}, changed: { table?: Table; signal?: AbortSignal } = {}) {
  const given = changed.table ?? table;
  const about: Subject = { ...subjectOf(given, model, 'y'), label: { kind: 'number', column: 'y', favourable: null } };
  return auditOf(explainability, { table: given, model, subject: about, methods: [choose(explainability, 'hStatistic', { rows: n, ...options })], ...(changed.signal ? { signal: changed.signal } : {}) });
}

const resultOf = (results: readonly Result[], feature: string | undefined, measure: string): Result => results.find((result) => result.feature === feature && result.options['measure'] === measure)!;
const valueOf = (results: readonly Result[], feature: string, measure: string): number => {
  const { estimate } = resultOf(results, feature, measure);
  if (estimate.value === null) throw new Error(estimate.undefinedBecause);
  return estimate.value;
};

it('is 0 for a sum of parts', async () => {
  const { results } = await audit(writes(['x', 'z', 'u'], ([x, z, u]) => x! ** 2 + Math.sin(z!) - 3 * u!));
  const none = { value: 0, n, interval: { lower: 0, upper: 0 } };
  for (const feature of ['x', 'z', 'u']) expect(resultOf(results, feature, 'total').estimate).toMatchObject(none);
  for (const feature of ['x × z', 'x × u', 'z × u']) for (const measure of ['pairwise', 'pairwiseStrength']) expect(resultOf(results, feature, measure).estimate).toMatchObject(none);
});

it('of x z + 2 u is what follows by hand from the sample, and near what follows from the normals', async () => {
  const { results, artifacts } = await audit(writes(['x', 'z', 'u'], ([x, z, u]) => x! * z! + 2 * u!));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value / n, 0);
  const spread = (values: readonly number[]) => Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));
  // F_x = x · mean z, F_z = z · mean x, and F_xz = x z, up to constants.
  const rest = spread(xs.map((x, i) => x * zs[i]! - x * mean(zs) - zs[i]! * mean(xs)));
  expect(valueOf(results, 'x × z', 'pairwise')).toBeCloseTo(rest / spread(xs.map((x, i) => x * zs[i]!)), 12);
  expect(valueOf(results, 'x × z', 'pairwiseStrength')).toBeCloseTo(rest, 12);
  // (x − 1)(z − 1) has variance 1, and x z has 1 + 1 + 1.
  const { interval } = resultOf(results, 'x × z', 'pairwise').estimate as { interval: { lower: number; upper: number } };
  expect(interval.lower).toBeLessThan(Math.sqrt(1 / 3));
  expect(interval.upper).toBeGreaterThan(Math.sqrt(1 / 3));
  // Of x and everything else: the same rest, of an answer with 2 u in it. F_others of x is mean x · z + 2 u.
  expect(valueOf(results, 'x', 'total')).toBeCloseTo(rest / spread(xs.map((x, i) => x * zs[i]! + 2 * us[i]!)), 12);
  expect(valueOf(results, 'u', 'total')).toBeLessThan(1e-12);
  expect(valueOf(results, 'x × u', 'pairwise')).toBeLessThan(1e-12);
  const { totals, pairs } = artifacts[0]!.body as { totals: { feature: string }[]; pairs: { features: string[]; h: { value: number } }[] };
  expect(totals.map(({ feature }) => feature)).toEqual(['x', 'z', 'u']);
  expect(pairs.map(({ features }) => features)).toEqual([['x', 'z'], ['x', 'u'], ['z', 'u']]);
  expect(pairs[0]!.h.value).toBe(valueOf(results, 'x × z', 'pairwise'));
});

it('has intervals that hold the truth about as often as they say', () => {
  const [rows, seeds] = [60, 150];
  let [h, strength, total] = [0, 0, 0];
  const within = ({ interval }: { interval?: { lower: number; upper: number } }, truth: number) => interval!.lower <= truth && truth <= interval!.upper;
  for (let seed = 0; seed < seeds; seed++) {
    const [x, z] = ['x', 'z'].map((name) => Array.from({ length: rows }, (_, i) => 1 + draws.child(name).child(seed).normal(i)));
    // Of f = x z alone: with z of row i; with x of row i; with both of row l.
    const cells = (of: (l: number, i: number) => number) => matrix(rows, rows, Float64Array.from({ length: rows * rows }, (_, at) => of(Math.floor(at / rows), at % rows)));
    const one = cells((l, i) => x![l]! * z![i]!);
    const found = interactionEstimates(pairParts(cells((l) => x![l]! * z![l]!), one, cells((l, i) => x![i]! * z![l]!)), rows, 0.95);
    if (within(found.h as object, Math.sqrt(1 / 3))) h++;
    if (within(found.strength as object, 1)) strength++;
    if (within(interactionEstimates(totalParts(one), rows, 0.95).h as object, Math.sqrt(1 / 3))) total++;
  }
  // Of 150, a share is missed by more than 5 points with probability 2 %. The squares of products of normals have very long tails: 600 such samples were covered 94 % of the time for H, 89 % for the strength.
  for (const held of [h, total]) expect(held / seeds).toBeGreaterThanOrEqual(0.89);
  expect(strength / seeds).toBeGreaterThanOrEqual(0.84);
});

describe('at the edges', () => {
  it('of features that do not move the answer says so, and their strength is 0', async () => {
    const { results } = await audit(writes(['x', 'z', 'u'], ([x]) => 0.1 * x!));
    expect(resultOf(results, 'z × u', 'pairwise').estimate).toEqual({ value: null, n, undefinedBecause: 'the answer does not vary with these features, so there is nothing that an interaction could be a part of' });
    expect(valueOf(results, 'z × u', 'pairwiseStrength')).toBe(0);
    expect(valueOf(results, 'x × u', 'pairwise')).toBeLessThan(1e-12);
  });

  it('of a category, of missing values and of a text', async () => {
    const given = tableOf([
      categoryColumn('w', ['a', 'b'], xs.map((x) => (x > 1 ? 'a' : 'b'))),
      numberColumn('x', xs.map((x, i) => (i % 5 ? x : NaN))),
      { kind: 'text', name: 'note', values: xs.map(() => 'a') } satisfies Column,
      y,
    ]);
    // A missing x counts as 0.
    const model: Predictor = { ...writes(['w', 'x', 'note'], () => 0), predict: async ({ rows, columns: [w, x] }) => ({ rows, columns: 1, values: Float64Array.from({ length: rows }, (_, i) => (w as { codes: Int32Array }).codes[i]! * ((x as { values: Float64Array }).values[i]! || 0)) }) };
    const { results } = await audit(model, {}, { table: given });
    expect(valueOf(results, 'w × x', 'pairwise')).toBeGreaterThan(0.1);
    expect(resultOf(results, 'note', 'total').estimate).toMatchObject({ value: null, undefinedBecause: '"note" is text, which has no values to set for everybody' });
    expect(resultOf(results, 'w × note', 'pairwise').estimate.value).toBeNull();
  });

  it('of two rows is not estimable, and of one feature has no pairs', async () => {
    const { results } = await audit(writes(['x'], ([x]) => x!), { rows: 3 }, { table: tableOf([numberColumn('x', [1, 2]), numberColumn('y', [1, 2])]) });
    expect(resultOf(results, 'x', 'total').estimate).toMatchObject({ value: null, n: 2, undefinedBecause: expect.stringContaining('three are needed') });
    expect(resultOf(results, undefined, 'pairwise').estimate).toMatchObject({ value: null, undefinedBecause: 'the model reads one feature, which has none to act with' });
  });

  it('of many features looks at the pairs that are named, and says so where none is', async () => {
    const names = Array.from({ length: 16 }, (_, k) => `x${k}`);
    const wide = tableOf([...names.map((name) => numberColumn(name, normals(name))), y]);
    const model = writes(names, (x) => x[0]! * x[1]!);
    const { results } = await audit(model, { rows: 5 }, { table: wide });
    expect(results.filter(({ options }) => options['measure'] === 'total')).toHaveLength(16);
    expect(resultOf(results, undefined, 'pairwise').estimate).toMatchObject({ value: null, undefinedBecause: 'the model reads 16 features, which make 120 pairs; name some in the option "features"' });
    const named = (await audit(model, { rows: 5, features: ['x1', 'x0', 'x7'] }, { table: wide })).results.filter(({ options }) => options['measure'] === 'pairwise');
    expect(named.map(({ feature }) => feature)).toEqual(['x1 × x0', 'x1 × x7', 'x0 × x7']);
    await expect(audit(model, { features: ['x1', 'y'] }, { table: wide })).rejects.toThrow('"y" are asked for, but the model does not read it');
    await expect(audit(model, { features: ['x1', 'x1'] }, { table: wide })).rejects.toThrow('asked for twice');
  });

  it('stops when it is cancelled, and is the same again', async () => {
    const model = writes(['x', 'z'], ([x, z]) => x! * z!);
    await expect(audit(model, {}, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await audit(model, { rows: 20 })).toEqual(await audit(model, { rows: 20 }));
  });
});
