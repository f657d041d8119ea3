import type { AxisFlips, Flips } from './flip.js';

/** What replacing one column did to one row. */
export interface RowChange {
  /** Above 0; 1 where rows are not weighted. */
  readonly weight: number;
  readonly group: string;
  /** Replacements that are not the row's own value; 0 where there is none, and then nothing can be said of the row. */
  readonly tried: number;
  readonly flipped: boolean;
  readonly towards: boolean;
  readonly away: boolean;
  /** Mean and largest absolute change of the favourable score over the replacements. */
  readonly change: number;
  readonly largest: number;
}

/** Rows of one group given the value of another, each with its weight: sums of weights (and of their squares), of those flipped, and of the change of score, of its size and of its square. */
export interface PairCounts {
  readonly from: string;
  readonly to: string;
  readonly rows: number;
  readonly weight: number;
  readonly weightSquares: number;
  readonly flipped: number;
  readonly towards: number;
  readonly away: number;
  readonly sum: number;
  readonly absolute: number;
  readonly squares: number;
  readonly largest: number;
}

export interface FlippedRow {
  readonly row: number;
  readonly column: string;
  readonly from: string;
  readonly to: string;
  readonly decisionBefore: string;
  readonly decisionAfter: string;
  readonly scoreBefore: number;
  readonly scoreAfter: number;
}

/** What a task leaves: plain data, by row and by pair. */
export interface FlipPartial {
  readonly rows: readonly { readonly row: number; readonly axes: readonly RowChange[] }[];
  /** By axis. */
  readonly pairs: readonly (readonly PairCounts[])[];
  readonly shown: readonly FlippedRow[];
}

/** The rows asked about. */
export interface AskedRows {
  /** [n]: their numbers in the data. */
  readonly indices: readonly number[];
  readonly weights: Float64Array;
}

/** `show`: most flipped rows to keep. */
export function changesOf(flips: Flips, { indices, weights }: AskedRows, classes: readonly string[], favourable: string, show: number): FlipPartial {
  const wanted = classes.indexOf(favourable);
  const shown: FlippedRow[] = [];
  const rows = indices.map((row, i) => ({ row, axes: flips.axes.map((axis) => ({ weight: weights[i]!, ...rowChange(flips, axis, i, wanted) })) }));
  for (const axis of flips.axes) {
    for (const [i, row] of indices.entries()) {
      const r = furthestFlip(flips, axis, i);
      if (r < 0) continue;
      shown.push({
        row,
        column: axis.column,
        from: axis.groups[i],
        to: axis.replacements[r].group,
        decisionBefore: classes[flips.decisions[i]],
        decisionAfter: classes[axis.decisions[r][i]],
        scoreBefore: flips.scores[i],
        scoreAfter: axis.scores[r][i],
      });
    }
  }
  shown.sort((one, other) => Math.abs(other.scoreAfter - other.scoreBefore) - Math.abs(one.scoreAfter - one.scoreBefore) || one.row - other.row);
  return { rows, pairs: flips.axes.map((axis) => pairsOf(flips, axis, wanted, weights)), shown: shown.slice(0, show) };
}

function rowChange(flips: Flips, axis: AxisFlips, i: number, wanted: number): Omit<RowChange, 'weight'> {
  const before = flips.decisions[i];
  let [tried, sum, largest] = [0, 0, 0];
  let [flipped, towards, away] = [false, false, false];
  for (let r = 0; r < axis.replacements.length; r++) {
    if (axis.own[i] === r) continue;
    const after = axis.decisions[r][i];
    const change = Math.abs(axis.scores[r][i] - flips.scores[i]);
    tried++;
    sum += change;
    largest = Math.max(largest, change);
    flipped ||= after !== before;
    towards ||= before !== wanted && after === wanted;
    away ||= before === wanted && after !== wanted;
  }
  return { group: axis.groups[i], tried, flipped, towards, away, change: tried === 0 ? 0 : sum / tried, largest };
}

/** The replacement that changes the decision and moves the score furthest, the first of equals; −1 where none changes it. */
function furthestFlip(flips: Flips, axis: AxisFlips, i: number): number {
  let best = -1;
  let furthest = -1;
  for (let r = 0; r < axis.replacements.length; r++) {
    if (axis.own[i] === r || axis.decisions[r][i] === flips.decisions[i]) continue;
    const change = Math.abs(axis.scores[r][i] - flips.scores[i]);
    if (change > furthest) [best, furthest] = [r, change];
  }
  return best;
}

function pairsOf(flips: Flips, axis: AxisFlips, wanted: number, weights: Float64Array): PairCounts[] {
  const pairs = new Map<string, { -readonly [K in keyof PairCounts]: PairCounts[K] }>();
  for (const [r, { group: to }] of axis.replacements.entries()) {
    for (let i = 0; i < axis.groups.length; i++) {
      if (axis.own[i] === r) continue;
      const from = axis.groups[i];
      const key = JSON.stringify([from, to]);
      let pair = pairs.get(key);
      if (!pair) pairs.set(key, (pair = { from, to, rows: 0, weight: 0, weightSquares: 0, flipped: 0, towards: 0, away: 0, sum: 0, absolute: 0, squares: 0, largest: 0 }));
      const [before, after] = [flips.decisions[i], axis.decisions[r][i]];
      const change = axis.scores[r][i] - flips.scores[i];
      const weight = weights[i]!;
      pair.rows++;
      pair.weight += weight;
      pair.weightSquares += weight * weight;
      if (after !== before) pair.flipped += weight;
      if (after !== before && after === wanted) pair.towards += weight;
      if (after !== before && before === wanted) pair.away += weight;
      pair.sum += weight * change;
      pair.absolute += weight * Math.abs(change);
      pair.squares += weight * change * change;
      pair.largest = Math.max(pair.largest, Math.abs(change));
    }
  }
  return [...pairs.values()];
}
