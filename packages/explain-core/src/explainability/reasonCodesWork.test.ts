import { auditOf, categoryColumn, choose, linearToy, numberColumn, subjectOf, tableOf, toyPredictor } from '../../test/robustness/toyModels.js';
import type { JsonObject } from '../json.js';
import type { Artifact, Result } from '../method/result.js';
import type { Predictor } from '../models/predictor.js';
import { wilson } from '../numeric/wilson.js';
import { randomStream } from '../random/stream.js';
import { explainability } from './driver.js';
import type { ReasonedRow } from './reasonRows.js';

const n = 80;
const draws = randomStream(2).child('data');
const names = ['a', 'b', 'c', 'd', 'e', 'unread'];
const weights = [2, -1.5, 1, 0.5, 0.25, 0];
const x = names.map((name) => Array.from({ length: n }, (_, i) => draws.child(name).normal(i)));
const table = tableOf([
  ...names.map((name, j) => numberColumn(name, x[j]!)),
  categoryColumn('sex', ['f', 'm'], Array.from({ length: n }, (_, i) => (i % 2 === 0 ? 'f' : 'm'))),
  categoryColumn('y', ['no', 'yes'], Array.from({ length: n }, (_, i) => (i % 3 === 0 ? 'yes' : 'no'))),
]);
const linear = linearToy(names, weights, 0);
const subject = subjectOf(table, linear, 'y', { sex: 'protected' });
const audit = (options: JsonObject = {}, model: Predictor = linear, about = subject, chunk?: number) =>
  auditOf(explainability, { table, model, subject: about, methods: [choose(explainability, 'reasonCodes', options)], ...(chunk ? { chunk } : {}) });
const rowsOf = (artifacts: readonly Artifact[]) => (artifacts.find(({ name }) => name === 'explainability/reasonCodes/rows')!.body as unknown as { rows: ReasonedRow[] }).rows;
const find = (results: readonly Result[], measure: string, where: Partial<Result> = {}) =>
  results.find((r) => r.options['measure'] === measure && r.feature === where.feature && r.group === where.group && r.attribute === where.attribute)!;

it('names the most negative w (x − mean) of a linear model, four at most, of rows decided otherwise', async () => {
  const { results, artifacts } = await audit();
  const mean = x.map((values) => values.reduce((a, b) => a + b) / n);
  const rows = rowsOf(artifacts);
  // All 80 rows are drawn, and all are background.
  const decided = Array.from({ length: n }, (_, i) => i).filter((i) => weights.reduce((sum, w, j) => sum + w * x[j]![i]!, 0) < 0);
  expect(rows.map(({ row }) => row)).toEqual(decided);
  for (const { row, reasons } of rows) {
    const phi = names.map((name, j) => ({ name, value: weights[j]! * (x[j]![row]! - mean[j]!) })).filter(({ value }) => value < 0).sort((p, q) => p.value - q.value);
    expect(reasons.map(({ feature }) => feature)).toEqual(phi.slice(0, 4).map(({ name }) => name));
    reasons.forEach(({ change }, k) => expect(change).toBeCloseTo(phi[k]!.value, 10));
  }
  const withA = rows.filter(({ reasons }) => reasons.some(({ feature }) => feature === 'a'));
  expect(find(results, 'frequency', { feature: 'a' })).toMatchObject({ estimate: { value: withA.length / rows.length, n: rows.length, interval: wilson(withA.length, rows.length, 0.95) }, counts: { numerator: withA.length, denominator: rows.length } });
  const women = rows.filter(({ groups }) => groups[0] === 'f');
  expect(find(results, 'frequency', { feature: 'a', attribute: 'sex', group: 'f' }).counts).toEqual({ numerator: withA.filter(({ groups }) => groups[0] === 'f').length, denominator: women.length });
  expect(find(results, 'frequencyDifference', { feature: 'a', attribute: 'sex' }).test).toMatchObject({ name: 'chiSquarePermutation' });
  expect(results.some(({ feature }) => feature === 'unread')).toBe(false);
  expect(find(results, 'stable').estimate).toMatchObject({ value: 1, exact: expect.stringContaining('nothing was drawn') });
  expect(find(results, 'used').estimate).toMatchObject({ value: 1, interval: { method: 'wilson' } });
  expect(artifacts.find(({ name }) => name === 'explainability/reasonCodes/frequencies')!.body).toMatchObject({ explainer: 'linearShap', drawn: 80, unfavourable: decided.length, withoutReasons: 0 });
});

it('finds reasons that act only together: mending one alone changes nothing', async () => {
  // Favourable only where both a and b are above −0.3; who has neither is told both.
  const both = toyPredictor({ features: ['a', 'b'], classes: ['no', 'yes'], score: ([a, b]) => (a! > -0.3 && b! > -0.3 ? [0.1, 0.9] : [0.9, 0.1]) });
  const { results, artifacts } = await audit({}, both, subjectOf(table, both, 'y'));
  const rows = rowsOf(artifacts);
  const neither = rows.filter(({ row }) => x[0]![row]! <= -0.3 && x[1]![row]! <= -0.3);
  expect(neither.length).toBeGreaterThan(0);
  for (const { reasons } of neither) expect(reasons.map(({ feature, moves, effect }) => ({ feature, moves, effect })).sort((p, q) => (p.feature < q.feature ? -1 : 1))).toEqual([{ feature: 'a', moves: false, effect: 0 }, { feature: 'b', moves: false, effect: 0 }]);
  expect(find(results, 'used').counts).toEqual({ numerator: rows.length - neither.length, denominator: rows.length });
  expect(find(results, 'raises').counts).toEqual({ numerator: rows.length - neither.length, denominator: rows.length });
});

it('redraws what was drawn, and is the same whatever the pieces', async () => {
  const wide = Array.from({ length: 14 }, (_, j) => `v${j}`);
  const many = tableOf([...wide.map((name) => numberColumn(name, Array.from({ length: n }, (_, i) => draws.child(name).normal(i)))), table.columns[6]!, table.columns[7]!]);
  // Products of pairs, so that few drawn sets do not tell all.
  const odd = toyPredictor({ features: wide, classes: ['no', 'yes'], score: (v) => { const p = 1 / (1 + Math.exp(-v.reduce((sum, value, j) => sum + value * v[(j + 1) % v.length]!, 0))); return [1 - p, p]; } });
  const given = { table: many, model: odd, subject: subjectOf(many, odd, 'y', { sex: 'protected' }), methods: [choose(explainability, 'reasonCodes', { rows: 12, redraws: 2 })] };
  const whole = await auditOf(explainability, given);
  const pieces = await auditOf(explainability, { ...given, chunk: 5 });
  expect([pieces.results, pieces.artifacts]).toEqual([whole.results, whole.artifacts]);
  const rows = rowsOf(whole.artifacts);
  expect(rows.every(({ redraws, reasons }) => redraws === 2 && reasons.every(({ kept }) => [0, 0.5, 1].includes(kept)))).toBe(true);
  expect(find(whole.results, 'stable').counts).toEqual({ numerator: rows.filter(({ reasons, isStable }) => isStable && reasons.every(({ kept }) => kept === 1)).length, denominator: rows.length });
});

it('says why there are none', async () => {
  const kind = toyPredictor({ features: ['a'], classes: ['no', 'yes'], score: () => [0, 1] });
  const { results } = await audit({}, kind, subjectOf(table, kind, 'y', { sex: 'protected' }));
  expect(results.map(({ options, estimate }) => [options['measure'], estimate.value === null && estimate.undefinedBecause]).slice(0, 2)).toEqual([['frequency', 'the model decides all drawn rows favourably'], ['stable', 'the model decides all drawn rows favourably']]);
  const harsh = toyPredictor({ features: ['a'], classes: ['no', 'yes'], score: () => [1, 0] });
  expect(find((await audit({}, harsh, subjectOf(table, harsh, 'y'))).results, 'used').estimate).toEqual({ value: null, n: 0, undefinedBecause: 'no drawn row of unfavourable outcome has a reason' });
  const because = (about: typeof subject, options: JsonObject = {}) => explainability.combine(null, [], { subject: about, methods: [choose(explainability, 'reasonCodes', options)], random: randomStream(0) }).results.map(({ estimate }) => estimate.value === null && estimate.undefinedBecause)[0];
  expect(because(subject, { explainer: 'treeShap' })).toBe('treeShap cannot explain this model');
  expect(because({ ...subject, label: { kind: 'number', column: 'a', favourable: 'higher' } })).toBe('a number is no outcome that could be unfavourable; reasons are told of decisions');
});
