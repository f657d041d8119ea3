import { z } from 'zod';
import type { MethodInfo } from '../method/method.js';
import { newcombe1998 } from './sources.js';
import { holm1979, lancaster1961 } from './testSources.js';
import { sagadeeva2021 } from './slices/sources.js';

/**
 * What a slice may be worse by; each row loses 0 or 1.
 *   error: the decision is not the label; rows without a label are left out;
 *   selection: the decision is not the favourable outcome;
 *   flip: the decision becomes another one when the value of a protected column that the model reads is replaced, for at least one replacement.
 */
export const sliceLosses = ['error', 'selection', 'flip'] as const;
export type SliceLoss = (typeof sliceLosses)[number];

const options = z.strictObject({
  losses: z.array(z.enum(sliceLosses)).min(1).default([...sliceLosses]).describe('What slices are judged by: wrong decisions, not being selected, decisions that flip with a protected value.'),
  depth: z.number().int().min(1).max(3).default(3).describe('Most conditions of a slice.'),
  slices: z.number().int().min(1).max(50).default(10).describe('How many of the worst slices are looked for, for each loss.'),
  minimumShare: z.number().min(0).max(0.5).default(0.01).describe('Smallest share of the rows that makes a slice.'),
  minimumRows: z.number().int().min(1).default(32).describe('Fewest rows that make a slice, in the half where it is looked for.'),
  alpha: z.number().gt(0).max(1).default(0.95).describe('Weight of the excess loss in the score; what lacks to 1 is the weight of the size.'),
  rows: z.number().int().min(2).max(1_000_000).default(100_000).describe('Rows drawn from the data; all of them if there are fewer.'),
  flipRows: z.number().int().min(2).max(200_000).default(20_000).describe('Of these, rows that the model is asked about again with other protected values.'),
  columns: z.array(z.string()).default([]).describe('Columns that slices may be made of; none named means every feature and protected column.'),
  level: z.number().gt(0).lt(1).default(0.95).describe('Coverage of the intervals, and 1 minus the chance of any false confirmation.'),
});
export type SliceDiscoveryOptions = z.output<typeof options>;

/**
 * Looks for the slices that come off worst, whatever columns define them, and then asks rows that had no part in finding them whether it is so.
 * The search is exact (SliceLine's score and bounds); the halves are drawn by address, and what belongs together (grouping.cluster) stays in one half.
 * Results, by `measure` in their options: `confirmed`, how many slices of a loss were confirmed; `gap`, for each of those its loss rate minus that of all other
 * rows, both of the confirmation half. `slice` holds the conditions as data; `group` their name.
 */
export const sliceDiscovery: MethodInfo<SliceDiscoveryOptions> = {
  pillar: 'fairness',
  id: 'sliceDiscovery',
  version: 1,
  label: 'Slice discovery',
  summary: 'The groups of people, defined by any columns, for whom the model errs, rejects or flips most often.',
  definition:
    'Slices are conjunctions of up to `depth` conditions on different columns: a value, a range (tenths of the rows), or missing. On one half of the drawn rows (each counts once, whatever its weight) the slices with the largest α · (loss rate ÷ overall loss rate − 1) − (1 − α) · (rows ÷ rows of the slice − 1) are found, all of them with at least the minimum of rows being considered. On the other half each is compared with all other rows: loss rate minus theirs with Newcombe interval, and p-value by Fisher’s mid-p or, for many rows, the pooled z, adjusted by Holm for all slices found. Confirmed: adjusted p below 1 − level and a positive gap.',
  caution:
    'A confirmed slice is worse off in these data; that alone does not say why, nor that its conditions are the reason. Slices overlap: several may be about the same people. No confirmed slice does not mean that there is none: smaller ones are not looked for, and a small gap needs more rows to be seen.',
  sources: [sagadeeva2021, newcombe1998, lancaster1961, holm1979],
  needs: ['predictions'],
  range: [0, 50],
  ideal: 0,
  direction: 'lower',
  options,
};
