import { notEstimable, type Estimate } from '../numeric/estimate.js';
import { wilson } from '../numeric/wilson.js';
import { wilson1927 } from '../method/sources.js';
import { referenceOf } from './disparity.js';
import { noCounts, type Group, type GroupCounts } from './groupedOutcomes.js';
import { referenceOptions, type FairnessMetric, type Measurement, type ReferenceOptions } from './metric.js';
import { proportionOf } from './rate.js';
import { das2021 } from './scoreSources.js';

/**
 * (N_a − N_reference) ÷ (N_a + N_reference), N the rows of a group (their weight); in [−1, 1], ideal 0; below 0 the group is rarer than the reference. Undefined without rows.
 * Das et al. 2021. The sign is AIF360's; SageMaker Clarify has the other.
 */
export const classImbalance: FairnessMetric<ReferenceOptions> = {
  pillar: 'fairness',
  id: 'classImbalance',
  version: 1,
  label: 'Class imbalance',
  summary: 'How much rarer a group is in the data than the reference group.',
  definition:
    '(rows of the group − rows of the reference group) ÷ rows of both; the reference is the one named for the attribute, else the largest. Rows count by their weight where they have one. Wilson interval of the group’s share of both, brought to the scale from −1 to 1.',
  caution: 'It measures who is in the data, not how anybody is treated. Few rows make a group’s other numbers uncertain and may let a model serve it worse; many do not make it well served. Compare with the population that the data should stand for, which need not be half and half.',
  sources: [das2021, wilson1927],
  needs: ['groups'],
  range: [-1, 1],
  ideal: 0,
  direction: 'ideal',
  onRequest: true,
  options: referenceOptions,
  compute: ({ attributes }, options) =>
    attributes.flatMap((entry): Measurement[] => {
      const { attribute, groups } = entry;
      const reference = referenceOf(entry, options.referenceGroups[attribute]);
      if ('because' in reference) return [{ attribute, estimate: notEstimable(0, reference.because) }];
      const resolved = { referenceGroup: reference.group.name };
      const others = groups.filter((group) => group !== reference.group);
      if (others.length === 0) return [{ attribute, resolved, estimate: notEstimable(reference.group.rows.rows, `${attribute} has only one group, and an imbalance needs two`) }];
      return others.map((group) => ({
        attribute,
        group: group.name,
        resolved,
        estimate: imbalance(group, reference.group, options.level),
        counts: { rows: group.counts.rows, referenceRows: reference.group.counts.rows },
      }));
    }),
};

function imbalance(group: Group, reference: Group, level: number): Estimate {
  // Both groups as one, of whose rows the group's own are counted.
  const pair = (own: GroupCounts, theirs: GroupCounts): GroupCounts => ({ ...noCounts, rows: own.rows + theirs.rows, selected: own.rows });
  const parts = group.parts === null || reference.parts === null ? null : group.parts.map((part, i) => pair(part, reference.parts![i]!));
  const found = proportionOf(
    { denominator: 'rows of both groups', usesLabels: false, count: ({ selected, rows }) => ({ successes: selected, n: rows }) },
    { counts: pair(group.counts, reference.counts), rows: pair(group.rows, reference.rows), parts },
  );
  if (found.n === 0) return notEstimable(found.rows, 'all rows of both groups have weight 0');
  const { lower, upper, method } = wilson(found.successes, found.n, level);
  const total = group.counts.rows + reference.counts.rows;
  return { value: (group.counts.rows - reference.counts.rows) / total, n: found.rows, interval: { lower: 2 * lower - 1, upper: 2 * upper - 1, level, method } };
}
