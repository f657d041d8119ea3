import { z } from 'zod';
import { jensenShannon, kullbackLeibler, totalVariation } from '../numeric/divergence.js';
import { distanceOptions, distanceToReference, moved, type GroupDistance } from './distanceToReference.js';
import type { Group, GroupedOutcomes } from './groupedOutcomes.js';
import type { FairnessMetric } from './metric.js';
import { countsBy } from './outcomeShares.js';
import { bickelFreedman1981, das2021, endresSchindelin2003, kullbackLeibler1951, lin1991 } from './scoreSources.js';

const options = distanceOptions.extend({
  measure: z.enum(['kullbackLeibler', 'jensenShannon', 'totalVariation']).default('jensenShannon').describe('Which divergence; the first may be infinite, the others never are.'),
  of: z.enum(['labels', 'decisions']).default('labels').describe('What is compared: the labels in the data, or the decisions of the model.'),
});
type Options = z.infer<typeof options>;

/**
 * How differently labels (or decisions) are distributed in a group and in the reference group, over all classes; ≥ 0, ideal 0.
 *   kullbackLeibler: Σ p_a log(p_a ÷ p_reference), nats      jensenShannon: in [0, log 2], nats      totalVariation: ½ Σ |p_a − p_reference|, in [0, 1]
 * Undefined without rows, and for the first where the group has a class that the reference lacks. AIF360 takes the divergence of the privileged group from the other:
 * name that one as group, the other as reference.
 */
export const labelDivergence: FairnessMetric<Options> = {
  pillar: 'fairness',
  id: 'labelDivergence',
  version: 1,
  label: 'Divergence of labels',
  summary: 'How differently the outcomes recorded in the data are distributed in a group and in the reference group.',
  definition:
    'Divergence of the class shares of the group from those of the reference group (the one named for the attribute, else the largest), over all classes: Kullback–Leibler of the group from the reference, Jensen–Shannon, or total variation; natural logarithms. Rows without a label are left out. Interval by drawing rows anew, from how far the shares of both moved: for total variation by the triangle inequality, for Jensen–Shannon the same on its square root, which is a distance, for Kullback–Leibler on √(2 KL), which is one near 0. Not estimable where it is infinite.',
  caution: 'It is about the data, or the decisions, and blames nobody: groups may differ in outcome for reasons inside or outside the procedure that decides. With labels that record past decisions (who was hired) a divergence may be the very bias a model then learns.',
  sources: [das2021, kullbackLeibler1951, lin1991, endresSchindelin2003, bickelFreedman1981],
  needs: ['groups'],
  ideal: 0,
  direction: 'lower',
  onRequest: true,
  options,
  compute: (outcomes, chosen) => distanceToReference(outcomes, divergence(outcomes, chosen), chosen),
};

const measures = {
  kullbackLeibler: {
    value: kullbackLeibler,
    most: Infinity,
    // Σ h²/q: twice the divergence, to second order, of shares that moved by h.
    error: (now: Float64Array, then: Float64Array, referenceNow: Float64Array, referenceThen: Float64Array) =>
      Math.sqrt(moved(now, then, referenceNow, referenceThen).reduce((sum, step, i) => (step === 0 ? sum : sum + step ** 2 / Math.max(referenceThen[i]!, Number.MIN_VALUE)), 0)),
    // A class that the reference has and was not seen to lack: no bound.
    unseen: () => Infinity,
    scale: { to: (distance: number) => Math.sqrt(2 * distance), from: (root: number) => (root * root) / 2 },
  },
  jensenShannon: {
    value: jensenShannon,
    most: Math.LN2,
    error: (now: Float64Array, then: Float64Array, referenceNow: Float64Array, referenceThen: Float64Array) =>
      Math.sqrt(jensenShannon([...now], [...then])!) + Math.sqrt(jensenShannon([...referenceNow], [...referenceThen])!),
    // At most log 2 times the share that moved.
    unseen: (shares: readonly number[]) => shares.reduce((sum, share) => sum + Math.sqrt(Math.LN2 * share), 0),
    scale: { to: Math.sqrt, from: (root: number) => root * root },
  },
  totalVariation: {
    value: totalVariation,
    most: 1,
    error: (...states: [Float64Array, Float64Array, Float64Array, Float64Array]) => moved(...states).reduce((sum, step) => sum + Math.abs(step), 0) / 2,
    unseen: (shares: readonly number[]) => shares.reduce((sum, share) => sum + share, 0),
    scale: undefined,
  },
} as const;

function divergence(outcomes: GroupedOutcomes, { measure, of: axis }: Options): GroupDistance {
  const { value, most, error, unseen, scale } = measures[measure];
  const counts = (group: Group): number[] => [...countsBy(axis, group, outcomes)];
  const rowsOf = (group: Group): number => (axis === 'labels' ? group.rows.labelled : group.rows.rows);
  return {
    basis: 'counts',
    most,
    of(group, reference) {
      const found = value(counts(group), counts(reference));
      if (found !== null) return { value: found };
      const empty = [group, reference].find((one) => counts(one).every((count) => count === 0));
      return { because: empty ? `no row of group "${empty.name}" has a label` : 'the group has a class that the reference group never has, so the divergence is infinite' };
    },
    rowsOf,
    countsOf: (group, reference) => ({ rows: rowsOf(group), referenceRows: rowsOf(reference) }),
    state(group) {
      const own = countsBy(axis, group, outcomes);
      const total = own.reduce((sum, count) => sum + count, 0);
      return total > 0 ? own.map((count) => count / total) : null;
    },
    error,
    unseen,
    ...(scale === undefined ? {} : { scale }),
  };
}
