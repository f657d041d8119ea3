import { asStrings, columnOf } from '../../data/select.js';
import type { ColumnInfo, Table } from '../../data/table.js';
import { throwIfCancelled } from '../../errors.js';
import { drawRows, pieces } from '../../method/rows.js';
import { classLabelOf, type Subject } from '../../method/subject.js';
import type { Task, TaskContext } from '../../method/task.js';
import { modelFor } from '../../method/taskInputs.js';
import { decisionsOf } from '../decisions.js';
import { flipAxis, flipsOf, readProtected, type FlipAxis } from '../flip.js';
import { cubeAxes } from '../outcomeCube.js';
import { positions } from '../readOutcomes.js';
import { partOfName, partOfRow } from '../sampleParts.js';
import type { SliceDiscoveryOptions, SliceLoss } from '../sliceDiscovery.js';
import { binColumn, type ColumnBins } from './bins.js';

/** What discovery keeps of the drawn rows: a byte for each row and column, and a byte for each loss. */
export interface DrawnRows {
  readonly rows: number;
  readonly bins: readonly ColumnBins[];
  /** [columns][rows] */
  readonly codes: readonly Uint8Array[];
  /** Columns that slices are not made of, and why. */
  readonly leftOut: readonly { readonly column: string; readonly because: string }[];
  /** [rows]: 0 for the discovery half, 1 for the confirmation half. */
  readonly half: Uint8Array;
  /** [rows]: the part of the sample that the row's cluster is in; null where rows are independent. */
  readonly parts: Uint16Array | null;
  /** [rows]: 0, 1, or NO_LOSS where it cannot be said. */
  readonly losses: ReadonlyMap<SliceLoss, Uint8Array>;
}

export const NO_LOSS = 255;

/** Rows read, and given to the model, at once. */
const BATCH_ROWS = 8192;
/** Rows that show where to cut a column; more hardly move a cut. */
const SAMPLE_ROWS = 20_000;
const SAMPLE_COLUMNS = 64;
/** Most values that a protected column is given in turn; of more, so many are drawn. */
const FLIP_VALUES = 20;

/** Reads the drawn rows once in batches, and some of them before to see where to cut. */
export async function readDrawnRows(task: Task, context: TaskContext, losses: readonly SliceLoss[], options: SliceDiscoveryOptions): Promise<DrawnRows> {
  const { subject, data, signal } = context;
  const draws = context.random.child('fairness').child('sliceDiscovery');
  const indices = Int32Array.from(drawRows(subject, options.rows, draws.child('rows')));
  const n = indices.length;
  const { bins, leftOut } = await findBins(context, sortedSample(indices, draws.child('cuts').sample(n, Math.min(n, SAMPLE_ROWS))), options.columns);
  const flipped = losses.includes('flip') ? sampleFlags(n, draws.child('flips').sample(n, Math.min(n, options.flipRows))) : null;
  const asked = askedColumns(subject);
  const { cluster } = subject.grouping;
  const columns = [...new Set([...bins.map(({ column }) => column), classLabelOf(subject).column, ...asked, ...(cluster === null ? [] : [cluster])])];
  const codes = bins.map(() => new Uint8Array(n));
  const half = new Uint8Array(n);
  const parts = cluster === null ? null : new Uint16Array(n);
  const found = new Map(losses.map((loss) => [loss, new Uint8Array(n).fill(NO_LOSS)]));
  const halves = draws.child('halves');
  for (let from = 0; from < n; from += BATCH_ROWS) {
    throwIfCancelled(signal);
    const own = indices.subarray(from, Math.min(n, from + BATCH_ROWS));
    const table = n === subject.dataset.rows ? await data.read(from, from + own.length, columns) : await data.take(own, columns);
    bins.forEach((binned, c) => codes[c].set(binned.codesOf(columnOf(table, binned.column)), from));
    const names = cluster === null ? null : asStrings(columnOf(table, cluster));
    own.forEach((row, i) => {
      const name = names?.[i] ?? null;
      const draw = name === null ? halves.uniform(row) : halves.child(name).uniform(0);
      half[from + i] = draw < 0.5 ? 0 : 1;
      if (parts !== null) parts[from + i] = name === null ? partOfRow(row) : partOfName(name);
    });
    await readLosses(task, context, table, own, from, found, flipped);
    context.progress(from + own.length, n);
  }
  return { rows: n, bins, codes, leftOut, half, parts, losses: found };
}

function sortedSample(indices: Int32Array, places: Int32Array): Int32Array {
  return places.map((place) => indices[place]).sort();
}

function sampleFlags(n: number, places: Int32Array): Uint8Array {
  const flags = new Uint8Array(n);
  for (const place of places) flags[place] = 1;
  return flags;
}

function askedColumns({ model }: Subject): readonly string[] {
  return model.source === 'file' ? model.features : [model.prediction];
}

/** Losses of one batch, written behind `from`. */
async function readLosses(task: Task, context: TaskContext, table: Table, rows: Int32Array, from: number, found: ReadonlyMap<SliceLoss, Uint8Array>, flipped: Uint8Array | null): Promise<void> {
  const { subject, signal } = context;
  const label = classLabelOf(subject);
  const axes = cubeAxes(subject);
  const decisions = await decisionsOf(task, context, table, (i) => rows[i]);
  const selection = found.get('selection');
  const favourable = axes.predicted.indexOf(label.favourable);
  selection?.set(Uint8Array.from(decisions, (decision) => (decision === favourable ? 0 : 1)), from);
  const error = found.get('error');
  if (error) {
    const labels = positions(columnOf(table, label.column), axes.labels, 'BAD_DATA', 'Label');
    decisions.forEach((decision, i) => (error[from + i] = labels[i] < 0 ? NO_LOSS : axes.predicted[decision] === axes.labels[labels[i]] ? 0 : 1));
  }
  const flip = found.get('flip');
  if (!flip || flipped === null) return;
  const places = [...rows.keys()].filter((i) => flipped[from + i] === 1);
  if (places.length === 0) return;
  const some = await context.data.take(places.map((i) => rows[i]), modelFor(task, context).features);
  const { decisions: before, axes: flips } = await flipsOf(modelFor(task, context), some, flipAxes(context), label.favourable, signal);
  places.forEach((i, at) => {
    flip[from + i] = flips.some((axis) => axis.decisions.some((after, r) => axis.own[at] !== r && after[at] !== before[at])) ? 1 : 0;
  });
}

function flipAxes({ subject, random }: TaskContext): FlipAxis[] {
  return readProtected(subject).map((name) => {
    const axis = flipAxis(subject, name);
    if (axis.replacements.length <= FLIP_VALUES) return axis;
    const kept = random.child('fairness').child('sliceDiscovery').child('values').child(name).sample(axis.replacements.length, FLIP_VALUES).sort();
    return { ...axis, replacements: Array.from(kept, (r) => axis.replacements[r]) };
  });
}

/** The bins of every column that slices may be made of. Columns are sampled some at a time: few enough to hold, many enough that stored data are not read over and over. */
async function findBins({ subject, data, signal }: TaskContext, sample: Int32Array, named: readonly string[]): Promise<Pick<DrawnRows, 'bins' | 'leftOut'>> {
  const bins: ColumnBins[] = [];
  const leftOut: { column: string; because: string }[] = [];
  for (const infos of pieces(sliceColumns(subject, named), SAMPLE_COLUMNS)) {
    throwIfCancelled(signal);
    const table = await data.take(sample, infos.map(({ name }) => name));
    for (const info of infos) {
      const binned = binColumn(info, columnOf(table, info.name), subject.grouping.cuts[info.name] ?? null);
      if (binned === null) leftOut.push({ column: info.name, because: info.levels === null && info.kind !== 'number' ? 'too many different values to be told apart' : 'every row has the same value' });
      else bins.push(binned);
    }
  }
  return { bins, leftOut };
}

/** The columns that may define slices. What the model answers, what is true, and what rows weigh or belong to say nothing about people. */
export function sliceColumns({ dataset, label, model, grouping, protected: names }: Subject, named: readonly string[]): ColumnInfo[] {
  const held = [label.column, grouping.weight, grouping.cluster, ...(model.source === 'predictions' ? [model.prediction, model.score] : [])];
  return dataset.columns.filter(({ name, role }) => {
    if (held.includes(name)) return false;
    return named.length > 0 ? named.includes(name) : role === 'feature' || role === 'protected' || names.includes(name);
  });
}
