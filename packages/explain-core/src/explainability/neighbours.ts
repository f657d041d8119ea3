import { concatRows, takeRows } from '../data/select.js';
import type { Column, Table } from '../data/table.js';
import { featureInfos, frozenBecause, nearestWhole, numberChange, reachOf, unchangeableBecause, type ChangeRules, type NumberChange } from '../method/changeRules.js';
import type { Subject } from '../method/subject.js';
import { hypot } from '../elementary/roots.js';
import type { RandomStream } from '../random/stream.js';

/** A number that may move a little. */
interface Mover {
  readonly place: number;
  readonly spread: number;
  readonly change: NumberChange;
}

/** Rows near a row, and how far each is from it in standard deviations of the columns (Euclidean). */
export interface Neighbours {
  readonly rows: Table;
  readonly distances: readonly number[];
}

export interface Neighbourhood {
  /** Rows that differ from the row by a uniform draw within ± radius of each number. */
  near(row: Table, count: number, random: RandomStream): Neighbours;
  /** The rows that differ from it by the whole radius of each number, along the signs given by feature and against them; 0 stays. */
  along(row: Table, signs: readonly number[]): Neighbours;
}

/**
 * Rows like a given one: each number column that may change moves by at most radius standard deviations, within what the rules of change allow; whole numbers stay whole, missing values missing, and words and
 * frozen columns what they are. A move that changes nothing is left out.
 */
export function neighbourhood(subject: Subject, rules: ChangeRules, radius: number): Neighbourhood {
  const movers = featureInfos(subject).flatMap((info, place): Mover[] =>
    info.kind === 'number' && frozenBecause(info, subject, rules) === null && unchangeableBecause(info) === null && info.numbers!.standardDeviation > 0
      ? [{ place, spread: info.numbers!.standardDeviation, change: numberChange(info, rules) }]
      : [],
  );
  /** `by`: how far number k of the neighbours moves at a place, as a share of the radius. */
  const moved = (row: Table, count: number, by: (k: number, place: number) => number): Neighbours => {
    const values = movers.map(({ place, spread, change }) => {
      const x = numberAt(row, place);
      return Float64Array.from({ length: count }, (_, k) => near(x, radius * spread * by(k, place), change));
    });
    const far = Array.from({ length: count }, (_, k) => hypot(...movers.map(({ place, spread }, i) => (Number.isNaN(values[i]![k]!) ? 0 : (values[i]![k]! - numberAt(row, place)) / spread))));
    const changed = Array.from(far.keys()).filter((k) => far[k]! > 0);
    const rows = takeRows(row, new Int32Array(count));
    const columns = rows.columns.map((column, place): Column => {
      const i = movers.findIndex((mover) => mover.place === place);
      return i < 0 || column.kind !== 'number' ? column : { ...column, values: values[i]! };
    });
    return { rows: takeRows({ rows: count, columns }, changed), distances: changed.map((k) => far[k]!) };
  };
  return {
    near: (row, count, random) => moved(row, count, (k, place) => 2 * random.child(k).uniform(place) - 1),
    along: (row, signs) => moved(row, 2, (k, place) => (k === 0 ? signs[place]! : -signs[place]!)),
  };
}

/** The rows of both, in their order. */
export function together(one: Neighbours, other: Neighbours): Neighbours {
  return { rows: concatRows([one.rows, other.rows]), distances: [...one.distances, ...other.distances] };
}

function numberAt({ columns }: Table, place: number): number {
  const column = columns[place]!;
  return column.kind === 'number' ? column.values[0]! : NaN;
}

function near(x: number, by: number, change: NumberChange): number {
  if (Number.isNaN(x)) return x;
  const { low, high } = reachOf(x, change);
  const y = Math.min(high, Math.max(low, x + by));
  return change.whole ? (nearestWhole(y, low, high) ?? x) : y;
}
