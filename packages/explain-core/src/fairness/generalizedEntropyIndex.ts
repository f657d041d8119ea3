import { z } from 'zod';
import { inequality } from './inequalityOf.js';
import { level, type FairnessMetric } from './metric.js';
import { bickelFreedman1981, cowellFlachaire2007, hall1992, shorrocks1980, speicher2018 } from './scoreSources.js';

export const replicates = z.number().int().min(100).max(20_000).default(500).describe('How often the rows are drawn again for the interval of the part between groups.');

const options = z.strictObject({
  level,
  alpha: z.number().min(-10).max(10).default(2).describe('How much weight large benefits get: 2 half the squared coefficient of variation, 1 Theil’s index, 0 the mean log deviation.'),
  replicates,
});
type Options = z.infer<typeof options>;

/**
 * Generalized entropy of benefits b = decision − label + 1 (1 for the favourable outcome, 0 for others): 0 a favourable label missed, 1 a right decision, 2
 * favoured without the label; over all labelled rows, and its part between the groups of each attribute. ≥ 0, ideal 0.
 *   (1 / (n α (α − 1))) Σ [(b/μ)^α − 1], with limits at α = 0 and 1
 * Undefined without labelled rows, when nobody benefits, and for α ≤ 0 when a favourable label was missed. Speicher et al. 2018.
 */
export const generalizedEntropyIndex: FairnessMetric<Options> = {
  pillar: 'fairness',
  id: 'generalizedEntropyIndex',
  version: 2,
  label: 'Generalized entropy index',
  summary: 'How unequally the model’s mistakes distribute benefits among people, and how much of that lies between groups.',
  definition:
    'Benefit b = decision − label + 1 (each 1 for the favourable outcome, else 0). Total (options.part total): (1/(n α(α − 1))) Σ [(b/μ)^α − 1] over labelled rows, with Student’s interval from the influence function, corrected for its skewness. For each attribute (options.part betweenGroups): the index if everybody had the mean benefit of the own group; interval from how far group means move in samples drawn anew, on the square root scale, where lengths keep the triangle inequality. The rest lies within groups.',
  caution: 'It counts a mistake in somebody’s favour as a benefit of 2, so a model that wrongly favours many may seem more equal than a careful one. The index hangs on alpha; values with different alpha cannot be compared. A small part between groups is usual and does not mean that groups are treated alike: look at the rates.',
  sources: [speicher2018, shorrocks1980, cowellFlachaire2007, bickelFreedman1981],
  needs: ['predictions', 'labels'],
  ideal: 0,
  direction: 'lower',
  onRequest: true,
  options,
  compute: (outcomes, { alpha, ...chosen }) => inequality(outcomes, alpha, chosen),
};
