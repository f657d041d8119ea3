import { z } from 'zod';
import { exp } from '../elementary/exponential.js';
import { log } from '../elementary/logarithm.js';
import { pairwiseSum } from '../numeric/sum.js';
import type { RowJudge } from './explainer.js';
import { judgeCommon, judgeSummary } from './options.js';
import { bhatt2020, chalasani2020, student1908 } from './sources.js';

const options = z.strictObject(judgeCommon);
export type ComplexityOptions = z.output<typeof options>;

const NOTHING_ADDED = 'in none of the explained rows does any feature add anything';

/** How few features make up an explanation; it asks the model nothing. */
export const complexity: RowJudge<ComplexityOptions> = {
  pillar: 'explainability',
  id: 'complexity',
  version: 2,
  label: 'Complexity of explanations',
  summary: 'How many features a person would have to look at to understand an explanation.',
  definition:
    `Of each explained row’s shares p_j = |φ_j| ÷ Σ|φ|: effectiveFeatures = exp(entropy), the number of equally large contributions that would be as spread out; entropy = −Σ p_j ln p_j; sparseness = Gini coefficient of |φ|, 0 when all are equal and (m − 1)/m when one of m is all. ${judgeSummary} A row where no feature adds anything has none and is counted.`,
  caution: 'A simple explanation is not a right one: read it beside faithfulness.',
  measureWords: {
    effectiveFeatures: 'As how many features of equal weight an explanation is spread out.',
    entropy: 'The logarithm of that; the larger, the more spread out.',
    sparseness: 'Near 0 all features weigh the same; near 1 one weighs all.',
  },
  sources: [bhatt2020, chalasani2020, student1908],
  needs: ['predict'],
  direction: 'none',
  options,
  judged: [
    { id: 'effectiveFeatures', range: [1, Infinity], undefinedBecause: NOTHING_ADDED },
    { id: 'entropy', range: [0, Infinity], undefinedBecause: NOTHING_ADDED },
    { id: 'sparseness', range: [0, 1], undefinedBecause: NOTHING_ADDED },
  ],
  questions: () => 0,
  async prepare() {
    return { judge: async ({ contributions }) => ({ measures: { ...complexityOf(contributions) } }) };
  },
};

/** Entropy in nats (Bhatt, Weller, Moura 2020), its exponential, and the Gini coefficient (Chalasani et al. 2020); all null where every contribution is 0. */
export function complexityOf(contributions: readonly number[]): { readonly effectiveFeatures: number | null; readonly entropy: number | null; readonly sparseness: number | null } {
  const largest = contributions.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (largest === 0) return { effectiveFeatures: null, entropy: null, sparseness: null };
  // Relative to the largest, so that no sum of very small or large numbers loses them.
  const sizes = Float64Array.from(contributions, (value) => Math.abs(value) / largest).sort();
  const total = pairwiseSum(sizes);
  const m = sizes.length;
  const entropy = Math.max(0, -pairwiseSum(sizes.map((size) => (size === 0 ? 0 : (size / total) * log(size / total)))));
  const sparseness = pairwiseSum(sizes.map((size, k) => (2 * (k + 1) - m - 1) * size)) / (m * total);
  return { effectiveFeatures: exp(entropy), entropy, sparseness: Math.max(0, sparseness) };
}
