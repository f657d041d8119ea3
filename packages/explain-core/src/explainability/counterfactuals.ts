import { z } from 'zod';
import { changeRules } from '../method/changeRules.js';
import type { MethodInfo } from '../method/method.js';
import { wilson1927 } from '../method/sources.js';
import { level } from './options.js';
import { angiulli2002, gower, mothilal2020, parmentier2021, sharma2020, ustun2019, wachter2017 } from './recourse/sources.js';

const options = z.strictObject({
  rows: z.number().int().min(1).max(10_000).default(40).describe('Rows drawn from the data; all of them if there are fewer. Those that have the wanted outcome already are counted and left as they are.'),
  each: z.number().int().min(1).max(10).default(3).describe('Counterfactuals of each row.'),
  class: z.string().min(1).optional().describe('Class that is to be reached; the favourable outcome if left out.'),
  target: z.number().optional().describe('Of a model that answers a number: what is to be reached, from the side that is not favourable; the median answer to the reference rows if left out.'),
  distance: z
    .enum(['mad', 'range'])
    .default('mad')
    .describe('What counts as distance 1 of a number column: its median absolute deviation among the reference rows, or its observed range. An exchanged category counts as 1.'),
  columnCost: z.number().min(0).max(100).default(0.1).describe('Added to the distance for each column that is changed, when changes are compared; more makes fewer columns change.'),
  diversity: z.number().min(0).max(100).default(1).describe('Weight of how different a row’s counterfactuals are from each other; 0 takes the cheapest.'),
  background: z.number().int().min(1).max(5000).default(500).describe('Reference rows drawn from the data: what is near, what is plausible and what is tried come from them.'),
  neighbours: z.number().int().min(1).max(100).default(5).describe('Nearest reference rows with the outcome that a changed row is compared with.'),
  plausibleQuantile: z.number().gt(0).max(1).default(0.95).describe('A changed row is plausible if its neighbours are no further than this quantile of what such rows have among each other.'),
  plausibleOnly: z.boolean().default(false).describe('Only plausible changes count as found.'),
  queries: z.number().int().min(100).max(1_000_000).default(2000).describe('Changed rows that the model is asked about for one row at most while it is searched for.'),
  boxes: z.number().int().min(0).max(10_000_000).default(1000).describe('Boxes of leaves that are looked at for one row of a model of trees at most, for a proof that nothing is nearer; 0: no proof.'),
  minGroupRows: z.number().int().min(2).default(5).describe('Groups with fewer rows to change have no number of their own and are not compared.'),
  level,
  ...changeRules,
});
export type CounterfactualOptions = z.output<typeof options>;

/**
 * What is measured; named in a result's options as `measure`.
 *   found: share of the rows without the outcome for which a change with it was found;
 *   columnsChanged, distance: means over the rows found of their cheapest change. The mean distance of a group is its burden (Sharma et al. 2020);
 *   plausible: share of the rows found whose cheapest change is plausible.
 * Each also by group; and each with `Difference` (scope "gap"): the largest group's less the smallest's.
 */
export const counterfactualMeasures = ['found', 'columnsChanged', 'distance', 'plausible'] as const;

/**
 * Changes of a row that give it the wanted outcome: nearest, few columns, different from each other, within what may change, and asked of the model again.
 * Artifact `explainability/counterfactuals/rows`:
 *   wanted: { class } or { better, target }; columns: what may change, [{ column, kind: "number", unit, whole, min, max, direction } or { column, kind: "category", levels }];
 *   frozen: [{ column, because }]; columnCost; neighbours: { rows, nearest, quantile, limit }; proofs: whether changes can be proven nearest; drawn, reached: rows drawn, and those that
 *   had the outcome; protected: names of the groups' columns;
 *   rows: [{ row, groups, x, output, counterfactuals: [{ changes: [{ column, from, to }], output, distance, cost, plausibility: { neighbourDistance, rank, plausible } or null, engine, proven }],
 *   because (where there is none), queries, proof: { complete, bound, boxes } or null }], cheapest counterfactual first.
 */
export const counterfactuals: MethodInfo<CounterfactualOptions> = {
  pillar: 'explainability',
  id: 'counterfactuals',
  version: 2,
  label: 'Counterfactuals',
  summary: 'What would have to be different about a person for the model to decide in their favour, and for whom that asks more.',
  definition:
    'Of rows drawn without the wanted outcome: changed rows x′ with it that make Σ |x′ − x| ÷ unit + exchanged categories + columnCost · changed columns small, within what may change (protected columns do not), kept whole, within bounds and among known levels; asked again. Found by search for any model, along the derivative where there is one, and for models of trees by branch and bound over leaves, which proves that nothing is nearer. Of what was found, a diverse few. Measures: found, columnsChanged, distance and plausible of the cheapest; by group, and largest less smallest group with a permutation test, adjusted over all measures and attributes. Wilson’s interval for shares, Student’s for means, and one for the widest gap.',
  caution:
    'It says what the model would answer, not what would happen to a person who changes: each column is changed as if no other followed from it. What cannot be changed in life must be frozen by the options. Distances are of the rows that some change was found for; where fewer are found in a group, its mean leaves out those for whom it is hardest.',
  measureWords: {
    found: 'Share of people for whom a change to the wanted outcome was found.',
    columnsChanged: 'How many columns it changes.',
    distance: 'How large it is, in units of each column.',
    plausible: 'Share of those found that are like people who have the outcome.',
  },
  sources: [wachter2017, mothilal2020, ustun2019, sharma2020, parmentier2021, angiulli2002, gower, wilson1927],
  needs: ['predict'],
  range: [0, 1],
  direction: 'none',
  options,
};
