import { weightedSum, type Uncertain } from '../numeric/uncertain.js';
import { classAgainstRest, occurringClasses } from './classAgainstRest.js';
import { f1Score } from './f1Score.js';
import type { Group, GroupedOutcomes } from './groupedOutcomes.js';
import { rateOptions, type FairnessMetric, type RateOptions } from './metric.js';
import { sokolova2009, zou2008 } from './sources.js';
import { perGroup, type GroupValue, type Statistic } from './statistic.js';

/**
 * 1/C Σ_c 2 TP_c ÷ (2 TP_c + FP_c + FN_c), each class against all others, over the C classes that occur as label or prediction of a labelled row
 * anywhere; in [0, 1], ideal 1. Undefined for a group in which one of the classes neither is a label nor predicted. Sokolova, Lapalme 2009.
 * A row counts in the F1 of its label and of its prediction, so these are not independent: the interval of the mean follows from theirs and their correlation (macroF1Statistic).
 */
export const macroF1: FairnessMetric<RateOptions> = {
  pillar: 'fairness',
  id: 'macroF1',
  version: 2,
  label: 'Macro F1',
  summary: 'Mean over all classes of their F1 scores.',
  definition:
    '1/C Σ 2 TP ÷ (2 TP + FP + FN), each class against all others and counting the same, over the classes that occur as label or prediction of labelled rows anywhere in the data. Interval by variance estimates recovered from the intervals of the classes’ F1 scores and their correlations. Not estimable for a group in which one of the classes does not occur. Rows without a label are left out and counted in rowsWithoutLabel.',
  caution:
    'A rare class counts as much as a common one. Like F1 it depends on how common the classes are: do not read a difference between groups with different shares of the classes as a difference in how well the model works. It is the mean of the F1 scores, not F1 of mean precision and mean recall; both are called macro F1.',
  sources: [sokolova2009, zou2008],
  needs: ['predictions', 'labels'],
  range: [0, 1],
  ideal: 1,
  direction: 'higher',
  onRequest: true,
  options: rateOptions,
  compute: (outcomes, options) => perGroup(outcomes, macroF1Statistic(outcomes), options),
};

/** The correlations of the classes' F1 scores are those of what one row does to each (linearised), over the cells of label × prediction. */
export function macroF1Statistic(outcomes: GroupedOutcomes): Statistic {
  const { labelled, predicted } = occurringClasses(outcomes);
  const classes = [...new Set([...labelled, ...predicted])];
  const views = classes.map((name) => classAgainstRest(outcomes, name));
  return {
    id: macroF1.id,
    label: macroF1.label,
    basis: 'counts',
    range: [0, 1],
    of(group): GroupValue {
      const rows = group.rows.labelled;
      if (rows === 0 || classes.length === 0) return { rows, value: null, because: `none of the ${group.rows.rows} rows has a label` };
      const scores = views.map((view) => f1Score.of(view(group)));
      const lacking = scores.findIndex(({ value }) => value === null);
      if (lacking >= 0) return { rows, value: null, because: `"${classes[lacking]}" is neither a label nor predicted in the ${rows} labelled rows` };
      return { rows, method: 'mover', ...weightedSum(scores.map((of) => ({ factor: 1 / classes.length, of: of as Uncertain })), correlations(outcomes, classes, group)) };
    },
    countsOf: ({ counts, rows }) => ({ correct: counts.correct, classes: classes.length, ...(rows.rows > rows.labelled ? { rowsWithoutLabel: rows.rows - rows.labelled } : {}) }),
  };
}

/**
 * Correlation of two classes' F1 = 2H ÷ D, D = rows of the class + rows predicted so. A row of label l predicted p moves it by (2 [l = p = c] − F1 ([l = c] + [p = c])) ÷ D, so of n_lp rows
 *   covariance · D_a D_b ∝ F1_a F1_b (n_ab + n_ba),   variance · D_a² ∝ 4 (1 − F1_a)² n_aa + F1_a² (D_a − 2 n_aa).
 * No row is seen to move an F1 of 0 or 1. So one row more is counted, a like part of it in every cell: the mistake that was not made would be one for both its classes.
 */
function correlations({ labels, predicted }: Pick<GroupedOutcomes, 'labels' | 'predicted'>, classes: readonly string[], { cells }: Group): (i: number, j: number) => number {
  const width = predicted.length;
  const more = 1 / (labels.length * width);
  const places = classes.map((name) => [labels.indexOf(name), predicted.indexOf(name)] as const);
  const count = (label: number, answer: number): number => (label < 0 || answer < 0 ? 0 : cells[label * width + answer]! + more);
  const known = places.map(([label, answer]) => {
    const hits = count(label, answer);
    let rows = 0;
    for (let p = 0; p < width; p++) rows += count(label, p);
    for (let l = 0; l < labels.length; l++) rows += count(l, answer);
    const score = (2 * hits) / rows;
    return { score, spread: Math.sqrt(4 * (1 - score) ** 2 * hits + score ** 2 * (rows - 2 * hits)) };
  });
  return (i, j) => {
    const [a, b] = [known[i]!, known[j]!];
    const both = count(places[i]![0], places[j]![1]) + count(places[j]![0], places[i]![1]);
    // A class that is never a label or never predicted has an F1 of 0, whatever the rows.
    return a.spread > 0 && b.spread > 0 ? (a.score * b.score * both) / (a.spread * b.spread) : 0;
  };
}
