import { differenceBounds, transformed } from '../numeric/uncertain.js';
import { againstReference } from './disparity.js';
import { referenceOptions, type FairnessMetric, type ReferenceOptions } from './metric.js';
import { rateOf, type Rate } from './rate.js';
import { berk2021, zou2008 } from './sources.js';
import type { Statistic } from './statistic.js';

/** FN ÷ (FN + FP): of a group's mistakes about the positive class, those that miss it. */
const missShare: Rate = {
  denominator: 'rows decided wrongly',
  usesLabels: true,
  count: ({ falseNegatives, falsePositives }) => ({ successes: falseNegatives, n: falseNegatives + falsePositives }),
};

/** FN ÷ FP = q ÷ (1 − q) for the share q of misses among mistakes. */
const missesPerFalseAlarm: Statistic = {
  id: 'missesPerFalseAlarm',
  label: 'False negatives per false positive',
  basis: 'counts',
  range: [0, Number.MAX_VALUE],
  of(group) {
    const found = rateOf(missShare, group);
    if (found.value === null) return found;
    if (found.value === 1) return { rows: found.rows, value: null, because: `none of the ${found.rows} wrong decisions is a false positive, so there is nothing to divide by` };
    return { rows: found.rows, method: found.method, ...transformed(found, (share) => share / (1 - share)) };
  },
  countsOf: ({ counts: { falseNegatives, falsePositives }, rows, parts }) => ({ falseNegatives, falsePositives, ...(parts === null ? {} : { rows: missShare.count(rows).n }) }),
};

/**
 * How many false negatives come on each false positive in a group, minus the same in the reference group.
 *   FN_a ÷ FP_a − FN_reference ÷ FP_reference,   in (−∞, ∞), ideal 0
 * FN ÷ FP are the odds of a miss among mistakes, so the ends of the Wilson interval of that share become those of the ratio, and the interval of the difference follows
 * from both (Zou, Donner 2008); a bootstrap is undefined whenever a draw has no false positive. Undefined (null) when group or reference has none.
 * Berk et al. 2021: treatment equality, there as the ratio itself.
 */
export const treatmentEqualityDifference: FairnessMetric<ReferenceOptions> = {
  pillar: 'fairness',
  id: 'treatmentEqualityDifference',
  version: 1,
  label: 'Treatment equality difference',
  summary: 'False negatives for each false positive in a group, minus the same in a reference group.',
  definition:
    'FN ÷ FP − FN ÷ FP of the reference group (the one named for the attribute, else the largest). Interval by variance estimates recovered from the Wilson intervals of FN ÷ (FN + FP), mapped. Groups with fewer rows than minimumGroupSize (1: none) are not judged. Not estimable when group or reference has no false positives.',
  caution:
    'It compares the mix of mistakes, not how many there are: a model that errs on everybody in one group can have 0 here. It depends on base rates. With few mistakes it swings with single rows and its interval is wide. Use it where trading one mistake for the other is what is at issue, with the error rates beside it.',
  sources: [berk2021, zou2008],
  needs: ['predictions', 'labels', 'groups'],
  ideal: 0,
  direction: 'ideal',
  onRequest: true,
  options: referenceOptions,
  compute: (outcomes, options) =>
    againstReference(outcomes, [missesPerFalseAlarm], options, ([group], [reference]) => ({
      value: group!.value - reference!.value,
      bounds: (z) => differenceBounds(group!, reference!, z),
      method: 'mover',
    })),
};
