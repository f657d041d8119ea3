import { weightedSum } from '../numeric/uncertain.js';
import { againstReference } from './disparity.js';
import { falsePositiveRate } from './falsePositiveRate.js';
import { referenceOptions, type FairnessMetric, type ReferenceOptions } from './metric.js';
import { rateStatistic } from './rate.js';
import { bellamy2019, hardt2016, zou2008 } from './sources.js';
import { truePositiveRate } from './truePositiveRate.js';

/**
 * Mean of a group's gaps in false positive rate and in true positive rate to the reference group, with their signs.
 *   ½ [(FPR_a − FPR_reference) + (TPR_a − TPR_reference)],   in [−1, 1], ideal 0
 * Above 0 the group is called positive more often than the reference, among people with the same label. Four rates over four sets of rows, so the interval follows
 * from their Wilson intervals (Zou, Donner 2008). Undefined (null) when group or reference lacks positives or negatives.
 * As AI Fairness 360 defines it (Bellamy et al. 2019): unprivileged − privileged.
 */
export const averageOddsDifference: FairnessMetric<ReferenceOptions> = {
  pillar: 'fairness',
  id: 'averageOddsDifference',
  version: 1,
  label: 'Average odds difference',
  summary: 'Mean of the gaps of a group to a reference group in false positive rate and true positive rate, with sign.',
  definition:
    '½ [(FPR − FPR of the reference group) + (TPR − TPR of the reference group)], the reference being the one named for the attribute, else the largest. Interval by variance estimates recovered from four Wilson intervals. Groups with fewer rows than minimumGroupSize (1: none) are not judged. Not estimable when group or reference has no positives or no negatives.',
  caution:
    '0 does not mean that odds are equal: a gap in false positives and one in true positives of the other sign cancel. Use averageAbsoluteOddsDifference or equalizedOddsDifference where that matters. Swapping the positive class changes the sign. It trusts the labels.',
  sources: [bellamy2019, hardt2016, zou2008],
  needs: ['predictions', 'labels', 'groups'],
  range: [-1, 1],
  ideal: 0,
  direction: 'ideal',
  options: referenceOptions,
  compute: (outcomes, options) =>
    againstReference(outcomes, [rateStatistic(falsePositiveRate), rateStatistic(truePositiveRate)], options, ([falsePositive, truePositive], [theirFalse, theirTrue]) => ({
      ...weightedSum([
        { factor: 0.5, of: falsePositive! },
        { factor: -0.5, of: theirFalse! },
        { factor: 0.5, of: truePositive! },
        { factor: -0.5, of: theirTrue! },
      ]),
      method: 'mover',
    })),
};
