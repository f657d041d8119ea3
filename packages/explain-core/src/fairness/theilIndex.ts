import { z } from 'zod';
import { replicates } from './generalizedEntropyIndex.js';
import { inequality } from './inequalityOf.js';
import { level, type FairnessMetric } from './metric.js';
import { bickelFreedman1981, cowellFlachaire2007, hall1992, speicher2018, theil1967 } from './scoreSources.js';

const options = z.strictObject({ level, replicates });
type Options = z.infer<typeof options>;

/**
 * (1/n) Σ (b/μ) log(b/μ), 0 log 0 = 0, of benefits b = decision − label + 1: the generalized entropy index for α = 1, over all labelled rows, and its
 * part between the groups of each attribute. ≥ 0, ideal 0. Undefined without labelled rows and when nobody benefits. Theil 1967; Speicher et al. 2018.
 */
export const theilIndex: FairnessMetric<Options> = {
  pillar: 'fairness',
  id: 'theilIndex',
  version: 2,
  label: 'Theil index',
  summary: 'How unequally the model’s mistakes distribute benefits among people, by Theil’s index, and how much of that lies between groups.',
  definition:
    'Benefit b = decision − label + 1 (each 1 for the favourable outcome, else 0). Total (options.part total): (1/n) Σ (b/μ) log(b/μ) over labelled rows, natural logarithm, with Student’s interval from the influence function, corrected for its skewness. For each attribute (options.part betweenGroups): the index if everybody had the mean benefit of the own group; interval from how far group means move in samples drawn anew, on the square root scale, where lengths keep the triangle inequality. The rest lies within groups.',
  caution: 'As for the generalized entropy index: a mistake in somebody’s favour counts as a benefit. It is 0 for a model without mistakes whatever the base rates, and so says nothing about unequal selection.',
  sources: [theil1967, speicher2018, cowellFlachaire2007, bickelFreedman1981],
  needs: ['predictions', 'labels'],
  ideal: 0,
  direction: 'lower',
  onRequest: true,
  options,
  compute: (outcomes, chosen: Options) => inequality(outcomes, 1, chosen),
};
