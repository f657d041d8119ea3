import type { CategoryColumn, Column, Table } from '../data/table.js';
import { association } from '../numeric/association.js';

/** Columns that belong together, under a name. */
export interface ColumnGroup {
  readonly name: string;
  readonly columns: readonly string[];
}

/**
 * Columns that go together: clusters by complete linkage, merged while the loosest pair of the merged cluster still is associated by at least `least`. The association of two columns is Cramér's V with Bergsma's
 * correction, numbers cut at their quartiles; 0 for a text and for a column of one value. A missing value is a value of its own. Ties go to the columns that come first.
 */
export function associatedColumns(table: Table, least: number): ColumnGroup[] {
  const cells = table.columns.map(cellsOf);
  const close = cells.map((a, i) => cells.map((b, j) => (i === j ? 1 : closeness(a, b))));
  let clusters = table.columns.map((_, j) => [j]);
  for (;;) {
    let best = { least: -1, a: 0, b: 0 };
    clusters.forEach((one, a) => {
      clusters.slice(0, a).forEach((other, b) => {
        const loosest = Math.min(...one.flatMap((i) => other.map((j) => close[i][j])));
        if (loosest > best.least) best = { least: loosest, a, b };
      });
    });
    if (best.least < least) break;
    const merged = [...clusters[best.b], ...clusters[best.a]].sort((i, j) => i - j);
    clusters = clusters.flatMap((cluster, at) => (at === best.b ? [merged] : at === best.a ? [] : [cluster]));
  }
  return clusters.map((cluster) => groupOf(cluster.map((j) => table.columns[j].name)));
}

/** The groups that are given, in their order, then each column that none of them has by itself. */
export function declaredGroups(names: readonly string[], groups: Readonly<Record<string, readonly string[]>>): ColumnGroup[] {
  const taken = new Set(Object.values(groups).flat());
  return [...Object.entries(groups).map(([name, columns]) => ({ name, columns })), ...names.filter((name) => !taken.has(name)).map((name) => groupOf([name]))];
}

function groupOf(columns: readonly string[]): ColumnGroup {
  return { name: columns.join(' + '), columns };
}

/** Cramér's V of each two columns of tables of the same rows, as above: by column of the first and column of the second. */
export function associations(one: Table, other: Table): number[][] {
  const others = other.columns.map(cellsOf);
  return one.columns.map(cellsOf).map((a) => others.map((b) => closeness(a, b)));
}

/** Each row's cell, or null where a column has none that could go together with others. */
type Cells = { readonly codes: Int32Array; readonly count: number } | null;

function cellsOf(column: Column): Cells {
  if (column.kind === 'text') return null;
  return column.kind === 'category' ? ofCategory(column) : ofNumbers(column.values);
}

function ofCategory({ codes, levels }: CategoryColumn): Cells {
  return { codes: codes.map((code) => (code < 0 ? levels.length : code)), count: levels.length + 1 };
}

function ofNumbers(values: Float64Array): Cells {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  // Above each quartile, so that equal values are in one cell.
  const cuts = [0.25, 0.5, 0.75].map((q) => sorted[Math.floor(q * sorted.length)]);
  return { codes: Int32Array.from(values, (value) => (Number.isNaN(value) ? 4 : cuts.filter((cut) => value >= cut).length)), count: 5 };
}

function closeness(a: Cells, b: Cells): number {
  if (a === null || b === null) return 0;
  const counts = new Float64Array(a.count * b.count);
  a.codes.forEach((code, row) => counts[code * b.count + b.codes[row]]++);
  return association({ rows: a.count, columns: b.count, counts })?.cramersV ?? 0;
}
