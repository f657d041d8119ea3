import { sumOfSizes } from '../numeric/sumOfSizes.js';
import { weightedSum } from '../numeric/uncertain.js';
import { againstReference } from './disparity.js';
import { falsePositiveRate } from './falsePositiveRate.js';
import { referenceOptions, type FairnessMetric, type ReferenceOptions } from './metric.js';
import { rateStatistic } from './rate.js';
import { bellamy2019, hardt2016, romano2014, zou2008 } from './sources.js';
import { truePositiveRate } from './truePositiveRate.js';

/**
 * Mean size of a group's gaps in false positive rate and in true positive rate to the reference group.
 *   ½ (|FPR_a − FPR_reference| + |TPR_a − TPR_reference|),   in [0, 1], ideal 0
 * A sum of sizes is too large on average, and draws of it never come near 0: its interval is that of the larger of the sum and the difference of
 * the gaps (sumOfSizes), which does. Undefined (null) when group or reference lacks positives or negatives. As AI Fairness 360 defines it (Bellamy et al. 2019).
 */
export const averageAbsoluteOddsDifference: FairnessMetric<ReferenceOptions> = {
  pillar: 'fairness',
  id: 'averageAbsoluteOddsDifference',
  version: 1,
  label: 'Average absolute odds difference',
  summary: 'Mean size of the gaps of a group to a reference group in false positive rate and true positive rate.',
  definition:
    '½ (|FPR − FPR of the reference group| + |TPR − TPR of the reference group|), the reference being the one named for the attribute, else the largest. Interval by variance estimates recovered from four Wilson intervals, for the larger of |sum| and |difference| of the gaps, which is the same number (upper end intersection–union, lower end two-step Bonferroni). It holds the true value at least as often as the level says. Groups with fewer rows than minimumGroupSize (1: none) are not judged. Not estimable when group or reference has no positives or no negatives.',
  caution:
    '0 means that people with the same label are treated alike in group and reference. Without sign it does not say who is favoured: look at averageOddsDifference. It is above 0 by chance alone in small groups; its interval reaches down to 0 then. It trusts the labels.',
  sources: [bellamy2019, hardt2016, zou2008, romano2014],
  needs: ['predictions', 'labels', 'groups'],
  range: [0, 1],
  ideal: 0,
  direction: 'lower',
  onRequest: true,
  options: referenceOptions,
  compute: (outcomes, options) =>
    againstReference(outcomes, [rateStatistic(falsePositiveRate), rateStatistic(truePositiveRate)], options, ([falsePositive, truePositive], [theirFalse, theirTrue]) => {
      const gaps = [[falsePositive!, theirFalse!], [truePositive!, theirTrue!]] as const;
      const [first, second] = gaps.map(([own, theirs]) => weightedSum([{ factor: 0.5, of: own }, { factor: -0.5, of: theirs }]));
      return { ...sumOfSizes(first!, second!), method: 'simultaneousMover' };
    }),
};
