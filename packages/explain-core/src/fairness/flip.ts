import { columnOf, takeColumns } from '../data/select.js';
import type { Column, Table } from '../data/table.js';
import { ExplainError, throwIfCancelled } from '../errors.js';
import { groupAxis, groupCodes, type GroupAxis } from '../method/groups.js';
import type { Subject } from '../method/subject.js';
import { decide } from '../models/decide.js';
import type { Predictor } from '../models/predictor.js';
import type { Matrix } from '../numeric/matrix.js';
import { groupName } from './outcomeCube.js';

/** A value that a protected column is given in place of a person's own. */
export interface Replacement {
  /** The group it stands for; "(missing)" for missing. */
  readonly group: string;
  readonly value: string | number | null;
}

/** One protected column that the model reads, and the values it is given in turn. */
export interface FlipAxis {
  readonly axis: GroupAxis;
  readonly replacements: readonly Replacement[];
}

/** What became of n rows when one column was replaced. */
export interface AxisFlips {
  readonly column: string;
  readonly replacements: readonly Replacement[];
  /** [n]: the row's own group. */
  readonly groups: readonly string[];
  /** [n]: which replacement stands for the row's own group; −1 for a group that is none of them. */
  readonly own: Int32Array;
  /** By replacement, [n]: class decided for and score of the favourable class. Where the replacement stands for the row's own group, those of the row as it is. */
  readonly decisions: readonly Int32Array[];
  readonly scores: readonly Float64Array[];
}

export interface Flips {
  /** [n]: class decided for, as an index into the model's classes, and score of the favourable class, before anything is changed. */
  readonly decisions: Int32Array;
  readonly scores: Float64Array;
  readonly axes: readonly AxisFlips[];
}

/** Rows given to the model at once: wide enough for its vector code, narrow enough to notice a cancelled run. */
const CALL_ROWS = 8192;

/** The protected columns that the model reads; empty where it cannot be asked. */
export function readProtected({ model, protected: names }: Subject): string[] {
  return model.source === 'file' ? names.filter((name) => model.features.includes(name)) : [];
}

/**
 * The values a protected column is given in turn: each of its levels, or the middle of each of its ranges (between the ends of the data, where a range is
 * open or reaches beyond them; a range that the data do not reach has none), and missing where some row has none.
 */
export function flipAxis(subject: Subject, name: string): FlipAxis {
  const axis = groupAxis(subject, name);
  const info = subject.dataset.columns.find((column) => column.name === name);
  const replacements = axis.groups.flatMap((group, k): Replacement[] => {
    if (axis.cuts === null) return [{ group: groupName([group]), value: info?.kind === 'number' ? Number(group) : group }];
    if (!info?.numbers) return [];
    const { min, max, integer } = info.numbers;
    const from = Math.max(min, axis.cuts[k - 1] ?? -Infinity);
    const to = Math.min(max, axis.cuts[k] ?? Infinity);
    if (from > to || from >= (axis.cuts[k] ?? Infinity)) return [];
    // Rounded down, the middle of a range of whole numbers stays at or above its lower end unless no whole number lies between.
    const middle = (from + to) / 2;
    const whole = Math.floor(middle);
    return [{ group: groupName([group]), value: integer && whole >= from ? whole : middle }];
  });
  return { axis, replacements: info !== undefined && info.missing > 0 ? [...replacements, { group: groupName([null]), value: null }] : replacements };
}

/**
 * Asks the model about rows as they are, and again with one column replaced by each value of its axis in turn, all else kept. Every call asks about
 * all rows in the same order, own values too, so that a model that ignores the column gives the same bits and nothing seems to change by rounding.
 *   table: the model's features at least, [n].
 * Throws CANCELLED, BAD_PREDICTION, BAD_DATA where a row has a value that is no group, and BAD_PLAN for a favourable outcome that is no class.
 */
export async function flipsOf(model: Predictor, table: Table, axes: readonly FlipAxis[], favourable: string, signal?: AbortSignal): Promise<Flips> {
  const wanted = model.classes.indexOf(favourable);
  if (wanted < 0) throw new ExplainError('BAD_PLAN', `The favourable outcome "${favourable}" is none of the model's classes: ${model.classes.map((name) => `"${name}"`).join(', ')}.`);
  const features = takeColumns(table, model.features);
  const ask = async (rows: Table): Promise<Answers> => {
    const answers: Answers = { decisions: new Int32Array(rows.rows), scores: new Float64Array(rows.rows) };
    for (let from = 0; from < rows.rows; from += CALL_ROWS) {
      throwIfCancelled(signal);
      const part = piece(rows, from, Math.min(rows.rows, from + CALL_ROWS));
      const scores: Matrix = await model.predict(part, signal);
      if (scores.rows !== part.rows) throw new ExplainError('BAD_PREDICTION', `The model answered ${scores.rows} rows when asked ${part.rows}; it must answer every row.`);
      for (let i = 0; i < part.rows; i++) {
        answers.decisions[from + i] = decide(model, scores, i);
        answers.scores[from + i] = scores.values[i * scores.columns + wanted];
      }
    }
    return answers;
  };
  const before = await ask(features);
  const flipped: AxisFlips[] = [];
  for (const { axis, replacements } of axes) {
    const column = columnOf(features, axis.column);
    const codes = groupCodes(column, axis);
    const names = axis.groups.map((group) => groupName([group]));
    const position = replacements.map(({ value, group }) => (value === null ? -1 : names.indexOf(group)));
    const own = codes.map((code) => position.indexOf(code));
    const decisions: Int32Array[] = [];
    const scores: Float64Array[] = [];
    for (const [r, { value }] of replacements.entries()) {
      const replaced = { ...features, columns: features.columns.map((other) => (other === column ? withValue(column, value, (row) => own[row] === r) : other)) };
      const answers = await ask(replaced);
      decisions.push(answers.decisions);
      scores.push(answers.scores);
    }
    const groups = Array.from(codes, (code) => (code < 0 ? groupName([null]) : names[code]));
    flipped.push({ column: axis.column, replacements, groups, own, decisions, scores });
  }
  return { ...before, axes: flipped };
}

interface Answers {
  readonly decisions: Int32Array;
  readonly scores: Float64Array;
}

/** The column with one value in every row but those to keep. */
function withValue(column: Column, value: string | number | null, keeps: (row: number) => boolean): Column {
  if (column.kind === 'number') return { ...column, values: column.values.map((own, row) => (keeps(row) ? own : value === null ? Number.NaN : Number(value))) };
  if (column.kind === 'text') return { ...column, values: column.values.map((own, row) => (keeps(row) ? own : value === null ? null : String(value))) };
  const known = value === null ? -1 : column.levels.indexOf(String(value));
  // A level that these rows' column does not list can still be given.
  const levels = known < 0 && value !== null ? [...column.levels, String(value)] : column.levels;
  const code = value === null ? -1 : known < 0 ? levels.length - 1 : known;
  return { ...column, levels, codes: column.codes.map((own, row) => (keeps(row) ? own : code)) };
}

/** Rows from (inclusive) to (exclusive), without copying numbers. */
function piece(table: Table, from: number, to: number): Table {
  if (from === 0 && to === table.rows) return table;
  const columns = table.columns.map((column): Column => {
    if (column.kind === 'number') return { ...column, values: column.values.subarray(from, to) };
    if (column.kind === 'category') return { ...column, codes: column.codes.subarray(from, to) };
    return { ...column, values: column.values.slice(from, to) };
  });
  return { rows: to - from, columns };
}
