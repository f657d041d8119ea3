import { z } from 'zod';
import { outcomesOfClass } from './classAgainstRest.js';
import { difference } from './disparity.js';
import { falsePositiveRate } from './falsePositiveRate.js';
import { disparityOptions, type FairnessMetric } from './metric.js';
import { precision } from './precision.js';
import { ratePerGroup, rateStatistic } from './rate.js';
import { selectionRate } from './selectionRate.js';
import { hardt2016, newcombe1998, romano2014, sokolova2009 } from './sources.js';
import { truePositiveRate } from './truePositiveRate.js';
import { wilson1927 } from '../method/sources.js';

const rates = { selectionRate, truePositiveRate, falsePositiveRate, precision } as const;
const names = Object.keys(rates) as (keyof typeof rates)[];

const oneVersusRestOptions = disparityOptions.extend({
  statistics: z.array(z.enum(names)).min(1).default(['truePositiveRate', 'falsePositiveRate', 'precision']).describe('Which rates are given for each class.'),
});
type OneVersusRestOptions = z.infer<typeof oneVersusRestOptions>;

/**
 * The rates of every class against all others, in all rows and in every group, and for each class the largest gap between two groups.
 *   scope group: TP ÷ (TP + FN), FP ÷ (FP + TN), TP ÷ (TP + FP) with the class in the place of the positive one; scope gap: max − min over groups
 * Undefined where a denominator is empty. With two classes the second's rates say the same as the first's. Sokolova, Lapalme 2009; Hardt, Price, Srebro 2016.
 */
export const oneVersusRest: FairnessMetric<OneVersusRestOptions> = {
  pillar: 'fairness',
  id: 'oneVersusRest',
  version: 1,
  label: 'One class against the rest',
  summary: 'Recognition, false alarms and precision of each class in each group, and the largest gap between groups.',
  definition:
    'For every class, the rates with this class as the positive one and all others as negative; class and statistic stand in the options. scope group: the rate, with Wilson interval; scope gap: max − min over groups, with the interval of a widest gap (Newcombe, from all pairs at once). Groups with fewer rows than minimumGroupSize (1: none) are left out of gaps and counted.',
  caution:
    'Many classes make many gaps, of which some are large by chance: look at the intervals, and for tests at disparityTests. Which classes are good for people is not known here; a gap in a class that changes nothing for anybody means little. With two classes it repeats what the metrics of the positive class say.',
  sources: [sokolova2009, hardt2016, wilson1927, newcombe1998, romano2014],
  needs: ['predictions', 'labels'],
  range: [0, 1],
  direction: 'none',
  onRequest: true,
  options: oneVersusRestOptions,
  compute(outcomes, options) {
    const classes = [...new Set([...outcomes.labels, ...outcomes.predicted])];
    return classes.flatMap((name) => {
      const seen = outcomesOfClass(outcomes, name);
      return options.statistics.flatMap((statistic) => {
        const told = (scope: string) => (one: ReturnType<typeof ratePerGroup>[number]) => ({ ...one, resolved: { class: name, statistic, scope } });
        return [...ratePerGroup(seen, rates[statistic], options).map(told('group')), ...difference(seen, [rateStatistic(rates[statistic])], options).map(told('gap'))];
      });
    });
  },
};
