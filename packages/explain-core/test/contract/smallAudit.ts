import { z } from 'zod';
import { drivers } from '../../src/audit/drivers.js';
import { makePlan, type Plan, type PlanRequest } from '../../src/audit/plan.js';
import { auditDigest, auditRecord } from '../../src/audit/record.js';
import { combineWork, joinOutcomes, runTask, worksOf } from '../../src/audit/run.js';
import { memorySource } from '../../src/data/memorySource.js';
import { columnOf } from '../../src/data/select.js';
import type { Column, NumberColumn, Table } from '../../src/data/table.js';
import type { Json } from '../../src/json.js';
import type { Artifact, Result } from '../../src/method/result.js';
import { classLabelOf, type Subject } from '../../src/method/subject.js';
import type { Task, TaskContext } from '../../src/method/task.js';
import { decide } from '../../src/models/decide.js';
import { loadModel } from '../../src/models/load.js';
import type { Predictor } from '../../src/models/predictor.js';
import { matrix } from '../../src/numeric/matrix.js';
import { randomStream } from '../../src/random/stream.js';
import type { ModelFixture } from '../fixtureOf.js';
import { categoryColumn, infoOf, linearToy, subjectOf, tableOf } from '../robustness/toyModels.js';

/** Everything an audit needs, in memory. */
export interface AuditCase {
  readonly subject: Subject;
  readonly table: Table;
  readonly model: Predictor | null;
}

const ROWS = 60;

/**
 * A model with a derivative over three numbers, one of them whole, and two protected columns that it does not read. Labels are what the model would say
 * with another intercept, turned round for every seventh row; a few labels and groups are missing.
 */
export function toyCase(): AuditCase {
  const draws = randomStream(20);
  const column = (name: string, value: (i: number) => number): NumberColumn => ({ kind: 'number', name, values: Float64Array.from({ length: ROWS }, (_, i) => value(i)) });
  const features = [
    column('income', (i) => 30 + 8 * draws.child('income').normal(i)),
    column('debt', (i) => 10 + 4 * draws.child('debt').normal(i)),
    column('years', (i) => draws.child('years').integer(i, 12)),
  ];
  const model = linearToy(['income', 'debt', 'years'], [0.25, -0.5, 0.1], -3);
  const x = features.map(({ values }) => values);
  const labels = Array.from({ length: ROWS }, (_, i) => {
    if (i % 19 === 0) return null;
    const says = 0.25 * x[0][i] - 0.5 * x[1][i] + 0.1 * x[2][i] > 3;
    return says !== (i % 7 === 3) ? 'yes' : 'no';
  });
  const among = (name: string, levels: readonly string[]): Column =>
    categoryColumn(name, levels, Array.from({ length: ROWS }, (_, i) => (i % 23 === 5 ? null : levels[draws.child(name).integer(i, levels.length)])));
  const table = tableOf([...features, among('gender', ['f', 'm']), among('region', ['east', 'north', 'west']), categoryColumn('label', ['no', 'yes'], labels)]);
  return { table, model, subject: subjectOf(table, model, 'label', { gender: 'protected', region: 'protected' }) };
}

/** Rows like those of `toyCase`, with another model or other values: the label's classes are declared with the data set, also where no row has one. */
export function labelledCase(table: Table, model: Predictor): AuditCase {
  const made = subjectOf(table, model, 'label', { gender: 'protected', region: 'protected' });
  return { table, model, subject: { ...made, label: { ...classLabelOf(made), classes: ['no', 'yes'] } } };
}

/** What a model gets that reads 0 where a number is missing. */
export function missingAsZero(rows: Table): Table {
  return { ...rows, columns: rows.columns.map((column) => (column.kind === 'number' ? { ...column, values: column.values.map((value) => (Number.isNaN(value) ? 0 : value)) } : column)) };
}

/** A trained model of trees over numbers and categories, on rows of the data it was trained on. */
export async function treeCaseOf({ bytes, mapping, table: rows }: ModelFixture): Promise<AuditCase> {
  const columns = rows.columns.map((column) => infoOf(column, 'feature'));
  const model = await loadModel(bytes, { mapping: mapping!, columns });
  const scores = await model.predict(rows);
  const labels = Array.from({ length: rows.rows }, (_, i) => {
    const decision = decide(model, scores, i);
    return model.classes[i % 5 === 1 ? 1 - decision : decision];
  });
  const table = tableOf([...rows.columns, categoryColumn('credit_risk', model.classes, labels)]);
  const modelCard = { modelDetails: { name: 'Credit risk', owners: ' ' }, trainingData: { datasets: 'German credit' } };
  return { table, model, subject: { ...subjectOf(table, model, 'credit_risk', { personal_status: 'protected' }), modelCard } };
}

/** The same rows, with the decisions of the model stored as a column and no model to ask. */
export async function storedCase(): Promise<AuditCase> {
  const { table, model, subject } = toyCase();
  const scores = await model!.predict(table);
  const decisions = Array.from({ length: table.rows }, (_, i) => model!.classes[decide(model!, scores, i)]);
  const stored = tableOf([...table.columns, categoryColumn('decision', model!.classes, decisions)]);
  return {
    table: stored,
    model: null,
    subject: {
      ...subject,
      dataset: { ...subject.dataset, columns: [...subject.dataset.columns, infoOf(columnOf(stored, 'decision'), 'prediction')] },
      model: { source: 'predictions', digest: 'sha256:stored', prediction: 'decision', score: null },
    },
  };
}

/** The same rows, with a model that predicts income from the other numbers. A few incomes are missing; years are cut into ranges to be groups. */
export function numberCase(): AuditCase {
  const { table: rows, model: classifier } = toyCase();
  const table = tableOf(rows.columns.map((column) => (column.kind === 'number' && column.name === 'income' ? { ...column, values: column.values.map((value, i) => (i % 17 === 4 ? NaN : value)) } : column)));
  const model: Predictor = {
    format: 'lightgbmText',
    task: 'regression',
    classes: ['value'],
    features: ['debt', 'years'],
    threshold: 0.5,
    runtime: classifier!.runtime,
    predict: async (asked) => {
      const [debt, years] = ['debt', 'years'].map((name) => (columnOf(asked, name) as NumberColumn).values) as [Float64Array, Float64Array];
      return matrix(asked.rows, 1, debt.map((value, i) => 24 + 0.4 * value + 0.3 * years[i]!));
    },
    dispose: async () => undefined,
  };
  const subject = subjectOf(table, model, 'income', { gender: 'protected', region: 'protected' });
  return {
    table,
    model,
    subject: { ...subject, label: { kind: 'number', column: 'income', favourable: 'higher' }, protected: ['gender', 'years'], grouping: { ...subject.grouping, cuts: { years: [4, 8] } } },
  };
}

/** Those predictions stored as a column and no model to ask. */
export async function storedNumberCase(): Promise<AuditCase> {
  const { table, model, subject } = numberCase();
  const stored = tableOf([...table.columns, { kind: 'number', name: 'guess', values: (await model!.predict(table)).values }]);
  return {
    table: stored,
    model: null,
    subject: {
      ...subject,
      dataset: { ...subject.dataset, columns: [...subject.dataset.columns, infoOf(columnOf(stored, 'guess'), 'prediction')] },
      model: { source: 'predictions', digest: 'sha256:stored', prediction: 'guess', score: null },
    },
  };
}

/** Sizes small enough for a walk over all methods to take seconds, by the option's name. */
const SMALL: Readonly<Record<string, number>> = { rows: 12, background: 10, coalitions: 40, samples: 200, subsets: 10, queries: 30, draws: 5, minLeaf: 3, minCovered: 3, replicates: 100, permutations: 99 };

/** Every method there is, as small as its options allow. */
export function everyMethod(): PlanRequest {
  return {
    methods: drivers.flatMap(({ pillar, methods }) =>
      methods.map(({ id, options }) => {
        const { properties = {} } = z.toJSONSchema(options, { io: 'input' }) as { properties?: Readonly<Record<string, { minimum?: number }>> };
        const small = Object.entries(SMALL).filter(([name]) => name in properties);
        return { pillar, method: id, options: Object.fromEntries(small.map(([name, size]) => [name, Math.max(size, properties[name].minimum ?? size)])) };
      }),
    ),
  };
}

export function contextOf({ subject, table, model }: AuditCase, plan: Plan, signal = new AbortController().signal): TaskContext {
  return {
    subject,
    methods: plan.methods,
    model,
    data: memorySource(table, subject.dataset.columns),
    random: randomStream(plan.seed),
    signal,
    progress: () => undefined,
  };
}

/** One task, its partial result written and read again as between processes. */
export async function partialOf(task: Task, context: TaskContext): Promise<Json> {
  return JSON.parse(JSON.stringify(await runTask(task, context))) as Json;
}

export interface Finished {
  readonly digest: string;
  readonly results: readonly Result[];
  readonly artifacts: readonly Artifact[];
}

export function finish(plan: Plan, partials: ReadonlyMap<string, Json>): Finished {
  const outcomes = worksOf(plan).map((work) => combineWork(plan, work, work.tasks.map(({ key }) => partials.get(key)!)));
  const { results, artifacts } = joinOutcomes(outcomes);
  return { digest: auditDigest(auditRecord(plan, results, artifacts)), results, artifacts };
}

/** A whole audit, its tasks done in the order that `arrange` puts them in. */
export async function audit(given: AuditCase, request: PlanRequest, seed = 1, arrange: (tasks: readonly Task[]) => readonly Task[] = (tasks) => tasks): Promise<Finished> {
  const plan = makePlan(given.subject, seed, request);
  const context = contextOf(given, plan);
  const partials = new Map<string, Json>();
  for (const task of arrange(plan.tasks)) partials.set(task.key, await partialOf(task, context));
  return finish(plan, partials);
}
