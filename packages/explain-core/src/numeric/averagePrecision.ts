import { leastShareAlike } from './alike.js';
import { jackknifeSpread, UNKNOWN_SPREAD, type LeftOut } from './leaveOneOut.js';
import { logitBounds } from './logitBounds.js';
import type { ScoreTable } from './scoreTable.js';
import { classTotals } from './tabulateScores.js';
import { jointDegrees } from './varianceDegrees.js';
import type { Bounds } from './wilson.js';

export interface AveragePrecision {
  readonly value: number;
  /** How much too large it is on average, since every positive row counts among those above its own score: (1/m) Σ over positive rows of FP ÷ (TP + FP)². */
  readonly bias: number;
  /** Variance by the jackknife over rows; 0 where no row can move it, null with fewer than two positive rows. */
  readonly variance: number | null;
  /** Degrees of freedom of that variance (see varianceDegrees); null where it is. */
  readonly degrees: number | null;
  /** The value without one row; null with fewer than two positive rows. */
  readonly leftOut: LeftOut | null;
  readonly positives: number;
  readonly negatives: number;
}

/**
 * Precision averaged over the positive rows, each at its own score as threshold:
 *   (1/m) Σ over positive rows of TP(s) ÷ (TP(s) + FP(s)),   counts of rows with a score ≥ s,
 * the area under the precision–recall steps, without interpolation; tied rows enter together. Null without positive rows.
 * Its value for a useless score is the share of positives, not ½.
 * Definition as in Zhu 2004, "Recall, precision and average precision", University of Waterloo, and scikit-learn's average_precision_score.
 *
 * The variance is the jackknife's; where few rows stand at the top its first-order terms alone would be too small. All values without a row follow from
 * sums over scores above and below, so this costs no more than the value. Weights are taken for so many rows.
 */
export function averagePrecision(table: ScoreTable): AveragePrecision | null {
  const { positives: m, negatives } = classTotals(table);
  if (m === 0) return null;
  const size = table.scores.length;
  const above = new Float64Array(size); // positives at or above
  const rows = new Float64Array(size); // rows at or above
  const gained = new Float64Array(size + 1); // Σ p T/N over higher scores, up to here from the top
  let tallyPositives = 0;
  let tallyRows = 0;
  for (let i = size - 1; i >= 0; i--) {
    tallyPositives += table.positives[i]!;
    tallyRows += table.positives[i]! + table.negatives[i]!;
    above[i] = tallyPositives;
    rows[i] = tallyRows;
    // A score that only rows without a label or without weight have adds nothing, and above all others would divide by 0.
    gained[i] = gained[i + 1]! + (table.positives[i]! > 0 ? table.positives[i]! * (tallyPositives / tallyRows) : 0);
  }
  const value = Math.min(1, gained[0]! / m);
  const bias = table.positives.reduce((sum, count, i) => (count > 0 ? sum + (count * (rows[i]! - above[i]!)) / rows[i]! ** 2 : sum), 0) / m;
  const leftOut = m >= 2 ? withoutOne(table, above, rows, gained, m) : null;
  const { variance, degrees } = leftOut === null ? UNKNOWN_SPREAD : jackknifeSpread(leftOut, table);
  return { value, bias, variance, degrees, leftOut, positives: m, negatives };
}

/** The value without one positive and without one negative row of each score. */
function withoutOne({ positives, negatives }: ScoreTable, above: Float64Array, rows: Float64Array, gained: Float64Array, m: number): LeftOut {
  const ofPositive = new Float64Array(positives.length);
  const ofNegative = new Float64Array(positives.length);
  // Σ over lower scores of p T/N with one positive, and with one negative, fewer above.
  let lessPositive = 0;
  let lessNegative = 0;
  for (let i = 0; i < positives.length; i++) {
    const p = positives[i]!;
    const fewer = Math.max(0, rows[i]! - 1);
    const precision = fewer > 0 ? Math.max(0, above[i]! - 1) / fewer : 0;
    if (p > 0) ofPositive[i] = (gained[i + 1]! + Math.max(0, p - 1) * precision + lessPositive) / (m - 1);
    const diluted = fewer > 0 ? Math.min(1, above[i]! / fewer) : 0;
    if (negatives[i]! > 0) ofNegative[i] = (gained[i + 1]! + p * diluted + lessNegative) / m;
    lessPositive += p * precision;
    lessNegative += p * diluted;
  }
  return { ofPositive, ofNegative };
}

/**
 * Interval for a normal quantile z, on the scale of log(v ÷ (1 − v)), as Boyd, Eng, Page 2013, "Area under the precision–recall curve: point estimates
 * and confidence intervals", ECML PKDD, found best of those that need no resampling; with the variance above in place of their binomial one,
 * and Student's quantile for the degrees of freedom that the variance has by how its rows are spread and by how few positive rows there are, since those are what is averaged: of few, the
 * kurtosis is underrated, so neither of the two alone is enough (bench/coverage.md). Its middle is the value less its bias. Fewer than two positive rows (effective ones may be a fraction) leave everything open.
 * Where no row can move the value (all positives before all others) at least a share t of pairs is in that order (see leastShareAlike).
 */
export function averagePrecisionBounds({ value, bias, variance, degrees, positives, negatives }: AveragePrecision, z: number): Bounds {
  if (variance === null || degrees === null) return { lower: 0, upper: 1 };
  if (variance === 0 || value === 1) {
    const alike = leastShareAlike(negatives === 0 ? positives : Math.min(positives, negatives), z);
    return { lower: alike * value, upper: alike * value + (1 - alike) };
  }
  // On the scale of the value, so that the bias moves the middle and not the spread.
  // Effective rows of less than 1 can make the bias larger than the value; what more than half of it is cannot be taken off.
  const centre = Math.max(value - bias, value / 2);
  const standardError = (Math.sqrt(variance) / (value * (1 - value))) * centre * (1 - centre);
  return logitBounds(centre, standardError, jointDegrees(positives - 1, degrees), z);
}
