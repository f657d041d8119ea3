import { localExplainers } from '../../src/explainability/registry.js';
import { outcomesWork } from '../../src/fairness/outcomesWork.js';
import { regressionWork } from '../../src/fairness/regressionWork.js';
import { canonicalJson } from '../../src/audit/digest.js';
import { drivers } from '../../src/audit/drivers.js';
import { driverOf, makePlan, planRequest } from '../../src/audit/plan.js';
import { worksOf } from '../../src/audit/run.js';
import { everyMethod, toyCase } from './smallAudit.js';
import { treeCase } from './treeCase.js';

const { subject } = toyCase();
const refusal = (code: string, ...words: string[]): Error => expect.objectContaining({ name: 'ExplainError', code, message: expect.stringMatching(new RegExp(words.join('.*'), 's')) }) as unknown as Error;

it('is plain data, equal for equal requests, with every default written out', () => {
  const plan = makePlan(subject, 7);
  expect(JSON.parse(canonicalJson(plan))).toEqual(JSON.parse(JSON.stringify(plan)));
  expect(canonicalJson(makePlan(subject, 7))).toBe(canonicalJson(plan));
  for (const { pillar, method, version, options } of plan.methods) {
    const info = driverOf(pillar).methods.find(({ id }) => id === method)!;
    expect(version).toBe(info.version);
    expect(options).toEqual(info.options.parse(options));
  }
});

it('names every method for classes that does not wait to be asked for, when it is asked for none', () => {
  const ofNumbers = new Set(regressionWork.methods.map(({ id }) => id).filter((id) => !outcomesWork.methods.some((method) => method.id === id)));
  const ofOtherModels = new Set<string>(localExplainers.filter((explainer) => explainer.chosenBecause(subject) === null).map(({ id }) => id));
  const { methods } = makePlan(subject, 1);
  expect(methods.map(({ pillar, method }) => `${pillar}/${method}`)).toEqual(drivers.flatMap(({ pillar, methods: own }) => own.filter(({ id, onRequest }) => onRequest !== true && !ofNumbers.has(id) && !ofOtherModels.has(id)).map(({ id }) => `${pillar}/${id}`)));
});

it.each([toyCase, treeCase])('gives tasks keys of their own, and rows that the data have', async (make) => {
  const given = await make();
  const plan = makePlan(given.subject, 1, everyMethod());
  expect(new Set(plan.tasks.map(({ key }) => key)).size).toBe(plan.tasks.length);
  for (const { key, pillar, work, rows } of plan.tasks) {
    expect(key).toMatch(new RegExp(`^${pillar}/${work}/\\d+$`));
    const indices = rows.kind === 'indices' ? rows.indices : rows.kind === 'range' ? [rows.from, rows.to - 1] : [];
    expect(indices.every((index) => Number.isSafeInteger(index) && index >= 0 && index < given.table.rows)).toBe(true);
    if (rows.kind === 'indices') expect(new Set(indices).size).toBe(indices.length);
  }
  // Some works read the partial results of others; each task is one work's own.
  expect(worksOf(plan).flatMap(({ work, tasks }) => tasks.filter((task) => task.work === work))).toEqual(plan.tasks);
});

it('asks only what is asked: one method, one pillar', () => {
  const plan = makePlan(subject, 1, { methods: [{ pillar: 'fairness', method: 'selectionRate' }] });
  expect(plan.methods.map(({ method }) => method)).toEqual(['selectionRate']);
  expect(new Set(plan.tasks.map(({ pillar }) => pillar))).toEqual(new Set(['fairness']));
  expect(worksOf(plan).map(({ pillar, work }) => [pillar, work])).toEqual([['fairness', 'groupedOutcomes'], ['fairness', null]]);
});

it('draws rows by the seed, and takes 0 for a seed', () => {
  const rows = (seed: number): unknown => makePlan(subject, seed, everyMethod()).tasks.map((task) => task.rows);
  expect(rows(0)).toEqual(rows(0));
  expect(rows(0)).not.toEqual(rows(1));
  expect(rows(2 ** 32)).not.toEqual(rows(0));
  expect(makePlan(subject, 0).seed).toBe(0);
});

describe('refuses', () => {
  it.each([-1, 1.5, NaN, Infinity, 2 ** 53])('the seed %d', (seed) => {
    expect(() => makePlan(subject, seed)).toThrow(refusal('BAD_PLAN', 'seed', String(seed)));
  });

  it('a method it does not know, and lists those it does', () => {
    expect(() => makePlan(subject, 1, { methods: [{ pillar: 'fairness', method: 'goodness' }] })).toThrow(refusal('BAD_PLAN', 'goodness', 'selectionRate'));
    expect(() => makePlan(subject, 1, { methods: [{ pillar: 'robustness', method: 'selectionRate' }] })).toThrow(refusal('BAD_PLAN', 'selectionRate', 'gaussianNoise'));
  });

  it('a pillar it does not know', () => {
    expect(() => driverOf('beauty')).toThrow(refusal('BAD_PLAN', 'beauty', 'fairness'));
    expect(planRequest.safeParse({ methods: [{ pillar: 'beauty', method: 'selectionRate' }] }).success).toBe(false);
  });

  it('a method that is named twice, with other options too', () => {
    const twice = [{ pillar: 'fairness' as const, method: 'selectionRate' }, { pillar: 'fairness' as const, method: 'selectionRate', options: { level: 0.9 } }];
    expect(() => makePlan(subject, 1, { methods: twice })).toThrow(refusal('BAD_PLAN', 'fairness/selectionRate', 'twice'));
  });

  it('a request that names no method, or says something else', () => {
    expect(planRequest.safeParse({ methods: [] }).success).toBe(false);
    expect(planRequest.safeParse({ method: 'selectionRate' }).success).toBe(false);
    expect(planRequest.parse({})).toEqual({});
  });

  it.each(drivers.flatMap(({ pillar, methods }) => methods.map(({ id }) => ({ pillar, id }))))('an option that $pillar/$id does not have', ({ pillar, id }) => {
    expect(() => makePlan(subject, 1, { methods: [{ pillar, method: id, options: { notAnOption: 1 } }] })).toThrow(refusal('BAD_OPTIONS', id, 'notAnOption'));
  });

  it.each([0, 1, -0.5, '0.95', null])('the coverage %p', (level) => {
    expect(() => makePlan(subject, 1, { methods: [{ pillar: 'fairness', method: 'selectionRate', options: { level } }] })).toThrow(refusal('BAD_OPTIONS', 'selectionRate', 'level'));
  });
});
