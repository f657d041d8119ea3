import { wilson1927 } from '../method/sources.js';
import { ratePerGroup, type RateMetric } from './rate.js';
import { rateOptions } from './metric.js';
import { hardt2016 } from './sources.js';

/**
 * P(h = positive | y = positive, A = a) = TP ÷ (TP + FN); the false negative rate is what lacks to 1.
 * More than two classes: the positive class against all others. Undefined without rows labelled positive.
 * Hardt, Price, Srebro 2016: what equal opportunity compares.
 */
export const truePositiveRate: RateMetric = {
  pillar: 'fairness',
  id: 'truePositiveRate',
  version: 1,
  label: 'True positive rate',
  summary: 'Share of the truly positive that the model recognises; also recall or sensitivity.',
  definition:
    'TP ÷ (TP + FN), the positive class against all others, with Wilson interval. Rows without a label are left out and counted in rowsWithoutLabel.',
  caution:
    'Where the positive class is the one that helps people, it says how many of the deserving are found. It rests on the rows labelled positive alone, which may be few, and on those labels being right; where labels exist only for those once selected, people who were never given a chance are missing from it.',
  sources: [hardt2016, wilson1927],
  needs: ['predictions', 'labels'],
  range: [0, 1],
  ideal: 1,
  direction: 'higher',
  options: rateOptions,
  denominator: 'rows labelled positive',
  usesLabels: true,
  count: (counts) => ({ successes: counts.truePositives, n: counts.truePositives + counts.falseNegatives }),
  compute: (outcomes, options) => ratePerGroup(outcomes, truePositiveRate, options),
};
