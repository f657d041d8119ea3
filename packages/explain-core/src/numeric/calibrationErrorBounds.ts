import { leastShareAlike } from './alike.js';
import { binOf } from './calibration.js';
import { sumOfSizesCdf, type NormalPart } from './foldedNormalSum.js';
import { normalCdf } from './normalCdf.js';
import type { ScoreTable } from './scoreTable.js';
import type { Bounds } from './wilson.js';

/**
 * Interval of the expected calibration error that binning would show without noise, e = Σ |δ_b| with δ_b = E[(p − y) 1{p in bin b}], for a normal quantile z > 0.
 * Each D_b = Σ (p − y)/n over the rows of a bin is unbiased with variance s_b², as it is seen, with a row added to each bin that varies as it would
 * where p is right, p(1 − p): in a bin of few rows nothing may be seen. But the value T = Σ |D_b| is too large on average, the more so the nearer δ_b are to 0. So an error e is kept or not by how probable T is where
 * the bins are what they most likely are then: δ̂ minimises Σ (D_b − δ_b)² ÷ s_b² among those with Σ |δ_b| = e, that is |δ̂_b| = max(0, |D_b| − λ s_b²). With T* = Σ |δ̂_b + s_b Z_b|, α = P(|Z| > z),
 *   e < T is kept where P(T* ≥ T) ≥ α − min(α/2, P(T* < e)),   e > T where P(T* ≤ T) ≥ α/2.
 * The interval always holds T, so that no e is left out because T* is less than e; what that saves of α/2 is spent on T being too large.
 * Chuang and Lai 2000, "Hybrid resampling methods for confidence intervals", Statistica Sinica 10, with the distribution of T* computed and not drawn; ends as unequal as in Feldman and Cousins 1998.
 * Scores of 0 and 1, or all but, have no variance where all rows come out alike; a share of all rows that so many may not have shown (leastShareAlike) is left open in any case.
 * Null without rows.
 */
export function calibrationErrorBounds(table: ScoreTable, bins: number, z: number): Bounds | null {
  const found = gapsOf(table, bins);
  if (found === null) return null;
  const { gaps, n } = found;
  const value = errorOf(gaps);
  const alpha = 2 * normalCdf(-z);
  const isKeptBelow = (shrinkage: number): boolean => {
    const sizes = shrunk(gaps, shrinkage);
    return 1 - sumOfSizesCdf(sizes, value) >= alpha - Math.min(alpha / 2, sumOfSizesCdf(sizes, errorOf(sizes)));
  };
  const isKeptAbove = (shrinkage: number): boolean => sumOfSizesCdf(shrunk(gaps, -shrinkage), value) >= alpha / 2;
  const lower = errorOf(shrunk(gaps, lastKept(isKeptBelow, everythingOf(gaps))));
  const upper = errorOf(shrunk(gaps, -lastKept(isKeptAbove, Infinity)));
  const alike = leastShareAlike(n, z);
  return { lower: Math.max(0, Math.min(value * alike, lower)), upper: Math.min(1, Math.max(value * alike + 1 - alike, upper)) };
}

/**
 * The error without noise that the observed one is the median for: that e where P(T* ≥ T) = ½, 0 where even bins without any error would show more than half the time at least T. Null without rows.
 */
export function calibrationErrorMiddle(table: ScoreTable, bins: number): number | null {
  const found = gapsOf(table, bins);
  if (found === null) return null;
  const { gaps } = found;
  const value = errorOf(gaps);
  return errorOf(shrunk(gaps, lastKept((shrinkage) => 1 - sumOfSizesCdf(shrunk(gaps, shrinkage), value) >= 0.5, everythingOf(gaps))));
}

/** As few as a bin needs for its spread to be seen at all. */
const PRIOR_ROWS = 1;

function gapsOf({ scores, positives, negatives }: ScoreTable, bins: number): { readonly gaps: readonly NormalPart[]; readonly n: number } | null {
  const sums = new Float64Array(bins);
  const squares = new Float64Array(bins);
  const expected = new Float64Array(bins);
  const rows = new Float64Array(bins);
  let n = 0;
  for (let i = 0; i < scores.length; i++) {
    const bin = binOf(scores[i]!, bins);
    sums[bin]! += positives[i]! * (scores[i]! - 1) + negatives[i]! * scores[i]!;
    squares[bin]! += positives[i]! * (scores[i]! - 1) ** 2 + negatives[i]! * scores[i]! ** 2;
    expected[bin]! += (positives[i]! + negatives[i]!) * scores[i]! * (1 - scores[i]!);
    rows[bin]! += positives[i]! + negatives[i]!;
    n += positives[i]! + negatives[i]!;
  }
  if (n === 0) return null;
  const gaps = Array.from(sums, (sum, bin): NormalPart => {
    const seen = squares[bin]! / n - (sum / n) ** 2;
    const size = Math.abs(sum) / n;
    return { size, share: size / Math.sqrt(n), variance: (rows[bin]! * seen + (PRIOR_ROWS * expected[bin]!) / n) / (rows[bin]! + PRIOR_ROWS) / n };
  });
  return { gaps, n };
}

/** The most likely gaps for another error; a bin that has no variance keeps its own. */
function shrunk(gaps: readonly NormalPart[], shrinkage: number): readonly NormalPart[] {
  const left = ({ size, variance }: NormalPart): number => {
    if (!(variance > 0)) return size;
    // The quotient is compared, so that all of the largest is gone exactly, too.
    return size / variance <= shrinkage ? 0 : size - shrinkage * variance;
  };
  return gaps.map((gap) => ({ ...gap, size: left(gap) }));
}

/** What takes all error from every bin that has a variance. */
function everythingOf(gaps: readonly NormalPart[]): number {
  return gaps.reduce((most, { size, variance }) => (variance > 0 ? Math.max(most, size / variance) : most), 0);
}

function errorOf(gaps: readonly NormalPart[]): number {
  return gaps.reduce((sum, { size }) => sum + size, 0);
}

/** The largest number up to `most` that is kept, where 0 is the first to be; 0 where that is not. */
function lastKept(isKept: (shrinkage: number) => boolean, most: number): number {
  if (!isKept(0)) return 0;
  let [inside, beyond] = [0, most];
  if (most === Infinity) for (beyond = 1; isKept(beyond) && beyond < 1e12; beyond *= 2) inside = beyond;
  else if (isKept(most)) return most;
  for (let step = 0; step < 40; step++) {
    const middle = (inside + beyond) / 2;
    if (isKept(middle)) inside = middle;
    else beyond = middle;
  }
  return inside;
}
