import { wilson1927 } from '../method/sources.js';
import { ratePerGroup, type RateMetric } from './rate.js';
import { rateOptions } from './metric.js';
import { chouldechova2017 } from './sources.js';

/**
 * P(y ≠ positive | h = positive, A = a) = FP ÷ (TP + FP); precision is what lacks to 1. Not the rate that multiple testing controls.
 * More than two classes: the positive class against all others. Undefined without labelled rows predicted positive.
 * Chouldechova 2017.
 */
export const falseDiscoveryRate: RateMetric = {
  pillar: 'fairness',
  id: 'falseDiscoveryRate',
  version: 1,
  label: 'False discovery rate',
  summary: 'Share of those the model calls positive who truly are not.',
  definition: 'FP ÷ (TP + FP), the positive class against all others, with Wilson interval. Rows without a label are left out and counted in rowsWithoutLabel.',
  caution:
    'One minus precision. Where being called positive harms people (an investigation, a refusal), this is the share harmed by mistake. It depends on the base rate: a group with fewer positives has a higher one at equal error rates.',
  sources: [chouldechova2017, wilson1927],
  needs: ['predictions', 'labels'],
  range: [0, 1],
  ideal: 0,
  direction: 'lower',
  onRequest: true,
  options: rateOptions,
  denominator: 'labelled rows predicted positive',
  usesLabels: true,
  count: ({ truePositives, falsePositives }) => ({ successes: falsePositives, n: truePositives + falsePositives }),
  compute: (outcomes, options) => ratePerGroup(outcomes, falseDiscoveryRate, options),
};
