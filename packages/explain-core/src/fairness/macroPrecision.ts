import { occurringClasses } from './classAgainstRest.js';
import { macroRate } from './macro.js';
import { rateOptions, type FairnessMetric, type RateOptions } from './metric.js';
import { precision } from './precision.js';
import { sokolova2009, zou2008 } from './sources.js';
import { perGroup } from './statistic.js';

/**
 * 1/C Σ_c P(y = c | h = c, A = a) over the C classes that any labelled row is predicted, in [0, 1], ideal 1.
 * Undefined for a group in which one of the classes is never predicted; scikit-learn takes 0 there. Sokolova, Lapalme 2009.
 */
export const macroPrecision: FairnessMetric<RateOptions> = {
  pillar: 'fairness',
  id: 'macroPrecision',
  version: 1,
  label: 'Macro precision',
  summary: 'Mean over all classes of the share of those predicted a class who truly are of it.',
  definition:
    '1/C Σ rows of class c predicted c ÷ labelled rows predicted c, over the classes that are predicted for a labelled row anywhere in the data, each counting the same. Interval by variance estimates recovered from the Wilson intervals of the classes. Not estimable for a group in which one of the classes is never predicted. Rows without a label are left out and counted in rowsWithoutLabel.',
  caution:
    'A class that is rarely predicted counts as much as a common one. It depends on how common the classes are: do not read a difference between groups with different shares of the classes as a difference in how well the model works.',
  sources: [sokolova2009, zou2008],
  needs: ['predictions', 'labels'],
  range: [0, 1],
  ideal: 1,
  direction: 'higher',
  onRequest: true,
  options: rateOptions,
  compute: (outcomes, options) => perGroup(outcomes, macroRate(macroPrecision, precision, occurringClasses(outcomes).predicted, outcomes), options),
};
