import { contextOf, everyMethod, finish, partialOf, toyCase, type AuditCase } from '../../test/contract/smallAudit.js';
import { faultyResults } from '../../test/contract/faults.js';
import { treeCase } from '../../test/contract/treeCase.js';
import { makePlan, planRequest } from '../audit/plan.js';
import { runTask } from '../audit/run.js';
import type { Json } from '../json.js';
import type { Result } from '../method/result.js';
import type { MethodChoice } from '../method/task.js';
import type { DifferentiablePredictor, Predictor, RescalePredictor } from '../models/predictor.js';
import { judges, localExplainers } from './registry.js';
import { questionsOf } from './timeLimit.js';

const { subject } = toyCase();
const ofExplanations = (methods: readonly MethodChoice[]): MethodChoice[] => methods.filter(({ pillar }) => pillar === 'explainability');
const planned = (timeLimit: number, rowsPerSecond: number | null, ids: readonly string[]): readonly MethodChoice[] =>
  makePlan(subject, 1, { timeLimit, methods: ids.map((method) => ({ pillar: 'explainability' as const, method })) }, rowsPerSecond).methods;
const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

/** The model, and how many rows it was asked about since the last look; a derivative counts as three. */
function counting(model: Predictor): { readonly model: Predictor; take(): number } {
  let asked = 0;
  const count = (rows: { readonly rows: number }, times: number): void => void (asked += times * rows.rows);
  const { gradient, multipliers } = model as Partial<DifferentiablePredictor & RescalePredictor>;
  const counted = {
    ...model,
    predict: (...[rows, signal]: Parameters<Predictor['predict']>) => (count(rows, 1), model.predict(rows, signal)),
    ...(gradient ? { gradient: (...given: Parameters<typeof gradient>) => (count(given[0], 3), gradient(...given)) } : {}),
    ...(multipliers ? { multipliers: (...given: Parameters<typeof multipliers>) => (count(given[0], 3), multipliers(...given)) } : {}),
  } as Predictor;
  return { model: counted, take: () => [asked, (asked = 0)][0]! };
}

it.each<[string, () => AuditCase | Promise<AuditCase>]>([
  ['a model with a derivative', toyCase],
  ['a model of trees', treeCase],
])('counts at least what %s is really asked about, work by work', async (_, make) => {
  const given = await make();
  const { model, take } = counting(given.model!);
  const plan = makePlan(given.subject, 1, everyMethod());
  const { tasks, methods } = plan;
  const asked = new Map<string, number>();
  for (const task of tasks.filter(({ pillar }) => pillar === 'explainability')) {
    await runTask(task, contextOf({ ...given, model }, plan));
    asked.set(task.work, (asked.get(task.work) ?? 0) + take());
  }
  const choices = ofExplanations(methods);
  const counts = questionsOf(given.subject, choices);
  const countedOf = (ids: readonly string[]): number => total(choices.map(({ method }, i) => (ids.includes(method) ? counts[i]! : 0)));
  const locals = localExplainers.map(({ id }) => id).filter((id) => asked.has(id));
  const others = [...asked.keys()].filter((work) => !locals.includes(work));
  expect(others.length).toBeGreaterThan(6);
  const beyond = [
    ...others.map((work) => ({ work, asked: asked.get(work)!, counted: countedOf([work]) })),
    { work: 'explainers and judges', asked: total(locals.map((id) => asked.get(id)!)), counted: countedOf([...locals, ...judges.map(({ id }) => id)]) },
  ].filter((one) => one.asked > one.counted);
  expect(beyond).toEqual([]);
});

it('leaves a plan as it is where there is time enough, or where nobody knows how fast the model is', () => {
  const ids = ['kernelShap', 'lime', 'partialDependence'];
  const free = planned(600, null, ids);
  expect(planned(600, 2 ** 20, ids)).toEqual(free);
  expect(free.some(({ limited }) => limited !== undefined)).toBe(false);
});

it('takes fewer rows of a slow model, then asks less about each, and says so', () => {
  const ids = ['kernelShap', 'lime'];
  const budgets = (rowsPerSecond: number) => planned(60, rowsPerSecond, ids).map(({ options: { rows, coalitions, samples } }) => [rows, coalitions ?? samples]);
  // Of 40 rows: 40 × (512 × 50 + 5,000) = 1,224,000 rows of the model at most.
  expect(budgets(2 ** 15)).toEqual([[40, 512], [40, 5000]]);
  expect(budgets(2 ** 14)).toEqual([[20, 512], [20, 5000]]);
  expect(budgets(2 ** 12)).toEqual([[20, 128], [20, 1250]]);
  const [kernelShap] = planned(60, 2 ** 12, ids);
  expect(kernelShap!.limited).toEqual({ leftOut: false, because: 'the time limit of 60 s leaves 244,757 rows to ask the model about, which answers about 4,096 a second: rows 20 instead of 40, coalitions 128 instead of 512' });
});

it('leaves alone what asks the model nothing', async () => {
  const { subject: trees } = await treeCase();
  const { methods } = makePlan(trees, 1, { timeLimit: 1, methods: ['treeShapLoss', 'kernelShap'].map((method) => ({ pillar: 'explainability' as const, method })) }, 2 ** 17);
  expect(methods.map(({ options: { rows } }) => rows)).toEqual([200, 20]);
});

it('asks no more than the limit allows, whichever it is', () => {
  const { methods: every } = makePlan(subject, 1);
  for (const rowsPerSecond of [2, 64, 2 ** 10, 2 ** 14]) {
    for (const timeLimit of [1, 60]) {
      const { methods } = makePlan(subject, 1, { timeLimit }, rowsPerSecond);
      expect(methods.map(({ method }) => method)).toEqual(every.map(({ method }) => method));
      expect(total(questionsOf(subject, ofExplanations(methods)))).toBeLessThanOrEqual(timeLimit * rowsPerSecond);
    }
  }
});

it('leaves out what asks most where a second is not enough, and says so in place of a number', async () => {
  const given = toyCase();
  const plan = makePlan(given.subject, 1, { timeLimit: 1, methods: ['kernelShap', 'gradientInput', 'faithfulness'].map((method) => ({ pillar: 'explainability', method })) }, 128);
  const { methods, tasks } = plan;
  expect(methods.map(({ limited }) => limited?.leftOut ?? false)).toEqual([true, false, true]);
  expect(new Set(tasks.map(({ work }) => work))).toEqual(new Set(['gradientInput']));
  const partials = new Map<string, Json>();
  for (const task of tasks) partials.set(task.key, await partialOf(task, contextOf(given, plan)));
  const { results, artifacts } = finish(plan, partials);
  const of = (id: string): Result[] => results.filter(({ method }) => method === id);
  expect(of('kernelShap').length).toBeGreaterThan(0);
  for (const id of ['kernelShap', 'faithfulness']) {
    for (const { estimate } of of(id)) expect(estimate).toMatchObject({ value: null, n: 0, undefinedBecause: expect.stringMatching(/^the time limit of 1 s leaves 127 rows to ask the model about, which answers about 128 a second, and this method needs [\d,]+ at least$/) });
  }
  expect(of('gradientInput').some(({ estimate }) => estimate.value !== null)).toBe(true);
  const choice = artifacts.find(({ name }) => name === 'explainability/choice')!.body as unknown as { limits: { method: string; leftOut: boolean }[] };
  expect(choice.limits.map(({ method, leftOut }) => [method, leftOut])).toEqual([['kernelShap', true], ['faithfulness', true]]);
});

it('is silent of stored predictions, and refuses a limit that is none', () => {
  const stored = { ...subject, model: { source: 'predictions' as const, digest: 'sha256:stored', prediction: 'label', score: null } };
  expect(makePlan(stored, 1, { timeLimit: 1, methods: [{ pillar: 'explainability', method: 'kernelShap' }] }, 1).methods[0]!.limited).toBeUndefined();
  for (const timeLimit of [0, -1, NaN, 1e6]) expect(planRequest.safeParse({ timeLimit }).success).toBe(false);
});

it.each([1, 64, 4096])('leaves an answer of every method in one second at %d rows a second', async (rowsPerSecond) => {
  const given = toyCase();
  const plan = makePlan(given.subject, 1, { ...everyMethod(), timeLimit: 1 }, rowsPerSecond);
  const partials = new Map<string, Json>();
  for (const task of plan.tasks.filter(({ pillar }) => pillar === 'explainability')) partials.set(task.key, await partialOf(task, contextOf(given, plan)));
  const own = { ...plan, methods: ofExplanations(plan.methods), tasks: plan.tasks.filter(({ pillar }) => pillar === 'explainability') };
  const { results } = finish(own, partials);
  expect(new Set(results.map(({ method }) => method))).toEqual(new Set(own.methods.map(({ method }) => method)));
  expect(faultyResults(results)).toEqual([]);
  const left = own.methods.filter(({ limited }) => limited?.leftOut === true).length;
  expect(left).toBeGreaterThan(rowsPerSecond === 4096 ? 0 : 10);
  expect(left).toBeLessThan(own.methods.length);
});
