import { leastShareAlike } from './alike.js';
import type { LeftOut } from './leaveOneOut.js';
import { logitBounds } from './logitBounds.js';
import type { ScoreTable } from './scoreTable.js';
import { classTotals, type ClassTotals } from './tabulateScores.js';
import { varianceDegrees } from './varianceDegrees.js';
import type { Bounds } from './wilson.js';

export interface Auc extends ClassTotals {
  /** P(s⁺ > s⁻) + ½ P(s⁺ = s⁻) over pairs of a positive and a negative row. */
  readonly area: number;
  /** DeLong's variance of it; null where a class has one row only and so no spread. */
  readonly variance: number | null;
  /** Degrees of freedom of that variance, by Welch and Satterthwaite from its two parts, each from how its placements are spread. */
  readonly degrees: number | null;
}

/**
 * Area under the ROC curve, with the variance of its placements: for every positive row the share of negatives it beats (half for a
 * tie), for every negative row the share of positives that beat it,
 *   variance = s²(placements of positives) ÷ m + s²(placements of negatives) ÷ n,   m positives, n negatives.
 * Weights count as so many rows. Null where a class is absent: there is no pair.
 * DeLong, DeLong, Clarke-Pearson 1988, "Comparing the areas under two or more correlated receiver operating characteristic curves",
 * Biometrics 44; placements from one pass over the sorted scores as in Sun and Xu 2014, IEEE Signal Processing Letters 21.
 */
export function areaUnderRoc(table: ScoreTable): Auc | null {
  const { positives: m, negatives: n } = classTotals(table);
  if (m === 0 || n === 0) return null;
  let negativesBelow = 0;
  let positivesBelow = 0;
  let beaten = 0;
  let lost = 0;
  for (let i = 0; i < table.scores.length; i++) {
    beaten += table.positives[i]! * (negativesBelow + table.negatives[i]! / 2);
    lost += table.negatives[i]! * (positivesBelow + table.positives[i]! / 2);
    negativesBelow += table.negatives[i]!;
    positivesBelow += table.positives[i]!;
  }
  // Sums of fractional weights leave a perfect order a little below 1; that nothing was lost is exact.
  const area = lost === 0 ? 1 : Math.min(1, beaten / m / n);
  const placements = placementsOf(table, m, n);
  let ofPositives = 0;
  let ofNegatives = 0;
  let fourthsOfPositives = 0;
  let fourthsOfNegatives = 0;
  for (let i = 0; i < table.scores.length; i++) {
    const positive = table.positives[i]!;
    const negative = table.negatives[i]!;
    const squareOfPositive = (placements.ofPositive[i]! - area) ** 2;
    const squareOfNegative = (placements.ofNegative[i]! - area) ** 2;
    ofPositives += positive * squareOfPositive;
    ofNegatives += negative * squareOfNegative;
    fourthsOfPositives += positive * squareOfPositive ** 2;
    fourthsOfNegatives += negative * squareOfNegative ** 2;
  }
  if (!(m > 1 && n > 1)) return { area, variance: null, degrees: null, positives: m, negatives: n };
  const [one, other] = [ofPositives / (m - 1) / m, ofNegatives / (n - 1) / n];
  const variance = one + other > ROUNDING ? one + other : 0;
  const doubt = one ** 2 / varianceDegrees(m, ofPositives, fourthsOfPositives) + other ** 2 / varianceDegrees(n, ofNegatives, fourthsOfNegatives);
  return { area, variance, degrees: variance > 0 ? variance ** 2 / doubt : null, positives: m, negatives: n };
}

/** For each score: the share of negatives that a positive row beats, and of positives that beat a negative row. */
function placementsOf({ positives, negatives }: ScoreTable, m: number, n: number): LeftOut {
  const ofPositive = new Float64Array(positives.length);
  const ofNegative = new Float64Array(positives.length);
  let negativesBelow = 0;
  let positivesBelow = 0;
  for (let i = 0; i < positives.length; i++) {
    ofPositive[i] = (negativesBelow + negatives[i]! / 2) / n;
    ofNegative[i] = (m - positivesBelow - positives[i]! / 2) / m;
    negativesBelow += negatives[i]!;
    positivesBelow += positives[i]!;
  }
  return { ofPositive, ofNegative };
}

/** How much one row of each score moves the area: its placement less the area, by as many rows as its class has. Null where a class is absent. */
export function influenceOnArea(table: ScoreTable): LeftOut | null {
  const { positives: m, negatives: n } = classTotals(table);
  const found = areaUnderRoc(table);
  if (found === null) return null;
  const { ofPositive, ofNegative } = placementsOf(table, m, n);
  return { ofPositive: ofPositive.map((share) => (share - found.area) / m), ofNegative: ofNegative.map((share) => (share - found.area) / n) };
}

/** Of placements that are all the same, in sums of fractional weights; squared. One pair in the wrong order among 10¹² makes 10⁻²⁴. */
const ROUNDING = 1e-28;

/**
 * Interval of the area for a normal quantile z, on the scale of log(A ÷ (1 − A)): it stays within [0, 1] and leans inwards where the area is
 * close to an end, as the area's own distribution does; the plain A ± z·SE leaves [0, 1] there and covers too seldom.
 * Pepe 2003, "The statistical evaluation of medical tests", section 5.2; with Student's quantile in place of z, since the spread of few positives is itself
 * uncertain, and of many as well where all but a few are placed alike (a nearly perfect ranking: see varianceDegrees) (Welch 1947, "The generalization of Student's problem when several different population variances are involved", Biometrika 34).
 *
 * Two cases have no such interval:
 * - One row of a class. Its placements have no spread to see; their variance is at most A(1 − A) ÷ min(m, n) whatever the scores
 *   (Birnbaum and Klose 1957, "Bounds for the variance of the Mann–Whitney statistic", Annals of Mathematical Statistics 28), and that is used.
 * - Every pair comes out alike (all won, all lost, or all tied: a constant score), so the variance is 0. There are min(m, n) pairs that share no
 *   row, all alike; so at least a share t of pairs is (see leastShareAlike), and the area lies between [won] t and [won] t + (1 − t),
 *   where [won] is 1, 0 or ½.
 */
export function boundsOfAuc({ area, variance, degrees, positives, negatives }: Auc, z: number): Bounds {
  const pairs = Math.min(positives, negatives);
  if (area === 0 || area === 1 || variance === 0) {
    const alike = leastShareAlike(pairs, z);
    return { lower: area * alike, upper: area * alike + (1 - alike) };
  }
  return logitBounds(area, Math.sqrt(variance ?? (area * (1 - area)) / pairs), degrees, z);
}
