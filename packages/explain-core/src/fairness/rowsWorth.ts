import type { Subject } from '../method/subject.js';

/** How much some drawn rows say. */
export interface RowsWorth {
  readonly rows: number;
  /** Sum of their weights, 1 each where rows are not weighted. */
  readonly weight: number;
  /** As many rows of one weight as say as much: (Σ w)² ÷ Σ w². Kish 1965, "Survey Sampling", 8.2. */
  readonly effective: number;
}

export function rowsWorth(weights: Float64Array, isMember: (row: number) => boolean): RowsWorth {
  let [rows, weight, squares] = [0, 0, 0];
  for (let i = 0; i < weights.length; i++) {
    if (!isMember(i)) continue;
    rows++;
    weight += weights[i]!;
    squares += weights[i]! ** 2;
  }
  return { rows, weight, effective: rows === 0 ? 0 : weight ** 2 / squares };
}

/** What stands beside the count of rows where they are weighted. */
export function weighOf({ grouping }: Subject, { weight, effective }: RowsWorth): { weight?: number; effectiveRows?: number } {
  return grouping.weight === null ? {} : { weight, effectiveRows: effective };
}
