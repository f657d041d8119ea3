import { notEstimable, type Estimate } from '../numeric/estimate.js';
import { bootstrapEstimates } from './bootstrapInterval.js';
import { occurringClasses } from './classAgainstRest.js';
import type { Group, GroupedOutcomes } from './groupedOutcomes.js';
import { bootstrapOptions, type BootstrapOptions, type FairnessMetric, type Measurement } from './metric.js';
import { efron1987, sokolova2009 } from './sources.js';
import { WITHHELD } from './statistic.js';

/**
 * 1/C Σ_c 2 TP_c ÷ (2 TP_c + FP_c + FN_c), each class against all others, over the C classes that occur as label or prediction of a labelled row
 * anywhere; in [0, 1], ideal 1. A row counts in the F1 of its label and of its prediction, so these are not independent: the interval is a
 * bootstrap's. Undefined for a group in which one of the classes neither is a label nor predicted. Sokolova, Lapalme 2009.
 */
export const macroF1: FairnessMetric<BootstrapOptions> = {
  pillar: 'fairness',
  id: 'macroF1',
  version: 1,
  label: 'Macro F1',
  summary: 'Mean over all classes of their F1 scores.',
  definition:
    '1/C Σ 2 TP ÷ (2 TP + FP + FN), each class against all others and counting the same, over the classes that occur as label or prediction of labelled rows anywhere in the data. Bootstrap interval over the cells of label × prediction. Not estimable for a group in which one of the classes does not occur. Rows without a label are left out and counted in rowsWithoutLabel.',
  caution:
    'A rare class counts as much as a common one. Like F1 it depends on how common the classes are: do not read a difference between groups with different shares of the classes as a difference in how well the model works. It is the mean of the F1 scores, not F1 of mean precision and mean recall; both are called macro F1.',
  sources: [sokolova2009, efron1987],
  needs: ['predictions', 'labels'],
  range: [0, 1],
  ideal: 1,
  direction: 'higher',
  onRequest: true,
  options: bootstrapOptions,
  compute(outcomes, options) {
    const { overall, attributes } = outcomes;
    const { labelled, predicted } = occurringClasses(outcomes);
    const classes = [...new Set([...labelled, ...predicted])];
    const value = macroF1Of(outcomes, classes);
    const countsOf = ({ counts, rows }: Group): Record<string, number> => ({ correct: counts.correct, classes: classes.length, ...(rows.rows > rows.labelled ? { rowsWithoutLabel: rows.rows - rows.labelled } : {}) });
    const because = (group: Group): string => {
      if (group.rows.labelled === 0) return `none of the ${group.rows.rows} rows has a label`;
      return `"${classes.find((name) => macroF1Of(outcomes, [name])(group) === null)}" is neither a label nor predicted in the ${group.rows.labelled} labelled rows`;
    };
    const estimates = (attribute: string | null, groups: readonly Group[]): Estimate[] =>
      bootstrapEstimates(outcomes, attribute, 'counts', (drawn, all) => (attribute === null ? [value(all)] : drawn.map(value)), groups.map(({ rows }) => rows.labelled), options, {
        because: groups.map(because),
        range: [0, 1],
      });
    return [
      { estimate: estimates(null, [overall])[0]!, counts: countsOf(overall) },
      ...attributes.flatMap(({ attribute, groups, withheld }): Measurement[] => {
        const found = estimates(attribute, groups);
        return [...groups.map((group, i) => ({ attribute, group: group.name, estimate: found[i]!, counts: countsOf(group) })), ...withheld.map((group) => ({ attribute, group, estimate: notEstimable(0, WITHHELD) }))];
      }),
    ];
  },
};

/** From the cells of a group: label · predictions + prediction. */
function macroF1Of({ labels, predicted }: Pick<GroupedOutcomes, 'labels' | 'predicted'>, classes: readonly string[]): (group: Group) => number | null {
  const positions = classes.map((name) => [labels.indexOf(name), predicted.indexOf(name)] as const);
  const width = predicted.length;
  return ({ cells }) => {
    let sum = 0;
    for (const [label, answer] of positions) {
      const hits = label < 0 || answer < 0 ? 0 : cells[label * width + answer]!;
      let own = 0;
      for (let p = 0; p < width && label >= 0; p++) own += cells[label * width + p]!;
      let called = 0;
      for (let l = 0; l < labels.length && answer >= 0; l++) called += cells[l * width + answer]!;
      if (own + called === 0) return null;
      sum += (2 * hits) / (own + called);
    }
    return classes.length === 0 ? null : sum / classes.length;
  };
}
