import { heatMap } from './heatMap.js';

export interface PairMap {
  readonly id: string;
  readonly title: string;
  /** What the numbers are. */
  readonly unit: string;
  /** What is paired: features, say. */
  readonly axis: string;
  readonly pairs: readonly { readonly of: readonly [string, string]; readonly value: number | null }[];
}

/** A number of each two things, the same whichever comes first; a thing with itself has none. */
export function pairMap({ id, title, unit, axis, pairs }: PairMap): string {
  const names = [...new Set(pairs.flatMap((pair) => pair.of))];
  const valueOf = (one: string, other: string): number | null => (one === other ? null : (pairs.find(({ of }) => of.includes(one) && of.includes(other))?.value ?? null));
  return heatMap({ id, title, unit, rowAxis: axis, columnAxis: axis, rows: names, columns: names, values: names.map((one) => names.map((other) => valueOf(one, other))) });
}
