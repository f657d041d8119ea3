import { auditOf, categoryColumn, choose, numberColumn, subjectOf, tableOf, toyPredictor } from '../../test/robustness/toyModels.js';
import type { Column, Table } from '../data/table.js';
import type { JsonObject } from '../json.js';
import type { Artifact, Result } from '../method/result.js';
import { plainGrouping, type Subject } from '../method/subject.js';
import type { Predictor } from '../models/predictor.js';
import { randomStream } from '../random/stream.js';
import { explainability } from './driver.js';

const n = 200;
const draws = randomStream(6).child('data');
const xs = Array.from({ length: n }, (_, i) => draws.child('x').normal(i));
const zs = Array.from({ length: n }, (_, i) => draws.child('z').normal(i));
const levels = ['a', 'b', 'c', 'd'];
const words = Array.from({ length: n }, (_, i) => levels[draws.child('w').integer(i, 3)]!);
const y = numberColumn('y', xs.map((_, i) => i));
const table = tableOf([numberColumn('x', xs), numberColumn('z', zs), categoryColumn('w', levels, words), y]);

/** A regression written out. */
function writes(features: readonly string[], value: (x: readonly number[]) => number): Predictor {
  return { ...toyPredictor({ features, classes: ['value'], score: (x) => [value(x)] }), task: 'regression' };
}

async function audit(model: Predictor, options: JsonObject = {}, changed: { table?: Table; subject?: Partial<Subject>; seed?: number; signal?: AbortSignal } = {}) {
  const given = changed.table ?? table;
  const about: Subject = { ...subjectOf(given, model, 'y'), label: { kind: 'number', column: 'y', favourable: null }, ...changed.subject };
  return auditOf(explainability, { table: given, model, subject: about, methods: [choose(explainability, 'accumulatedLocalEffects', { rows: n, replicates: 100, ...options })], seed: changed.seed ?? 1, ...(changed.signal ? { signal: changed.signal } : {}) });
}

interface Curves { features: { feature: string; kind: string; grid: (number | string)[]; points: { effect: number; lower: number | null; upper: number | null }[]; counts: number[] | null }[] }
interface Surfaces { pairs: { features: string[]; edges: number[][]; effects: number[][]; counts: number[][] | null }[] }
const bodyOf = <T>(artifacts: readonly Artifact[], name: string): T => artifacts.find((artifact) => artifact.name === `explainability/accumulatedLocalEffects/${name}`)!.body as unknown as T;
const estimateOf = (results: readonly Result[], feature: string, measure: string) => {
  const { estimate } = results.find((result) => result.feature === feature && result.options['measure'] === measure)!;
  if (estimate.value === null) throw new Error(estimate.undefinedBecause);
  return estimate;
};

describe('of 2 x + effect(w), which nothing else acts on', () => {
  const effect = [1, 3, 0];
  const model = writes(['x', 'w'], ([x, w]) => 2 * x! + effect[w!]!);

  it('curves have its slopes and steps, about 0, and there is nothing to be unsure of', async () => {
    const { results, artifacts } = await audit(model, { bins: 10 });
    const [ofX, ofW] = bodyOf<Curves>(artifacts, 'curves').features;
    const grid = ofX!.grid as number[];
    expect([grid[0], grid.at(-1), grid.length]).toEqual([Math.min(...xs), Math.max(...xs), 11]);
    expect(ofX!.counts).toEqual(Array.from({ length: 10 }, () => 20));
    ofX!.points.slice(1).forEach(({ effect: here }, k) => expect(here - ofX!.points[k]!.effect).toBeCloseTo(2 * (grid[k + 1]! - grid[k]!), 12));
    const middles = grid.slice(1).map((upper, k) => upper + grid[k]!); // twice the middle, which is what 2 x is there
    const mean = middles.reduce((sum, middle) => sum + middle / 10, 0);
    expect(estimateOf(results, 'x', 'importance').value).toBeCloseTo(Math.sqrt(middles.reduce((sum, middle) => sum + (middle - mean) ** 2 / 10, 0)), 12);
    const range = estimateOf(results, 'x', 'range');
    expect(range.value).toBeCloseTo(2 * (Math.max(...xs) - Math.min(...xs)), 12);
    expect(range.interval!.upper - range.interval!.lower).toBeLessThan(1e-12);
    const meanEffect = words.reduce((sum, word) => sum + effect[levels.indexOf(word)]! / n, 0);
    expect([...ofW!.grid].sort()).toEqual(['a', 'b', 'c']);
    ofW!.grid.forEach((level, k) => {
      expect(ofW!.points[k]!.effect).toBeCloseTo(effect[levels.indexOf(level as string)]! - meanEffect, 12);
      expect(ofW!.counts![k]).toBe(words.filter((word) => word === level).length);
    });
    expect(estimateOf(results, 'w', 'range').value).toBeCloseTo(3, 12);
  });
});

it('gives a feature nothing for what another does that goes with it', async () => {
  // z is nearly x. The model reads x alone, and is odd where no row is: where the two differ.
  const twin = tableOf([numberColumn('x', xs), numberColumn('z', xs.map((x, i) => x + 0.01 * zs[i]!)), y]);
  const model = writes(['x', 'z'], ([x, z]) => x! + (Math.abs(x! - z!) > 2 ? 100 : 0));
  const { results } = await audit(model, { bins: 20 }, { table: twin });
  expect(estimateOf(results, 'z', 'range').value).toBe(0);
  expect(estimateOf(results, 'x', 'range').value).toBeLessThan(10);
});

describe('of two features together', () => {
  const pairs = [['x', 'z']];

  it('an additive model does nothing', async () => {
    const { results } = await audit(writes(['x', 'z'], ([x, z]) => x! ** 2 - 3 * z!), { pairs });
    expect(estimateOf(results, 'x × z', 'interaction').value).toBeLessThan(1e-12);
    expect(estimateOf(results, 'x × z', 'interaction').interval!.upper).toBeLessThan(1e-12);
  });

  it('a product does just that, cell by cell, less what either does alone', async () => {
    const { results, artifacts } = await audit(writes(['x', 'z'], ([x, z]) => x! * z! + 5 * x!), { pairs, pairBins: 6 });
    const [{ edges, effects, counts }] = bodyOf<Surfaces>(artifacts, 'surfaces').pairs as [Surfaces['pairs'][number]];
    expect([edges[0]!.length, edges[1]!.length, effects.length, effects[0]!.length, counts!.length, counts!.flat().length]).toEqual([7, 7, 7, 7, 6, 36]);
    expect(counts!.flat().reduce((sum, count) => sum + count)).toBe(n);
    for (let k = 1; k <= 6; k++) {
      for (let l = 1; l <= 6; l++) {
        const mixed = effects[k]![l]! - effects[k - 1]![l]! - effects[k]![l - 1]! + effects[k - 1]![l - 1]!;
        expect(mixed).toBeCloseTo((edges[0]![k]! - edges[0]![k - 1]!) * (edges[1]![l]! - edges[1]![l - 1]!), 12);
      }
    }
    // Of two independent standard normals the product less its parts has standard deviation 1; bins of a sixth of the rows flatten its ends.
    const { value } = estimateOf(results, 'x × z', 'interaction');
    expect(value).toBeGreaterThan(0.7);
    expect(value).toBeLessThan(1.3);
  });

  it('says why not, of a category, a constant or no values', async () => {
    const odd = tableOf([...table.columns, numberColumn('one', xs.map(() => 1)), numberColumn('none', xs.map(() => NaN))]);
    const model = writes(['x', 'w', 'one', 'none'], ([x]) => x!);
    const { results } = await audit(model, { pairs: [['x', 'w'], ['x', 'one'], ['none', 'x']] }, { table: odd });
    expect(results.filter(({ options }) => options['measure'] === 'interaction').map(({ estimate }) => estimate)).toMatchObject([
      { value: null, undefinedBecause: expect.stringContaining('two numbers') },
      { value: null, undefinedBecause: '"one" is one value among the drawn rows' },
      { value: null, undefinedBecause: 'no drawn row has values of both features' },
    ]);
  });

  it('refuses a feature that the model does not read, and one with itself', async () => {
    const model = writes(['x', 'z'], ([x]) => x!);
    await expect(audit(model, { pairs: [['x', 'w']] })).rejects.toThrow('the model does not read "w"; it reads "x", "z"');
    await expect(audit(model, { pairs: [['x', 'x']] })).rejects.toThrow('name two features');
  });
});

describe('at the edges', () => {
  const model = writes(['x', 'z'], ([x, z]) => x! * z!);

  it('one row, or one with a value, has no interval and so no number', async () => {
    const { results, artifacts } = await audit(model, { rows: 1 });
    expect(results.every(({ estimate }) => estimate.value === null && estimate.n === 1)).toBe(true);
    expect(bodyOf<Curves>(artifacts, 'curves').features[0]!.points).toEqual([{ effect: 0, lower: null, upper: null }]);
    const lone = tableOf([numberColumn('x', xs.map((x, i) => (i === 3 ? x : NaN))), numberColumn('z', zs), y]);
    const { results: ofLone } = await audit(writes(['x', 'z'], () => 0), {}, { table: lone });
    expect(ofLone[0]).toMatchObject({ estimate: { value: null, n: 1 }, counts: { rows: 1, rowsWithoutValue: n - 1 } });
  });

  it('of one value, of one level and of a model that reads nothing: 0', async () => {
    const constant = tableOf([numberColumn('x', xs.map(() => 3)), numberColumn('z', zs), categoryColumn('w', levels, xs.map(() => 'c')), y]);
    const { results } = await audit(writes(['x', 'z', 'w'], () => 0.3), {}, { table: constant });
    expect(results).toHaveLength(6);
    for (const { estimate } of results) expect(estimate).toMatchObject({ value: 0, n, interval: { lower: 0, upper: 0 } });
  });

  it('rows without a value are left out and counted; a feature without any, a text and too many levels say so', async () => {
    const many = Array.from({ length: 60 }, (_, k) => `level ${k}`);
    const given = tableOf([
      numberColumn('x', xs.map((x, i) => (i % 4 ? x : NaN))),
      numberColumn('none', xs.map(() => NaN)),
      { kind: 'text', name: 'note', values: xs.map((_, i) => `note ${i}`) } satisfies Column,
      categoryColumn('many', many, xs.map((_, i) => many[i % 60]!)),
      y,
    ]);
    const reads: Predictor = { ...writes(['x', 'none', 'note', 'many'], () => 0), predict: async ({ rows }) => ({ rows, columns: 1, values: new Float64Array(rows) }) };
    const { results } = await audit(reads, {}, { table: given });
    expect(results[0]).toMatchObject({ estimate: { n: 150 }, counts: { rows: 150, rowsWithoutValue: 50 } });
    expect(results.filter(({ options }) => options['measure'] === 'range').slice(1).map(({ estimate }) => (estimate.value === null ? estimate.undefinedBecause : ''))).toEqual([
      'no drawn row has a value of the feature',
      'the feature is text, which has no values to step through',
      'the drawn rows have 60 levels of the feature, more than the 50 that are put in an order; join the rare ones',
    ]);
  });

  it('withholds how many rows are in a bin where small groups are withheld', async () => {
    const { artifacts } = await audit(model, { pairs: [['x', 'z']] }, { subject: { grouping: { ...plainGrouping, withholdBelow: 10 } } });
    expect(bodyOf<Curves>(artifacts, 'curves').features.map(({ counts }) => counts)).toEqual([null, null]);
    expect(bodyOf<Surfaces>(artifacts, 'surfaces').pairs[0]!.counts).toBeNull();
  });

  it('stops when it is cancelled', async () => {
    await expect(audit(model, {}, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('is the same for the same seed, and draws other rows for another', async () => {
    expect(await audit(model, { rows: 40 })).toEqual(await audit(model, { rows: 40 }));
    expect((await audit(model, { rows: 40 }, { seed: 0 })).results).not.toEqual((await audit(model, { rows: 40 })).results);
  });
});
