import type { CategoryColumn, NumberColumn } from '../../data/table.js';
import { knownAscending, steps } from './steps.js';

/** The values at which a feature's curve is drawn. */
export interface Grid {
  readonly kind: 'number' | 'category';
  /** Numbers, or codes of levels. */
  readonly cells: readonly number[];
  /** What a reader sees. */
  readonly names: readonly (number | string)[];
  /** Levels of a category that some drawn row has and that are left out for being rarer. */
  readonly leftOut: number;
}

/**
 * For a number its distinct values, or those at evenly spaced ranks, the smallest and the largest among them, where there are more than `points`; for a category the levels that
 * the rows have, the most frequent where there are more, in the column's order. Missing values are no point. Null where no row has a value.
 */
export function gridOf(column: NumberColumn | CategoryColumn, points: number): Grid | null {
  if (column.kind === 'number') {
    const known = knownAscending(column.values);
    if (known.length === 0) return null;
    const distinct = known.filter((value, i) => value !== known[i - 1]);
    const cells = [...(distinct.length <= points ? distinct : steps(known, points - 1))];
    return { kind: 'number', cells, names: cells, leftOut: 0 };
  }
  const counts = new Float64Array(column.levels.length);
  for (const code of column.codes) if (code >= 0) counts[code]! += 1;
  const present = [...counts.keys()].filter((code) => counts[code]! > 0);
  if (present.length === 0) return null;
  const cells = present.sort((a, b) => counts[b]! - counts[a]! || a - b).slice(0, points).sort((a, b) => a - b);
  return { kind: 'category', cells, names: cells.map((code) => column.levels[code]!), leftOut: present.length - cells.length };
}
