import { rowsTable } from '../../test/explainability/germanReference.js';
import { auditOf, categoryColumn, choose, linearToy, numberColumn, subjectOf, tableOf } from '../../test/robustness/toyModels.js';
import { changeRules, type ChangeRules } from '../method/changeRules.js';
import { randomStream } from '../random/stream.js';
import { z } from 'zod';
import { explainability } from './driver.js';
import { neighbourhood, together } from './neighbours.js';
import { relativeStability, sensitivity, worstSets } from './stability.js';

const given = (...contributions: number[]) => ({ contributions });

it('has the largest change by hand, relative to the explanation and to the distance', () => {
  // Changes 5 and 1 of an explanation of size 5; distances 2 and 0.1.
  expect(sensitivity(given(3, 4), [given(6, 8), given(3, 5)], [2, 0.1])).toEqual({ maxSensitivity: 1, lipschitz: 10 });
  expect(sensitivity(given(0, 0), [given(1, 0)], [0.5])).toEqual({ maxSensitivity: null, lipschitz: 2 });
  expect(sensitivity(given(1, 0), [], [])).toEqual({ maxSensitivity: null, lipschitz: null });
});

it('has the relative stabilities by hand, over what changes by a share of itself', () => {
  // The explanation changes by 50 % and 20 %, the row by 10 %, the answer by 3 and 4.
  const own = { contributions: [2, -5], x: [10, NaN], h: [0, 1] };
  const share = Math.hypot(0.5, 0.2);
  const found = relativeStability(own, [{ contributions: [3, -4], x: [11, NaN], h: [3, 5] }]);
  expect(found.relativeInputStability).toBeCloseTo(share / 0.1, 12);
  expect(found.relativeOutputStability).toBeCloseTo(share / 5, 12);
  // The worst neighbour counts; one with the same answer says nothing of the answer.
  const worse = relativeStability(own, [{ contributions: [3, -4], x: [11, NaN], h: [3, 5] }, { contributions: [4, -5], x: [10.5, NaN], h: [0, 1] }]);
  expect(worse.relativeInputStability).toBeCloseTo(1 / 0.05, 10);
  expect(worse.relativeOutputStability).toBeCloseTo(share / 5, 12);
});

it('leaves out what has no relative change, and says nothing where nothing is left', () => {
  const own = { contributions: [0, 2], x: [0, 4], h: [Infinity, 1] };
  expect(relativeStability(own, [{ contributions: [1, 3], x: [5, 5], h: [Infinity, 1.5] }])).toEqual({ relativeInputStability: 0.5 / 0.25, relativeOutputStability: 0.5 / 0.5 });
  expect(relativeStability(own, [])).toEqual({ relativeInputStability: null, relativeOutputStability: null });
  expect(relativeStability({ ...own, contributions: [0, 0] }, [{ contributions: [1, 1], x: [0, 5], h: [0, 2] }])).toEqual({ relativeInputStability: null, relativeOutputStability: null });
});

it('takes the least alike of the neighbours for what survives', () => {
  expect(worstSets(given(5, 4, 1, 0), [given(5, 4, 1, 0), given(5, 1, 4, 0)], 2)).toBeCloseTo(1 / 3, 12);
  expect(worstSets(given(5, 4, 1, 0), [], 2)).toBeNull();
});

const n = 60;
const draws = randomStream(9).child('data');
const table = tableOf([
  numberColumn('a', Array.from({ length: n }, (_, i) => draws.child('a').normal(i))),
  numberColumn('whole', Array.from({ length: n }, (_, i) => 10 * draws.child('w').integer(i, 40))),
  numberColumn('same', Array.from({ length: n }, () => 7)),
  numberColumn('age', Array.from({ length: n }, (_, i) => 20 + draws.child('age').integer(i, 40))),
  categoryColumn('y', ['no', 'yes'], Array.from({ length: n }, (_, i) => (i % 2 === 0 ? 'yes' : 'no'))),
]);
const names = ['a', 'whole', 'same', 'age'];
const model = linearToy(names, [0.5, 0.002, 0, 0.001], 0);
const subject = { ...subjectOf(table, model, 'y', { age: 'protected' }), grouping: { ...subjectOf(table, model, 'y').grouping, cuts: { age: [40] } } };
const rules: ChangeRules = z.object(changeRules).parse({});

it('draws neighbours within the rules: whole numbers, bounds, what is frozen or missing', () => {
  const { rows, distances } = neighbourhood(subject, rules, 0.2).near(rowsTable(names, [[0.1, 100, 7, 30]]), 200, randomStream(1));
  const [a, whole, same, age] = rows.columns.map((column) => (column.kind === 'number' ? [...column.values] : []));
  const [spreadA, spreadWhole] = ['a', 'whole'].map((name) => subject.dataset.columns.find((info) => info.name === name)!.numbers!.standardDeviation) as [number, number];
  expect(rows.rows).toBe(200);
  expect(a!.every((value) => Math.abs(value - 0.1) <= 0.2 * spreadA)).toBe(true);
  expect(whole!.every((value) => Number.isInteger(value) && Math.abs(value - 100) <= 0.2 * spreadWhole + 0.5)).toBe(true);
  expect(new Set(whole).size).toBeGreaterThan(10);
  expect([new Set(same), new Set(age)]).toEqual([new Set([7]), new Set([30])]);
  expect(distances[0]).toBeCloseTo(Math.hypot((a![0]! - 0.1) / spreadA, (whole![0]! - 100) / spreadWhole), 12);
  const missing = neighbourhood(subject, { ...rules, freeze: ['whole'] }, 0.2).near(rowsTable(names, [[NaN, 100, 7, 30]]), 5, randomStream(1));
  expect(missing.rows.rows).toBe(0);
  const up = neighbourhood(subject, { ...rules, increaseOnly: ['a'] }, 0.2).near(rowsTable(names, [[0.1, 100, 7, 30]]), 50, randomStream(1)).rows.columns[0]!;
  expect(up.kind === 'number' && up.values.every((value) => value >= 0.1)).toBe(true);
});

it('steps by the whole radius along the derivative and against it, within the rules', () => {
  const { along, near } = neighbourhood(subject, rules, 0.2);
  const [spreadA, spreadWhole] = ['a', 'whole'].map((name) => subject.dataset.columns.find((info) => info.name === name)!.numbers!.standardDeviation) as [number, number];
  const row = rowsTable(names, [[0.1, 100, 7, 30]]);
  const { rows, distances } = along(row, [1, -1, 0, 1]);
  const [a, whole, same, age] = rows.columns.map((column) => (column.kind === 'number' ? [...column.values] : []));
  expect(a).toEqual([expect.closeTo(0.1 + 0.2 * spreadA, 12), expect.closeTo(0.1 - 0.2 * spreadA, 12)]);
  expect(whole).toEqual([Math.round(100 - 0.2 * spreadWhole), Math.round(100 + 0.2 * spreadWhole)]);
  // Protected, so it stays, whatever its derivative.
  expect([same, age]).toEqual([[7, 7], [30, 30]]);
  expect(distances).toHaveLength(2);
  expect(along(row, [0, 0, 1, 1]).rows.rows).toBe(0);
  const both = together(near(row, 3, randomStream(1)), along(row, [1, 0, 0, 0]));
  expect([both.rows.rows, both.distances.length]).toEqual([5, 5]);
  expect(both.rows.columns[0]!.kind === 'number' && both.rows.columns[0]!.values.slice(3)).toEqual(Float64Array.of(0.1 + 0.2 * spreadA, 0.1 - 0.2 * spreadA));
});

it('finds an exact explainer of a nearly straight model stable, and says what redraws differ in', async () => {
  const methods = [choose(explainability, 'exactShap', { rows: 12, background: 10 }), choose(explainability, 'lime', { rows: 12, samples: 50 }), choose(explainability, 'stability', { neighbours: 4, minGroupRows: 2 })];
  const { results } = await auditOf(explainability, { table, model, subject, methods });
  const of = (explainer: string, measure: string) => results.find(({ method, options, group, attribute }) => method === 'stability' && options['explainer'] === explainer && options['measure'] === measure && group === undefined && attribute === undefined)!.estimate.value!;
  expect(of('exactShap', 'redrawJaccard')).toBe(1);
  expect(of('exactShap', 'redrawRankOverlap')).toBeCloseTo(1, 12);
  expect(of('lime', 'redrawRankOverlap')).toBeLessThan(1);
  // Of φ_j = w_j (x_j − mean_j) times the sigmoid's slope, at most ¼: no contribution changes faster than w_j sd_j ÷ 4 and what the slope's own change adds.
  expect(of('exactShap', 'lipschitz')).toBeLessThan(0.25);
  expect(of('exactShap', 'maxSensitivity')).toBeLessThan(of('lime', 'maxSensitivity'));
});

it('refuses rules about columns that are not there', () => {
  expect(() => explainability.tasks(subject, [choose(explainability, 'exactShap'), choose(explainability, 'stability', { freeze: ['b'] })], randomStream(0))).toThrow('The option freeze names the column "b", which the data set does not have.');
});
