import { weightedSum, type Uncertain } from '../numeric/uncertain.js';
import { classAgainstRest } from './classAgainstRest.js';
import type { Group, GroupedOutcomes } from './groupedOutcomes.js';
import { rateCounts, rateOf, type RateMetric } from './rate.js';
import type { GroupValue, Statistic } from './statistic.js';

/**
 * The mean over classes of a rate about each class against all others, in one group. The rates must be about different rows, as those within each
 * label or within each predicted class are; then the interval of the mean follows from their Wilson intervals (Zou, Donner 2008).
 * Undefined where the group has no denominator for one of the classes: a mean over fewer classes would be another number.
 */
export function macroRate(of: Pick<Statistic, 'id' | 'label'>, rate: RateMetric, classes: readonly string[], outcomes: GroupedOutcomes): Statistic {
  const views = classes.map((name) => classAgainstRest(outcomes, name));
  return {
    ...of,
    basis: 'counts',
    range: [0, 1],
    of(group): GroupValue {
      const found = views.map((view) => rateOf(rate, view(group)));
      const rows = found.reduce((sum, one) => sum + one.rows, 0);
      if (classes.length === 0) return { rows, value: null, because: 'no row has a label' };
      const lacking = found.findIndex(({ value }) => value === null);
      if (lacking >= 0) return { rows, value: null, because: `with "${classes[lacking]}" as the positive class, ${found[lacking]!.because}` };
      return { rows, method: 'mover', ...weightedSum(found.map((one) => ({ factor: 1 / classes.length, of: one as Uncertain }))) };
    },
    countsOf(group: Group) {
      const perClass = classes.flatMap((name, i): [string, number][] => {
        const { numerator, denominator } = rateCounts(rate, views[i]!(group));
        return [[`${name}: numerator`, numerator!], [`${name}: denominator`, denominator!]];
      });
      const unlabelled = group.rows.rows - group.rows.labelled;
      return { ...Object.fromEntries(perClass), ...(unlabelled > 0 ? { rowsWithoutLabel: unlabelled } : {}) };
    },
  };
}
