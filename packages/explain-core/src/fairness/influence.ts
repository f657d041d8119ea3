import { pow } from '../elementary/power.js';
import { studentTQuantile } from '../numeric/studentT.js';
import { varianceDegrees } from '../numeric/varianceDegrees.js';
import type { GroupScores } from './groupedOutcomes.js';

/** How much one row of each score of a group's table moves a number, up to a common factor and a common constant (an influence function, or the number without that row). */
export interface RowInfluence {
  readonly ofPositive: ArrayLike<number>;
  readonly ofNegative: ArrayLike<number>;
  /** Only for what counts rows without a label. */
  readonly ofUnlabelled?: ArrayLike<number>;
}

/**
 * So many independent rows of weight 1, for a weight of 1, would leave a number the variance that the parts of the sample show: n of W in all with
 *   W Σ w (u − ū)² ÷ (n − 1) = P/(P − 1) Σ over the P parts with rows of (Σ w (u − ū))²,   u the influence of a row,
 * so by the design effect of the very number asked for: rows that belong together cost as much as they are alike in it, and weights as much as heavy rows stand out in it.
 * Fewer where the parts tell less of that variance than n rows would, by (t ÷ t′)², Student's quantiles at 95 % for the degrees of freedom of both (varianceDegrees).
 * `rows` is the most there can be. Null where the sample is not kept in parts or nothing varies. Scores are kept in bins there, and influence is averaged over each.
 * Linearisation: Wolter 2007, "Introduction to variance estimation", chapter 6; design effect: Kish 1965, "Survey sampling", section 8.2.
 */
export function effectivePerWeight({ table, unlabelled, parts }: GroupScores, influence: RowInfluence, rows: number): number | null {
  if (parts === null) return null;
  const kinds = [
    { weights: table.positives, moves: influence.ofPositive },
    { weights: table.negatives, moves: influence.ofNegative },
    ...(influence.ofUnlabelled === undefined ? [] : [{ weights: unlabelled, moves: influence.ofUnlabelled }]),
  ].map(({ weights, moves }) => averaged(weights, moves, parts.binOfScore));
  let weight = 0;
  let moved = 0;
  for (const { weights, sums } of kinds) for (const [bin, own] of weights) [weight, moved] = [weight + own, moved + sums.get(bin)!];
  const mean = moved / weight;
  let spread = 0;
  let fourth = 0;
  const centred = kinds.map(({ weights, sums }) => new Map([...weights].map(([bin, own]) => [bin, sums.get(bin)! / own - mean])));
  kinds.forEach(({ weights }, kind) => {
    weights.forEach((own, bin) => {
      const square = centred[kind]!.get(bin)! ** 2;
      spread += own * square;
      fourth += own * square ** 2;
    });
  });
  const ofPart = new Map<number, number>();
  for (const sums of parts.sums) {
    for (let i = 0; i < sums.length; i += 5) {
      for (let kind = 0; kind < kinds.length; kind++) {
        const own = sums[i + 2 + kind]!;
        if (own > 0) ofPart.set(sums[i]!, (ofPart.get(sums[i]!) ?? 0) + own * centred[kind]!.get(sums[i + 1]!)!);
      }
    }
  }
  const { used, squares, fourths } = spreadOfParts(ofPart);
  if (used < 2 || !(spread > ROUNDING * weight) || !(squares > 0)) return null;
  const n = Math.min(rows, 1 + (weight * spread * (used - 1)) / (used * squares));
  const ofRows = varianceDegrees(n, (n / weight) * spread, (n / weight) * fourth);
  const ofParts = varianceDegrees(used, squares, fourths);
  const cost = ofParts < ofRows ? (studentTQuantile(0.975, ofRows) / studentTQuantile(0.975, ofParts)) ** 2 : 1;
  return (n * cost) / weight;
}

/** Of the sums of the parts that have rows, each about 0: how many there are, Σ z² and Σ z⁴. */
export function spreadOfParts(ofPart: ReadonlyMap<number, number>): { readonly used: number; readonly squares: number; readonly fourths: number } {
  let squares = 0;
  let fourths = 0;
  for (const sum of ofPart.values()) {
    squares += sum ** 2;
    fourths += pow(sum, 4);
  }
  return { used: ofPart.size, squares, fourths };
}

/** Of numbers that are all the same, added in another order; squared. */
const ROUNDING = 1e-24;

/** Weight, and influence times weight, of each bin. */
function averaged(weights: Float64Array, moves: ArrayLike<number>, binOfScore: Int32Array): { readonly weights: ReadonlyMap<number, number>; readonly sums: ReadonlyMap<number, number> } {
  const all = new Map<number, number>();
  const sums = new Map<number, number>();
  weights.forEach((weight, i) => {
    if (!(weight > 0)) return;
    const bin = binOfScore[i]!;
    all.set(bin, (all.get(bin) ?? 0) + weight);
    sums.set(bin, (sums.get(bin) ?? 0) + weight * moves[i]!);
  });
  return { weights: all, sums };
}
