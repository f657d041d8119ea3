import { auditOf, categoryColumn, choose, numberColumn, subjectOf, tableOf, toyPredictor } from '../../test/robustness/toyModels.js';
import type { JsonObject } from '../json.js';
import { randomStream } from '../random/stream.js';
import { explainability } from './driver.js';
import { shares } from './weightOnSides.js';

// People have b about a and d about c; half are of group 1, which tells nothing of the rest. "free" is as it likes.
const n = 400;
const draws = randomStream(4).child('data');
const normal = (name: string, i: number): number => draws.child(name).normal(i);
const features = ['a', 'b', 'c', 'd', 'group', 'free'];
const table = tableOf([
  numberColumn('a', Array.from({ length: n }, (_, i) => normal('a', i))),
  numberColumn('b', Array.from({ length: n }, (_, i) => normal('a', i) + 0.05 * normal('b', i))),
  numberColumn('c', Array.from({ length: n }, (_, i) => normal('c', i))),
  numberColumn('d', Array.from({ length: n }, (_, i) => normal('c', i) + 0.05 * normal('d', i))),
  categoryColumn('group', ['g0', 'g1'], Array.from({ length: n }, (_, i) => `g${draws.child('group').integer(i, 2)}`)),
  numberColumn('free', Array.from({ length: n }, (_, i) => normal('free', i))),
  categoryColumn('y', ['no', 'yes'], Array.from({ length: n }, (_, i) => (i % 2 === 0 ? 'yes' : 'no'))),
]);
const of = (score: (x: readonly number[]) => number) => toyPredictor({ features, classes: ['no', 'yes'], score: (x) => [1 - score(x), score(x)] });
const isReal = ([a, b, c, d]: readonly number[]): boolean => Math.abs(a! - b!) < 0.3 && Math.abs(c! - d!) < 0.3;
const check = async (score: (x: readonly number[]) => number, options: JsonObject = {}, seed = 1) => {
  const model = of(score);
  const { results, artifacts } = await auditOf(explainability, { table, model, subject: subjectOf(table, model, 'y', { group: 'protected' }), methods: [choose(explainability, 'offManifold', { rows: 120, changes: 3, replicates: 200, ...options })], seed });
  return { of: (measure: string) => results.find(({ options: own }) => own['measure'] === measure)!.estimate, body: artifacts[0]!.body as unknown as { found: boolean | null; sentence: string; features: { feature: string; real: number | null }[] } };
};

it('compares shares over features that could be changed on both sides', () => {
  expect(shares([3, 1, null, 5], [1, 1, 7, null], [true, false, false, false])).toEqual({ real: 0.75, madeUp: 0.5 });
  expect(shares([0, 0], [1, 1], [true, false])).toBeNull();
});

it.each(['replaced', 'independent'] as const)('finds the model of Slack et al. that is biased towards people and innocent towards rows made up (%s)', async (drawing) => {
  const found = await check((x) => (isReal(x) ? x[4]! : x[5]! > 0 ? 1 : 0), { drawing });
  expect(found.body.found).toBe(true);
  expect(found.body.sentence).toContain('group');
  expect(found.of('shareReal').value).toBeGreaterThan(0.8);
  expect(found.of('shareMadeUp').value).toBeLessThan(0.4);
  expect(found.of('detectorAccuracy').value).toBeGreaterThan(0.7);
});

it('raises no alarm over thirty honest models', async () => {
  // A logistic model, a step and a small tree each, with weights drawn anew. No alarm in thirty: a rate of at most 11 % (Wilson, 95 %).
  let alarms = 0;
  for (let k = 0; k < 10; k++) {
    const w = features.map((_, j) => draws.child('weights').child(k).normal(j));
    const sum = (x: readonly number[]): number => x.reduce((total, value, j) => total + w[j]! * value, 0);
    const tree = (x: readonly number[]): number => (x[k % 4]! > 0 ? (x[4] === 1 ? 0.9 : 0.6) : x[5]! > w[0]! ? 0.3 : 0.1);
    for (const score of [(x: readonly number[]) => 1 / (1 + Math.exp(-sum(x))), (x: readonly number[]) => (sum(x) > 0 ? 1 : 0), tree]) if ((await check(score, { replicates: 100 }, k + 2)).body.found === true) alarms++;
  }
  expect(alarms).toBe(0);
});

it('says what cannot be told', async () => {
  const flat = await check(() => 0.5);
  expect(flat.of('shareDifference')).toMatchObject({ value: null, undefinedBecause: 'the answer changes with no feature that could be changed on both sides' });
  expect(flat.body.found).toBeNull();
  const model = of((x) => (x[5]! > 0 ? 1 : 0));
  const because = (options: JsonObject, roles = {}) => explainability.combine(null, [], { subject: subjectOf(table, model, 'y', roles), methods: [choose(explainability, 'offManifold', options)], random: randomStream(0) }).results[0]?.estimate;
  expect(because({})).toMatchObject({ undefinedBecause: 'the model reads no protected column; the option "columns" can name features to compare' });
  expect(because({ columns: features })).toMatchObject({ undefinedBecause: 'the columns compared are all that the model reads, so their share is all of it' });
  expect(() => explainability.tasks(subjectOf(table, model, 'y'), [choose(explainability, 'offManifold', { columns: ['e'] })], randomStream(0))).toThrow('offManifold is to compare the column "e", which the model does not read.');
});
