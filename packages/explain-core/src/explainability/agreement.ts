import { correlation } from './faithfulness.js';
import { averageRanks, largestFirst } from './rankings.js';

/** How two explanations of one row agree; each in [0, 1], the correlation in [−1, 1] or null. */
export interface Agreement {
  readonly featureAgreement: number;
  readonly rankAgreement: number;
  readonly signAgreement: number;
  readonly signedRankAgreement: number;
  readonly rankCorrelation: number | null;
  readonly pairwiseRankAgreement: number | null;
}

/**
 * Measures of Krishna et al. 2022, section 4.1, over the k features that each explanation finds largest by |φ| (all, if there are fewer):
 *   featureAgreement: share of the k that both have; rankAgreement: that both have at the same place; signAgreement: that both have with the same sign; signedRankAgreement: with the same sign at the same place.
 * and over all features:
 *   rankCorrelation: Spearman's ρ of |φ|, equals at their mean rank; null where one explanation's are all equal.
 *   pairwiseRankAgreement: share of pairs of features of which both find the same one larger, or neither; null for one feature.
 */
export function agreementOf(first: readonly number[], second: readonly number[], k: number): Agreement {
  const [a, b] = [largestFirst(first, k), largestFirst(second, k)];
  const isSameSign = (j: number): boolean => Math.sign(first[j]!) === Math.sign(second[j]!);
  const share = (holds: (feature: number, place: number) => boolean): number => a.filter(holds).length / a.length;
  const [sizes, others] = [first.map(Math.abs), second.map(Math.abs)];
  return {
    featureAgreement: share((j) => b.includes(j)),
    rankAgreement: share((j, place) => b[place] === j),
    signAgreement: share((j) => b.includes(j) && isSameSign(j)),
    signedRankAgreement: share((j, place) => b[place] === j && isSameSign(j)),
    rankCorrelation: correlation(averageRanks(sizes), averageRanks(others)),
    pairwiseRankAgreement: pairsAlike(sizes, others),
  };
}

function pairsAlike(first: readonly number[], second: readonly number[]): number | null {
  let [pairs, alike] = [0, 0];
  for (let i = 0; i < first.length; i++) {
    for (let j = 0; j < i; j++) {
      pairs++;
      if (Math.sign(first[i]! - first[j]!) === Math.sign(second[i]! - second[j]!)) alike++;
    }
  }
  return pairs === 0 ? null : alike / pairs;
}
