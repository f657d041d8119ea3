import type { CategoryColumn, Column, ColumnInfo, ColumnRole, NumberColumn, Table } from '../../src/data/table.js';
import { memorySource } from '../../src/data/memorySource.js';
import { asStrings, columnOf } from '../../src/data/select.js';
import type { Json, JsonObject } from '../../src/json.js';
import type { Outcome } from '../../src/method/result.js';
import { plainGrouping, type Subject } from '../../src/method/subject.js';
import type { Driver, MethodChoice, TaskContext } from '../../src/method/task.js';
import type { LinearForm } from '../../src/models/linear.js';
import { capabilitiesOf, isDifferentiable, type DifferentiablePredictor, type LinearPredictor, type Predictor, type RescalePredictor } from '../../src/models/predictor.js';
import { exp } from '../../src/elementary/exponential.js';
import { matrix, type Matrix } from '../../src/numeric/matrix.js';
import { randomStream } from '../../src/random/stream.js';

/** Small models written out, so that what an attack ought to find can be worked out by hand. */

export function numberColumn(name: string, values: readonly number[]): Column {
  return { kind: 'number', name, values: Float64Array.from(values) };
}

export function categoryColumn(name: string, levels: readonly string[], values: readonly (string | null)[]): CategoryColumn {
  return { kind: 'category', name, levels, codes: Int32Array.from(values, (value) => (value === null ? -1 : levels.indexOf(value))) };
}

export function tableOf(columns: readonly Column[]): Table {
  const [first] = columns;
  return { rows: first.kind === 'category' ? first.codes.length : first.values.length, columns };
}

/** As ingest would count it. */
export function infoOf(column: Column, role: ColumnRole): ColumnInfo {
  const texts = asStrings(column).filter((value) => value !== null);
  const levels = [...new Set(texts)].sort();
  const base = { name: column.name, kind: column.kind, role, missing: tableOf([column]).rows - texts.length };
  if (column.kind !== 'number') return { ...base, levels: column.kind === 'category' ? column.levels : levels, numbers: null };
  const values = [...column.values].filter((value) => !Number.isNaN(value));
  if (values.length === 0) return { ...base, levels: [], numbers: null };
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const standardDeviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length - 1));
  const numbers = { min: Math.min(...values), max: Math.max(...values), mean, standardDeviation, integer: values.every(Number.isInteger) };
  return { ...base, levels: levels.length > 64 ? null : levels, numbers };
}

const runtime = { library: 'written out', version: '1', backend: 'test', precision: 'float64' } as const;

/** Scores of a row of numbers (categories by code), and their derivative where there is one: [classes][features]. */
export interface Toy {
  readonly features: readonly string[];
  readonly classes: readonly string[];
  readonly threshold?: number;
  /** The answer may be the same array each time: it is copied at once. */
  score(x: readonly number[]): ArrayLike<number>;
  slopes?(x: readonly number[]): number[][];
}

export function toyPredictor({ features, classes, threshold = 0.5, score, slopes }: Toy): Predictor {
  // Columns are looked up once a table: some tests ask about a million rows.
  const rowsOf = (table: Table): ((i: number) => number[]) => {
    const columns = features.map((name) => {
      const column = columnOf(table, name);
      if (column.kind === 'text') throw new Error('a toy reads no text');
      return column.kind === 'number' ? column.values : column.codes;
    });
    return (i) => columns.map((values) => values[i]);
  };
  const predictor: Predictor = {
    format: 'onnx',
    task: classes.length === 2 ? 'binary' : 'multiclass',
    classes,
    features,
    threshold,
    runtime,
    async predict(table) {
      const scores = matrix(table.rows, classes.length);
      const rowOf = rowsOf(table);
      for (let i = 0; i < table.rows; i++) scores.values.set(score(rowOf(i)), i * classes.length);
      return scores;
    },
    async dispose() {},
  };
  if (!slopes) return predictor;
  return {
    ...predictor,
    numberFeatures: features,
    async gradient(table, cotangent) {
      const gradient = matrix(table.rows, features.length);
      const rowOf = rowsOf(table);
      for (let i = 0; i < table.rows; i++) {
        slopes(rowOf(i)).forEach((slope, k) => {
          slope.forEach((value, j) => (gradient.values[i * features.length + j] += cotangent.values[i * classes.length + k] * value));
        });
      }
      return gradient;
    },
  } as DifferentiablePredictor;
}

/** P(class 1) = 1 ÷ (1 + exp(−(w · x + b))). */
export function linearToy(features: readonly string[], weights: readonly number[], intercept: number, classes = ['no', 'yes']): Predictor {
  const p = (x: readonly number[]): number => 1 / (1 + exp(-weights.reduce((sum, w, j) => sum + w * x[j], intercept)));
  const model = toyPredictor({
    features,
    classes,
    score: (x) => [1 - p(x), p(x)],
    slopes: (x) => {
      const slope = p(x) * (1 - p(x));
      return [weights.map((w) => -w * slope), weights.map((w) => w * slope)];
    },
  });
  const numbers = (rows: Table): number[][] => Array.from({ length: rows.rows }, (_, i) => features.map((name) => (columnOf(rows, name) as NumberColumn).values[i]));
  const margin = (x: readonly number[]): number => weights.reduce((sum, w, j) => sum + w * x[j], intercept);
  const multipliers = async (rows: Table, reference: Table, cotangent: Matrix): Promise<Matrix> => {
    const others = numbers(reference);
    const slopes = numbers(rows).map((x, i) => {
      const way = margin(x) - margin(others[i]);
      return Math.abs(way) < 1e-9 ? p(x) * (1 - p(x)) : (p(x) - p(others[i])) / way;
    });
    return matrix(rows.rows, weights.length, Float64Array.from(slopes.flatMap((slope, i) => weights.map((w) => w * slope * (cotangent.values[2 * i + 1] - cotangent.values[2 * i])))));
  };
  const linear: LinearForm = {
    features: features.map((column) => ({ encode: 'number', column, subtract: 0, divide: 1 })),
    coefficients: matrix(2, weights.length, Float64Array.of(...weights.map((w) => -w), ...weights)),
    intercepts: Float64Array.of(-intercept, intercept),
  };
  return { ...model, linear, multipliers } as LinearPredictor & RescalePredictor;
}

export function subjectOf(table: Table, model: Predictor, label: string, roles: Readonly<Record<string, ColumnRole>> = {}): Subject {
  const columns = table.columns.map((column) => infoOf(column, roles[column.name] ?? (column.name === label ? 'label' : 'feature')));
  const classes = [...new Set(asStrings(columnOf(table, label)).filter((value) => value !== null))].sort();
  return {
    dataset: { digest: 'sha256:data', rows: table.rows, columns },
    model: {
      source: 'file',
      digest: 'sha256:model',
      mapping: null,
      format: model.format,
      task: model.task,
      classes: model.classes,
      features: model.features,
      numberFeatures: isDifferentiable(model) ? model.numberFeatures : [],
      capabilities: capabilitiesOf(model),
      threshold: model.threshold,
      runtime: model.runtime,
    },
    label: { column: label, classes, positive: model.classes[1], favourable: model.classes[1] },
    protected: columns.filter(({ role }) => role === 'protected').map(({ name }) => name),
    grouping: plainGrouping,
    modelCard: null,
  };
}

export function choose(driver: Driver, method: string, options: JsonObject = {}): MethodChoice {
  const info = driver.methods.find(({ id }) => id === method)!;
  return { pillar: driver.pillar, method, version: info.version, options: info.options.parse(options) as JsonObject };
}

export interface AuditOf {
  readonly table: Table;
  readonly model: Predictor;
  readonly subject: Subject;
  readonly methods: readonly MethodChoice[];
  readonly seed?: number;
  /** Rows of a task, instead of the driver's own. */
  readonly chunk?: number;
  readonly signal?: AbortSignal;
}

/** Plan, run and combine, as an audit does. */
export async function auditOf(driver: Driver, { table, model, subject, methods, seed = 1, chunk, signal }: AuditOf): Promise<Outcome & { partials: Json[] }> {
  const random = randomStream(seed);
  const context: TaskContext = {
    subject,
    methods,
    model,
    data: memorySource(table, subject.dataset.columns),
    random,
    signal: signal ?? new AbortController().signal,
    progress: () => {},
  };
  const planned = driver.tasks(subject, methods, random);
  const outcomes: Outcome[] = [];
  const all: Json[] = [];
  const byWork = new Map<string, Json[]>();
  for (const work of new Set(planned.map((task) => task.work))) {
    const own = planned.filter((task) => task.work === work);
    const indices = own.flatMap(({ rows }) => (rows.kind === 'indices' ? rows.indices : []));
    const size = chunk ?? indices.length;
    const tasks = chunk === undefined ? own : Array.from({ length: Math.ceil(indices.length / size) }, (_, k) => ({ ...own[0], key: `${work}/${k}`, rows: { kind: 'indices' as const, indices: indices.slice(k * size, (k + 1) * size) } }));
    const partials: Json[] = [];
    for (const task of tasks) partials.push(JSON.parse(JSON.stringify(await driver.run(task, context))) as Json);
    outcomes.push(driver.combine(work, partials, { subject, methods, random: randomStream(0) }));
    byWork.set(work, partials);
    all.push(...partials);
  }
  for (const { work, reads } of driver.readers?.(subject, methods) ?? []) {
    const partials = [...byWork].flatMap(([id, own]) => (reads.includes(id) ? own : []));
    outcomes.push(driver.combine(work, partials, { subject, methods, random: randomStream(0) }));
  }
  outcomes.push(driver.combine(null, [], { subject, methods, random: randomStream(0) }));
  return { results: outcomes.flatMap((o) => o.results), artifacts: outcomes.flatMap((o) => o.artifacts), partials: all };
}
