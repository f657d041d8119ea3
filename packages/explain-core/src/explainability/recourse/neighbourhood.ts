import { columnOf, takeRows } from '../../data/select.js';
import type { Table } from '../../data/table.js';
import { featureInfos } from '../../method/changeRules.js';
import type { Subject } from '../../method/subject.js';
import type { NumberScale } from '../../numeric/mixedDistance.js';
import { quantile } from '../../numeric/quantile.js';
import { unitOf } from './space.js';

/** How near a changed row is to real rows with the wanted outcome. */
export interface Plausibility {
  /** Mean distance to the nearest such rows. */
  readonly neighbourDistance: number;
  /** Share of such rows that are themselves no nearer to the others. */
  readonly rank: number;
  /** Not further than the quantile of those rows' own distances. */
  readonly plausible: boolean;
}

export interface Neighbourhood {
  /** Reference rows that have the outcome. */
  readonly rows: number;
  readonly neighbours: number;
  /** Up to where a row is plausible; null where there are too few rows to say. */
  readonly limit: number | null;
  readonly undefinedBecause?: string;
  /** Of rows of the model's features. */
  judge(rows: Table): (Plausibility | null)[];
}

/**
 * The rows of a table with the wanted outcome, as a density: a row's mean distance to its k nearest neighbours among them (Angiulli and Pizzuti 2002), against the quantile of
 * what they have among each other. Distance: Σ |x − x'| ÷ unit over numbers, and 1 for unequal categories and for missing against known; over all columns the
 * model reads, but for text.
 */
export function neighbourhood(subject: Subject, reference: Table, having: readonly number[], distance: NumberScale, neighbours: number, share: number): Neighbourhood {
  const rows = having.length;
  if (rows <= neighbours) {
    return { rows, neighbours, limit: null, undefinedBecause: `${rows} of the ${reference.rows} reference rows have the outcome, and ${neighbours + 1} are needed to tell what is near`, judge: (asked) => Array.from({ length: asked.rows }, () => null) };
  }
  const axes = axesOf(subject, reference, distance);
  const known = axes.map((axis) => axis.read(takeRows(reference, having)));
  const meanOfNearest = (distances: Float64Array): number => distances.sort().subarray(0, neighbours).reduce((sum, value) => sum + value, 0) / neighbours;
  const between = (of: readonly Float64Array[], i: number, skip: number): Float64Array => {
    const distances = new Float64Array(rows);
    axes.forEach((axis, a) => axis.add(of[a]![i]!, known[a]!, distances));
    if (skip >= 0) distances[skip] = Infinity;
    return distances;
  };
  const own = Float64Array.from({ length: rows }, (_, i) => meanOfNearest(between(known, i, i))).sort();
  const limit = quantile(own, share);
  return {
    rows,
    neighbours,
    limit,
    judge(asked) {
      const values = axes.map((axis) => axis.read(asked));
      return Array.from({ length: asked.rows }, (_, i) => {
        const neighbourDistance = meanOfNearest(between(values, i, -1));
        return { neighbourDistance, rank: own.filter((value) => value >= neighbourDistance).length / rows, plausible: neighbourDistance <= limit };
      });
    },
  };
}

interface Axis {
  read(table: Table): Float64Array;
  /** Adds the distance of one value to each of others. */
  add(value: number, others: Float64Array, into: Float64Array): void;
}

function axesOf(subject: Subject, reference: Table, distance: NumberScale): Axis[] {
  return featureInfos(subject).flatMap((info): Axis[] => {
    const column = columnOf(reference, info.name);
    if (column.kind === 'text') return [];
    const unit = column.kind === 'number' ? unitOf(info, column, distance) : 0;
    const unequal = (a: number, b: number): number => (a === b || (Number.isNaN(a) && Number.isNaN(b)) ? 0 : 1);
    const apart = unit > 0 ? (a: number, b: number): number => (Number.isNaN(a) || Number.isNaN(b) ? unequal(a, b) : Math.abs(a - b) / unit) : unequal;
    return [
      {
        read(table) {
          const own = columnOf(table, info.name);
          return own.kind === 'number' ? own.values : Float64Array.from(own.kind === 'category' ? own.codes : []);
        },
        add(value, others, into) {
          for (let i = 0; i < others.length; i++) into[i]! += apart(value, others[i]!);
        },
      },
    ];
  });
}
