import { twoSidedZ } from '../numeric/normal.js';
import { studentTQuantile } from '../numeric/studentT.js';
import { varianceDegrees } from '../numeric/varianceDegrees.js';
import type { GroupScores } from './groupedOutcomes.js';
import { spreadOfParts } from './influence.js';
import { scoresOf } from './scoreCdf.js';

/**
 * So many independent places would leave a group's share p of the first places the variance that the parts of the sample show, n of K places in all with
 *   p (1 − p) ÷ n = P/(P − 1) Σ over the P parts with rows of z² ÷ K²,   z = Σ w a ([row of the group] − p) over the part's rows, a the part of a row that is among the first,
 * so that rows that belong together cost as much as they are alike in being there, and weights as much as heavy rows are. Fewer by (1.96 ÷ t)² where the parts are few, as in effectivePerWeight.
 *   amongFirst: a by score. Null where the sample is not kept in parts, or nothing varies.
 * Linearisation: Wolter 2007, "Introduction to variance estimation", chapter 6.
 */
export function effectivePlaces(group: GroupScores, all: GroupScores, amongFirst: ReadonlyMap<number, number>, p: number): number | null {
  if (group.parts === null || all.parts === null) return null;
  const ofBin = sharesOfBins(all, amongFirst);
  const ofPart = new Map<number, number>();
  const add = (lists: readonly (readonly number[])[], factor: number): void => {
    for (const sums of lists) {
      for (let i = 0; i < sums.length; i += 5) {
        const weight = sums[i + 2]! + sums[i + 3]! + sums[i + 4]!;
        ofPart.set(sums[i]!, (ofPart.get(sums[i]!) ?? 0) + factor * weight * ofBin.get(sums[i + 1]!)!);
      }
    }
  };
  add(group.parts.sums, 1);
  add(all.parts.sums, -p);
  const { values: scores, weights } = scoresOf(all);
  const places = scores.reduce((sum, score, i) => sum + weights[i]! * (amongFirst.get(score) ?? 0), 0);
  const { used, squares, fourths } = spreadOfParts(ofPart);
  if (used < 2 || !(p > 0 && p < 1) || !(squares > 0)) return null;
  const n = (p * (1 - p) * places ** 2 * (used - 1)) / (used * squares);
  const known = twoSidedZ(0.95) / studentTQuantile(0.975, varianceDegrees(used, squares, fourths));
  return n * known ** 2;
}

/** Which part of a bin's rows is among the first. */
function sharesOfBins(all: GroupScores, amongFirst: ReadonlyMap<number, number>): ReadonlyMap<number, number> {
  const weights = new Map<number, number>();
  const first = new Map<number, number>();
  const { values: scores, weights: ofScore } = scoresOf(all);
  scores.forEach((score, i) => {
    const bin = all.parts!.binOfScore[i]!;
    const weight = ofScore[i]!;
    weights.set(bin, (weights.get(bin) ?? 0) + weight);
    first.set(bin, (first.get(bin) ?? 0) + weight * (amongFirst.get(score) ?? 0));
  });
  return new Map([...weights].map(([bin, weight]) => [bin, weight > 0 ? first.get(bin)! / weight : 0]));
}
