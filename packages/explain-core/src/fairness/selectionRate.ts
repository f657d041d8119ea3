import { wilson1927 } from '../method/sources.js';
import { ratePerGroup, type RateMetric } from './rate.js';
import { rateOptions } from './metric.js';
import { dwork2012 } from './sources.js';

/**
 * P(h = favourable | A = a), over all rows, labelled or not. Undefined only without rows.
 * Dwork et al. 2012 compare it between groups as statistical parity.
 */
export const selectionRate: RateMetric = {
  pillar: 'fairness',
  id: 'selectionRate',
  version: 1,
  label: 'Selection rate',
  summary: 'Share of a group that the model gives the favourable outcome.',
  definition:
    'Rows predicted the favourable outcome ÷ all rows of the group, with Wilson interval.',
  caution:
    'It says who gets the favourable outcome, not whether they should. A difference between groups is a fact to explain, not proof of discrimination; and equal rates do not show that people with the same label are treated alike.',
  sources: [dwork2012, wilson1927],
  needs: ['predictions'],
  range: [0, 1],
  direction: 'none',
  options: rateOptions,
  denominator: 'rows',
  usesLabels: false,
  count: (counts) => ({ successes: counts.selected, n: counts.rows }),
  compute: (outcomes, options) => ratePerGroup(outcomes, selectionRate, options),
};
