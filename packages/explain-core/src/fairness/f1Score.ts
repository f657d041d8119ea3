import { wilson1927 } from '../method/sources.js';
import { transformed } from '../numeric/uncertain.js';
import { rateOptions } from './metric.js';
import { rateOf, type Rate } from './rate.js';
import { vanRijsbergen1979 } from './sources.js';
import { perGroup, type StatisticMetric } from './statistic.js';

/** TP ÷ (TP + FP + FN), Jaccard's share: of the labelled rows that are positive or called so, those that are both. */
const jaccard: Rate = {
  denominator: 'labelled rows that are positive or predicted so',
  usesLabels: true,
  count: ({ truePositives, falsePositives, falseNegatives }) => ({ successes: truePositives, n: truePositives + falsePositives + falseNegatives }),
};

/**
 * 2 TP ÷ (2 TP + FP + FN) = 2 J ÷ (1 + J), J = TP ÷ (TP + FP + FN): the harmonic mean of precision and true positive rate, in [0, 1], ideal 1.
 * J is a share of rows and F1 rises with it, so the ends of J's Wilson interval become those of F1. Undefined where no labelled row is positive or
 * predicted so. More than two classes: the positive class against all others. van Rijsbergen 1979.
 */
export const f1Score: StatisticMetric = {
  pillar: 'fairness',
  id: 'f1Score',
  version: 1,
  label: 'F1 score',
  summary: 'Harmonic mean of precision and true positive rate.',
  definition: '2 TP ÷ (2 TP + FP + FN), the positive class against all others. Wilson interval of TP ÷ (TP + FP + FN), mapped. Rows without a label are left out and counted in rowsWithoutLabel.',
  caution:
    'One number for two kinds of mistake, which says nothing about true negatives. It depends on the base rate: do not read a difference between groups of different base rates as a difference in how well the model works. It changes when positive and negative are swapped.',
  sources: [vanRijsbergen1979, wilson1927],
  needs: ['predictions', 'labels'],
  range: [0, 1],
  ideal: 1,
  direction: 'higher',
  options: rateOptions,
  basis: 'counts',
  of(group) {
    const found = rateOf(jaccard, group);
    return found.value === null ? found : { rows: found.rows, method: found.method, ...transformed(found, (share) => (2 * share) / (1 + share)) };
  },
  countsOf({ counts: { truePositives, falsePositives, falseNegatives }, rows, parts }) {
    return {
      truePositives,
      falsePositives,
      falseNegatives,
      ...(parts === null ? {} : { rows: jaccard.count(rows).n }),
      ...(rows.rows > rows.labelled ? { rowsWithoutLabel: rows.rows - rows.labelled } : {}),
    };
  },
  compute: (outcomes, options) => perGroup(outcomes, f1Score, options),
};
