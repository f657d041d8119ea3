import { z } from 'zod';
import { asStrings, columnOf, takeColumns } from '../data/select.js';
import type { Table } from '../data/table.js';
import { ExplainError, throwIfCancelled } from '../errors.js';
import { drawRows } from '../method/rows.js';
import { classLabelOf, type Subject } from '../method/subject.js';
import type { Task, TaskContext } from '../method/task.js';
import { indicesOf, modelFor } from '../method/taskInputs.js';
import { decide } from '../models/decide.js';
import { mixedDistances, type DistancesFrom, type MixedColumns } from '../numeric/mixedDistance.js';
import type { RandomStream } from '../random/stream.js';
import { drawnWeights } from './rowWeights.js';
import { sampledGroups, type SampledGroups } from './sampledGroups.js';

/** What counts as similar people: of every method that compares rows with each other. */
export const similarityOptions = {
  rows: z.number().int().min(2).max(10_000).default(2000).describe('Rows drawn from the data and compared with each other; all of them if there are fewer.'),
  distance: z.enum(['gower', 'euclidean']).default('gower').describe('Gower: mean over columns of differences between 0 and 1. Euclidean: numbers as they are, categories as if written one-hot.'),
  scale: z.enum(['range', 'mad']).default('range').describe('What Gower divides numbers by: their range among the drawn rows, or their median absolute deviation.'),
  columns: z.array(z.string()).min(1).max(1000).optional().describe('Columns that say who is similar; left out: what the model reads, or the feature columns where it cannot be asked.'),
  protectedColumns: z.enum(['leaveOut', 'use']).default('leaveOut').describe('Whether protected columns among them say who is similar.'),
  level: z.number().gt(0).lt(1).default(0.95).describe('Coverage of the intervals.'),
};
export type SimilarityOptions = z.output<z.ZodObject<typeof similarityOptions>>;

/** What is compared among similar people. */
export type Compared = 'decision' | 'score' | 'label';

/** Drawn rows, what is said of each, and how far apart they are. */
export interface SimilarRows {
  /** [n] row of the data. */
  readonly rows: readonly number[];
  /** [n]: 1 or 0 for the favourable decision or label or not, or the score. */
  readonly values: Float64Array;
  /** [n]: above 0, 1 where rows are not weighted. */
  readonly weights: Float64Array;
  readonly distancesFrom: DistancesFrom;
  readonly groups: readonly SampledGroups[];
  /** Drawn rows about which nothing is said (no label, say), or that weigh nothing. */
  readonly leftOut: number;
}

/** One task with every row: each is compared with all others. */
export function similarityTask(work: string, subject: Subject, rows: number, random: RandomStream): Task {
  const indices = drawRows(subject, rows, random.child('fairness').child('rows'));
  return { key: `fairness/${work}/0`, pillar: 'fairness', work, rows: { kind: 'indices', indices }, options: {} };
}

/** Why rows of this subject cannot be compared; null when they can. Throws BAD_OPTIONS for columns that are not there. */
export function incomparableBecause(subject: Subject, options: SimilarityOptions, compared: Compared): string | null {
  const { model, label, dataset } = subject;
  if (dataset.rows === 0) return 'the data set has no rows';
  if (label.kind === 'number' || (model.source === 'file' && model.task === 'regression')) return 'the model predicts a number, and this method is about predicted classes';
  const unknown = (options.columns ?? []).find((name) => !dataset.columns.some((column) => column.name === name));
  if (unknown !== undefined) throw new ExplainError('BAD_OPTIONS', `There is no column "${unknown}" to compare people by; the columns are ${dataset.columns.map(({ name }) => `"${name}"`).join(', ')}.`);
  if (similarityColumns(subject, options).length === 0) return 'no column is left that could say who is similar: texts are not compared, and protected columns only where the option says so';
  if (compared !== 'score' || model.source === 'file') return null;
  if (model.score === null) return 'the stored predictions have no scores; decisions can be compared instead';
  if (label.positive !== label.favourable && label.classes.length > 2) return `the stored scores are about "${label.positive}", not about the favourable outcome "${label.favourable}"`;
  const numbers = dataset.columns.find(({ name }) => name === model.score)?.numbers;
  if (numbers && (numbers.min < 0 || numbers.max > 1)) return `the stored scores reach from ${numbers.min} to ${numbers.max} and are no probabilities; decisions can be compared instead`;
  return null;
}

/** Columns that say who is similar, in the data's order. */
export function similarityColumns(subject: Subject, { columns, protectedColumns }: SimilarityOptions): string[] {
  const { model, dataset, label, grouping, protected: names } = subject;
  const said = model.source === 'predictions' ? [model.prediction, model.score] : [];
  const isWanted = (name: string, role: string): boolean => {
    if (columns) return columns.includes(name);
    if (model.source === 'file') return model.features.includes(name);
    // What rows weigh and which belong together says nothing about people.
    return (role === 'feature' || role === 'protected') && name !== grouping.weight && name !== grouping.cluster;
  };
  return dataset.columns
    .filter(({ name, role, kind }) => kind !== 'text' && isWanted(name, role) && name !== label.column && !said.includes(name) && (protectedColumns === 'use' || !names.includes(name)))
    .map(({ name }) => name);
}

export async function readSimilarRows(task: Task, context: TaskContext, options: SimilarityOptions, compared: Compared): Promise<SimilarRows> {
  const { subject, data, signal } = context;
  throwIfCancelled(signal);
  const { model: source } = subject;
  const asked = compared === 'label' ? [] : source.source === 'file' ? source.features : [source.prediction, ...(source.score === null ? [] : [source.score])];
  const columns = similarityColumns(subject, options);
  const indices = indicesOf(task);
  const table = await data.take(indices, [...new Set([...columns, ...asked, ...subject.protected, subject.label.column])]);
  const values = await valuesOf(table, task, context, compared);
  const weights = await drawnWeights(context, indices);
  const kept = Int32Array.from(values.keys()).filter((i) => !Number.isNaN(values[i]!) && weights[i]! > 0);
  const own = await data.take(Int32Array.from(kept, (i) => indices[i]!), [...new Set([...columns, ...subject.protected])]);
  return {
    rows: Array.from(kept, (i) => indices[i]!),
    values: Float64Array.from(kept, (i) => values[i]!),
    weights: Float64Array.from(kept, (i) => weights[i]!),
    distancesFrom: mixedDistances(mixedColumns(takeColumns(own, columns)), options.distance, options.scale),
    groups: sampledGroups(own, subject),
    leftOut: indices.length - kept.length,
  };
}

/** NaN where nothing is said. */
async function valuesOf(table: Table, task: Task, context: TaskContext, compared: Compared): Promise<Float64Array> {
  const { subject, signal } = context;
  const { column, favourable, positive } = classLabelOf(subject);
  const isFavourable = (name: string): Float64Array => Float64Array.from(asStrings(columnOf(table, name)), (value) => (value === null ? NaN : value === favourable ? 1 : 0));
  if (compared === 'label') return isFavourable(column);
  const { model: source } = subject;
  if (source.source === 'predictions') {
    if (compared === 'decision') return isFavourable(source.prediction);
    const scores = columnOf(table, source.score!);
    if (scores.kind !== 'number') throw new ExplainError('BAD_DATA', `The score column "${scores.name}" holds words; it must hold numbers.`);
    return positive === favourable ? scores.values : scores.values.map((score) => 1 - score);
  }
  const model = modelFor(task, context);
  const wanted = model.classes.indexOf(favourable);
  const scores = await model.predict(takeColumns(table, model.features), signal);
  if (scores.rows !== table.rows) throw new ExplainError('BAD_PREDICTION', `The model answered ${scores.rows} rows when asked ${table.rows}; it must answer every row.`);
  return Float64Array.from({ length: table.rows }, (_, i) => (compared === 'decision' ? (decide(model, scores, i) === wanted ? 1 : 0) : scores.values[i * scores.columns + wanted]!));
}

function mixedColumns({ columns }: Table): MixedColumns {
  return {
    numbers: columns.flatMap((column) => (column.kind === 'number' ? [column.values] : [])),
    codes: columns.flatMap((column) => (column.kind === 'category' ? [column.codes] : [])),
  };
}
