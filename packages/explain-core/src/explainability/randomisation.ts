import { z } from 'zod';
import { ExplainError } from '../errors.js';
import type { Attribution, Explain, RowJudge } from './explainer.js';
import { correlation } from './faithfulness.js';
import { judgeCommon, judgeSummary } from './options.js';
import { averageRanks } from './rankings.js';
import { adebayo2018, student1908 } from './sources.js';

const options = z.strictObject({
  ...judgeCommon,
  models: z.number().int().min(1).max(50).default(3).describe('How many models that learned nothing each row is explained with.'),
});
export type RandomisationOptions = z.output<typeof options>;

const NOTHING_TO_COMPARE = 'in no explained row can the two explanations be put in orders: the model cannot be dealt anew, reads one feature, or one of the two finds all features alike';

/** Does an explanation hang on what the model learned? */
export const randomisation: RowJudge<RandomisationOptions> = {
  pillar: 'explainability',
  id: 'randomisation',
  version: 1,
  onRequest: true,
  label: 'Explanations of a model that learned nothing',
  summary: 'Whether the reasons hang on what the model learned, or would be the same for a model of the same form that learned nothing.',
  definition: `Each explained row is explained again, by the same explainer, for models whose learned numbers (weights, coefficients, leaves) are dealt anew within their tensor, list or tree. rankCorrelation = Spearman's ρ of |φ| between the explanation and those, signedRankCorrelation = that of φ, means over the models. Near 0 the explanation hangs on what was learned; near 1 it would be told of a model that learned nothing. ${judgeSummary} A row where a correlation is of equal numbers has none and is counted, and so is one for which a dealt model has no answer.`,
  caution:
    'Part of a model is its form: which features a tree splits on, or a network is connected to, stays, so that a fair correlation above 0 need not be a fault of the explainer. Of few features ρ is coarse. Dealing is a test of explainers, and says nothing of the model.',
  measureWords: {
    rankCorrelation: 'Would the features be in the same order, by size, for a model that learned nothing? 1: yes; 0: no relation.',
    signedRankCorrelation: 'The same of contributions with their direction.',
  },
  sources: [adebayo2018, student1908],
  needs: ['predict'],
  range: [-1, 1],
  ideal: 0,
  direction: 'ideal',
  options,
  judged: [
    { id: 'rankCorrelation', range: [-1, 1], undefinedBecause: NOTHING_TO_COMPARE },
    { id: 'signedRankCorrelation', range: [-1, 1], undefinedBecause: NOTHING_TO_COMPARE },
  ],
  questions: ({ models }, _, explanation) => models * (explanation + 1),
  async prepare({ model, explainWith, random }, { models: count }) {
    const dealt = await Promise.all(Array.from({ length: model.dealtAnew ? count : 0 }, (_, k) => model.dealtAnew!(random.child(k))));
    const explainers = await Promise.all(dealt.map((other) => answered(() => explainWith({ model: other }))));
    return {
      async judge({ contributions }, row, draws) {
        const others: Attribution[] = [];
        for (const [k, explain] of explainers.entries()) {
          const found = explain && (await answered(() => explain(row, () => draws.child(k))));
          if (found) others.push(found[0]!);
        }
        return { measures: likeness(contributions, others.map((other) => other.contributions)) };
      },
      async dispose() {
        for (const other of dealt) await other.dispose();
      },
    };
  },
};

/** Dealt numbers may make a model that answers with no number, or with no probability; null then. */
async function answered<T extends Explain | Attribution[]>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ExplainError && error.code === 'BAD_PREDICTION') return null;
    throw error;
  }
}

/** Mean rank correlations with other explanations of the same features; null where there is none. */
export function likeness(contributions: readonly number[], others: readonly (readonly number[])[]): { readonly rankCorrelation: number | null; readonly signedRankCorrelation: number | null } {
  const mean = (of: (values: readonly number[]) => readonly number[]): number | null => {
    const own = averageRanks(of(contributions));
    const found = others.flatMap((other) => correlation(own, averageRanks(of(other))) ?? []);
    return found.length === 0 ? null : found.reduce((sum, value) => sum + value, 0) / found.length;
  };
  return { rankCorrelation: mean((values) => values.map(Math.abs)), signedRankCorrelation: mean((values) => values) };
}
