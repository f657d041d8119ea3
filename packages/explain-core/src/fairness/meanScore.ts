import { ownScore } from '../numeric/scoreMoments.js';
import { rateOptions, type FairnessMetric, type RateOptions } from './metric.js';
import { meanStatistic } from './scoreMean.js';
import type { ScoreScale } from './scoreScale.js';
import { hall1992, pleiss2017, student1908 } from './scoreSources.js';
import { perGroup, type Statistic } from './statistic.js';

/**
 * Mean of the score over all rows of the group, labelled or not, in the score's own units. Undefined only without rows.
 * Pleiss et al. 2017 compare it within classes as generalized false positive and negative rates.
 */
export const meanScore: FairnessMetric<RateOptions> = {
  pillar: 'fairness',
  id: 'meanScore',
  version: 2,
  label: 'Mean score',
  summary: 'Average score that the model gives a group.',
  definition:
    'Mean of the score over all rows of the group, in the units of the score, with Student’s interval, corrected for skewness and cut at the smallest and largest score that there can be; where all scores are equal, an interval for the share of rows that have another.',
  caution: 'A group may score lower on average because the outcome is rarer among it: compare with the base rate (calibrationGap) before calling a gap unequal treatment. A mean hides the shape: see scoreWasserstein and scoreKolmogorovSmirnov.',
  sources: [pleiss2017, student1908, hall1992],
  needs: ['scores'],
  direction: 'none',
  options: rateOptions,
  compute: (outcomes, options) => perGroup(outcomes, meanScoreStatistic(outcomes.scale), options),
};

/** The scale says how far off a row may be that was not seen. */
export function meanScoreStatistic(scale: ScoreScale | null): Statistic {
  return meanStatistic('score', ownScore, { id: meanScore.id, label: meanScore.label, range: [scale?.from ?? 0, scale?.to ?? 1], withoutLabels: true });
}
