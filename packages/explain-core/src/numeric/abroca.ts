import { rocCurve, type RocCurve } from './rocCurve.js';
import type { ScoreTable } from './scoreTable.js';

/**
 * Absolute area between the ROC curves of two groups: ∫ |ROC₁(x) − ROC₂(x)| dx over false positive rates x, in [0, 1]. Where the curves
 * cross, what the areas under them hide by cancelling is counted on both sides. Exact on the piecewise linear curves. Null where a
 * class is absent from a group.
 * Gardner, Brooks, Baker 2019, "Evaluating the fairness of predictive student models through slicing analysis", LAK; they interpolate on a grid.
 */
export function abroca(first: ScoreTable, second: ScoreTable): number | null {
  const one = rocCurve(first);
  const other = rocCurve(second);
  return one === null || other === null ? null : areaBetween(slopes(one), slopes(other));
}

interface Slope {
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly end: number;
}

/** The parts of a curve that have a width; the upright ones enclose nothing. They tile [0, 1]. */
function slopes({ falsePositiveRate: x, truePositiveRate: y }: RocCurve): Slope[] {
  const parts: Slope[] = [];
  for (let i = 1; i < x.length; i++) {
    if (x[i]! > x[i - 1]!) parts.push({ from: x[i - 1]!, to: x[i]!, start: y[i - 1]!, end: y[i]! });
  }
  return parts;
}

function areaBetween(one: readonly Slope[], other: readonly Slope[]): number {
  let area = 0;
  let from = 0;
  for (let i = 0, j = 0; i < one.length && j < other.length; ) {
    const to = Math.min(one[i]!.to, other[j]!.to);
    area += (to - from) * meanAbsolute(height(one[i]!, from) - height(other[j]!, from), height(one[i]!, to) - height(other[j]!, to));
    from = to;
    if (one[i]!.to <= to) i++;
    if (other[j]!.to <= to) j++;
  }
  return area;
}

function height({ from, to, start, end }: Slope, x: number): number {
  return x === to ? end : start + ((end - start) * (x - from)) / (to - from);
}

/** Mean of |d| along a line from d = a to d = b. */
function meanAbsolute(a: number, b: number): number {
  const size = Math.abs(a) + Math.abs(b);
  // Of opposite signs: two triangles that meet where the curves cross.
  return a * b < 0 ? (a * a + b * b) / (2 * size) : size / 2;
}
