import { occurringClasses } from './classAgainstRest.js';
import { macroRate } from './macro.js';
import { rateOptions, type FairnessMetric, type RateOptions } from './metric.js';
import { sokolova2009, zou2008 } from './sources.js';
import { perGroup } from './statistic.js';
import { truePositiveRate } from './truePositiveRate.js';

/**
 * 1/C Σ_c P(h = c | y = c, A = a) over the C classes that any row is labelled with, in [0, 1], ideal 1; 1/C is what guessing reaches. With two
 * classes it is balanced accuracy. Undefined for a group in which one of the classes has no labelled row. Sokolova, Lapalme 2009.
 */
export const macroRecall: FairnessMetric<RateOptions> = {
  pillar: 'fairness',
  id: 'macroRecall',
  version: 1,
  label: 'Macro recall',
  summary: 'Mean over all classes of the share of a class that the model recognises.',
  definition:
    '1/C Σ rows of class c predicted c ÷ rows of class c, over the classes that occur as labels anywhere in the data, each counting the same. Interval by variance estimates recovered from the Wilson intervals of the classes. Not estimable for a group that lacks one of the classes. Rows without a label are left out and counted in rowsWithoutLabel.',
  caution:
    'A rare class counts as much as a common one, and its few rows make the number uncertain. Groups are compared over the same classes or not at all. The mean hides which class is missed: look at oneVersusRest.',
  sources: [sokolova2009, zou2008],
  needs: ['predictions', 'labels'],
  range: [0, 1],
  ideal: 1,
  direction: 'higher',
  onRequest: true,
  options: rateOptions,
  compute: (outcomes, options) => perGroup(outcomes, macroRate(macroRecall, truePositiveRate, occurringClasses(outcomes).labelled, outcomes), options),
};
