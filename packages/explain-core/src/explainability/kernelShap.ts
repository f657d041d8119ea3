import { z } from 'zod';
import type { RandomStream } from '../random/stream.js';
import { additivityMeasures } from './additivity.js';
import { pairsOfAll } from './coalitions.js';
import { enumerateParts, partsOf, type Part } from './enumeration.js';
import type { LocalExplainer } from './explainer.js';
import { localOptions } from './options.js';
import type { PairSolution } from './pairFit.js';
import { pairDesigns, samplePairs, type PairDesigns } from './pairSampling.js';
import { isWithin, relativeError, targetError, type Stopped } from './precision.js';
import { explainByGame, restrictTo, type Answered, type Question } from './question.js';
import { covert2021, efron1981, lundberg2017, mackinnon1985, musco2025, witter2025 } from './sources.js';
import { attributionWords } from './summaries.js';

const options = z.strictObject({
  ...localOptions,
  background: z.number().int().min(1).max(10_000).default(50).describe('Rows drawn from the data that stand in for a feature left out; all of them if there are fewer.'),
  coalitions: z
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .default(512)
    .describe('Most sets of features asked about for each row, each with every background row; at least four for each feature. With enough for all sets the values are exact.'),
  targetError,
  regression: z
    .enum(['interactions', 'additive'])
    .default('interactions')
    .describe('What is fitted to the drawn sets: features and, shrunk, their interactions (up to 2,048 sets; beyond, whichever is surer), or features alone as in the first paper.'),
  sampling: z.enum(['kernel', 'leverage']).default('kernel').describe('How sizes of sets are drawn: by the Shapley kernel, or all alike (leverage scores).'),
  shareCoalitions: z
    .boolean()
    .default(false)
    .describe('Ask about the same sets for every row: rows differ less by chance from each other, but their errors go the same way and do not average out over rows.'),
});
export type KernelShapOptions = z.output<typeof options>;

/**
 * Shapley values of the game v(S) = mean over the background of f(row in S, background elsewhere). Background rows that have much in common with the row need few questions and are
 * enumerated (enumeration.ts). For the others coalitions are drawn in pairs of complements (Covert and Lee 2021; coalitions.ts) and a regression on them gives the values, either Lundberg and Lee's
 *   min_φ Σ_S π(S) (v(S) − v(∅) − Σ_{j ∈ S} φ_j)²   with   Σ φ_j = f(x) − v(∅)   (additiveFit.ts)
 * or one that knows of interactions too (interactionFit.ts), which at equal questions errs 0.3 to 0.8 times as much. There is no l1 penalty, so no value is left out to look tidy. Drawing goes on in rounds until
 * the standard errors are small enough (precision.ts) or the budget is used.
 * The standard error is of the drawing of coalitions only. It does not know of the choice of background, nor of the columns' dependence, which v ignores by design.
 * A row's detail: exact, stopped (why), varying (features that can matter), coalitions and evaluations (sets, and rows of the model, that were asked about), rounds, relativeError (Σ standard errors ÷ Σ |values|, null where all values are 0), additivityGap.
 */
export const kernelShap: LocalExplainer<KernelShapOptions> = {
  pillar: 'explainability',
  id: 'kernelShap',
  version: 2,
  label: 'Kernel SHAP',
  summary: 'How much each feature moves the model’s answer for a person away from its average answer.',
  definition:
    'Shapley values φ of v(S) = mean over background rows of f(x in S, background elsewhere), Σφ = f(x) − v(∅); by regression over paired coalitions, drawn in rounds until Σ standard errors ≤ target × Σ|φ| or the budget is used; exact by enumeration against background rows that differ from x in so few features that all coalitions fit the budget. A data column is one player, whatever a mapping makes of it. Measures: meanAbsolute (mean |φ| of a feature over the explained rows, Student’s interval; its standard error is that of independent drawings, or, where rows share coalitions, the most that common drawings can come to), relativeStandardError (Σ standard errors ÷ Σ |φ|), additivityGap (largest |Σφ + v(∅) − f(x)|; counts say how many rows were exact, how many precise enough, and how often the model was asked).',
  measureWords: {
    ...attributionWords,
    additivityGap: 'The largest difference, over the rows, between the model’s answer and what base and contributions add up to; 0: none.',
  },
  sources: [lundberg2017, covert2021, musco2025, witter2025, efron1981, mackinnon1985],
  needs: ['predict'],
  direction: 'none',
  options,
  explainsNumbers: true,
  chosenBecause: () => 'it asks nothing of a model but answers',
  sharesDraws: ({ shareCoalitions }) => shareCoalitions,
  questions: ({ coalitions, background }, features) => Math.max(coalitions, 4 * features) * background,
  effort: { option: 'coalitions', least: 64 },
  measures: ['additivityGap'],
  async prepare(scene, options) {
    const designs = pairDesigns(options, scene.random);
    return explainByGame(scene, (question, random) => solve(question, options, designs, random));
  },
  diagnostics: (rows) => additivityMeasures(rows),
};

async function solve(question: Question, options: KernelShapOptions, designs: PairDesigns, random: RandomStream): Promise<Answered> {
  const { background, answers, output } = question;
  const parts = partsOf(question);
  const varying = new Set(parts.flatMap(({ features }) => features)).size;
  // Two pairs a player: the singles, which make the equations solvable, and as many again to tell how sure they are.
  const budget = Math.max(Math.floor(options.coalitions / 2), 2 * varying);
  const isSmall = ({ features }: Part): boolean => pairsOfAll(features.length) <= budget;
  const known = await enumerateParts(question, parts.filter(isSmall));
  const rest = parts.filter((part) => !isSmall(part)).flatMap(({ rows }) => rows);
  if (rest.length === 0) {
    const detail = { exact: true, stopped: 'exact' satisfies Stopped, varying, coalitions: 0, evaluations: known.evaluations, rounds: 0, relativeError: 0 };
    return { values: known.values, standardErrors: [...new Float64Array(known.values.length)], detail };
  }
  const share = rest.length / background.rows;
  const overall = ({ values, standardErrors }: PairSolution): PairSolution => ({ values: known.values.map((value, j) => value + share * values[j]), standardErrors: standardErrors.map((error) => share * error) });
  const size = Math.max(Math.abs(output), ...answers.map(Math.abs));
  const errorOf = (solution: PairSolution): number | null => relativeError(overall(solution).values, overall(solution).standardErrors, size);
  const sampled = await samplePairs(restrictTo(question, rest.sort((a, b) => a - b)), budget, designs, options, random, (solution) => isWithin(errorOf(solution), options.targetError));
  const { values, standardErrors } = overall(sampled);
  const { coalitions, rounds, isEnough } = sampled;
  const stopped: Stopped = isEnough ? 'targetError' : 'budget';
  const detail = { exact: false, stopped, varying, coalitions, evaluations: known.evaluations + sampled.evaluations, rounds, relativeError: errorOf(sampled) };
  return { values, standardErrors: [...standardErrors], detail };
}
