/**
 * Least and greatest value of objective · x over all x ≥ 0 with matrix · x = totals, by the simplex method with Bland's rule (1977), which cannot cycle. Small
 * problems only; there must be a solution and the range must be bounded.
 */
export function feasibleRange(matrix: readonly (readonly number[])[], totals: readonly number[], objective: readonly number[]): { low: number; high: number } {
  return { low: -greatest(matrix, totals, objective.map((value) => -value)), high: greatest(matrix, totals, objective) };
}

/** Below this a coefficient is 0: entries start as small whole numbers and stay of that size. */
const ZERO = 1e-9;

function greatest(matrix: readonly (readonly number[])[], totals: readonly number[], objective: readonly number[]): number {
  const n = objective.length;
  const m = matrix.length;
  // Rows: constraints with one artificial variable each; last column: right-hand side.
  const table = matrix.map((row, i) => [...row, ...Array.from({ length: m }, (_, j) => (i === j ? 1 : 0)), totals[i]!]);
  const basis = Array.from({ length: m }, (_, i) => n + i);
  // First the artificial variables are driven to 0, then the objective is climbed without them.
  if (climb(table, basis, [...new Array<number>(n).fill(0), ...new Array<number>(m).fill(-1)], n + m) < -1e-6) throw new Error('there is no solution');
  for (let i = 0; i < m; i++) {
    if (basis[i]! < n) continue;
    const column = table[i]!.findIndex((value, j) => j < n && Math.abs(value) > ZERO);
    if (column >= 0) pivot(table, basis, i, column);
  }
  return climb(table, basis, [...objective, ...new Array<number>(m).fill(0)], n);
}

/** Moves to better corners until there is none; only the first `columns` variables may enter. */
function climb(table: number[][], basis: number[], cost: readonly number[], columns: number): number {
  const last = table[0]!.length - 1;
  for (;;) {
    let entering = -1;
    for (let j = 0; j < columns && entering < 0; j++) {
      const gain = cost[j]! - basis.reduce((sum, variable, i) => sum + cost[variable]! * table[i]![j]!, 0);
      if (gain > ZERO) entering = j;
    }
    if (entering < 0) return basis.reduce((sum, variable, i) => sum + cost[variable]! * table[i]![last]!, 0);
    let leaving = -1;
    for (let i = 0; i < table.length; i++) {
      if (table[i]![entering]! <= ZERO) continue;
      const ratio = table[i]![last]! / table[i]![entering]!;
      const best = leaving < 0 ? Infinity : table[leaving]![last]! / table[leaving]![entering]!;
      if (ratio < best - ZERO || (ratio <= best + ZERO && (leaving < 0 || basis[i]! < basis[leaving]!))) leaving = i;
    }
    if (leaving < 0) throw new Error('the range has no end');
    pivot(table, basis, leaving, entering);
  }
}

function pivot(table: number[][], basis: number[], row: number, column: number): void {
  const divisor = table[row]![column]!;
  table[row] = table[row]!.map((value) => value / divisor);
  for (let i = 0; i < table.length; i++) {
    const factor = table[i]![column]!;
    if (i === row || Math.abs(factor) < 1e-14) continue;
    table[i] = table[i]!.map((value, j) => value - factor * table[row]![j]!);
  }
  basis[row] = column;
}
