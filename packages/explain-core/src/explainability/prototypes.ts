import { z } from 'zod';
import type { MethodInfo } from '../method/method.js';
import { className } from './options.js';
import { gower1971, gretton2012, kim2016 } from './sources.js';

const options = z.strictObject({
  rows: z.number().int().min(1).max(3000).default(1000).describe('Rows drawn from the data; how alike each two of them are is looked at.'),
  prototypes: z.number().int().min(1).max(50).default(5).describe('Rows that stand for a class.'),
  criticisms: z.number().int().min(0).max(50).default(3).describe('Rows of a class that those stand for least.'),
  draws: z.number().int().min(2).max(10_000).default(200).describe('Random sets of rows that the prototypes are compared with.'),
  width: z.number().positive().max(100).optional().describe('Gower distance at which likeness falls to 1/e; the median distance between rows of the class if left out.'),
  class: className.describe('Class whose prototypes are wanted; every class if left out.'),
});
export type PrototypeOptions = z.output<typeof options>;

/** Of each class; see the definition. */
export const prototypeMeasures = ['mmd2', 'randomMmd2'] as const;

/**
 * People who stand for those that the model puts into a class, and people of that class whom they do not stand for: MMD-critic (Kim, Khanna, Koyejo 2016) on the rows of each predicted class, with a kernel
 * of Gower's distance for mixed columns (prototypical/mixedKernel.ts). A regression has one class, all rows. Prototypes are chosen greedily to bring the maximum mean discrepancy to all rows of the class down
 * (prototypical/mmdCritic.ts). A prototype's weight is the share of the class's rows that are nearest to it, the first of equally near ones.
 */
export const prototypes: MethodInfo<PrototypeOptions> = {
  pillar: 'explainability',
  id: 'prototypes',
  version: 1,
  label: 'Prototypes and criticisms',
  summary: 'A few people who stand for everybody that the model puts into a class, and some whom they do not stand for.',
  definition:
    'Among the drawn rows that the model puts into a class, with k = exp(−Gower distance ÷ width): prototypes S greedily maximise 2 mean k(all, S) − mean k(S, S); criticisms C greedily maximise Σ |mean k(c, all) − mean k(c, S)| + log det k(C, C). mmd2 = mean k(all, all) − 2 mean k(all, S) + mean k(S, S): 0 where the prototypes stand for all evenly; randomMmd2: its mean over random sets of as many rows, with the standard error of the drawing.',
  caution: 'Prototypes are real people of the data, typical by all features alike, whether the model uses them or not. They say who is in a class, not why. Where mmd2 is near randomMmd2 a random handful would stand for the class as well.',
  measureWords: {
    mmd2: 'How badly the prototypes stand for everybody in the class; 0: perfectly.',
    randomMmd2: 'The same for as many people taken at random, to compare with.',
  },
  sources: [kim2016, gretton2012, gower1971],
  needs: ['predict'],
  range: [0, 2],
  direction: 'none',
  options,
  onRequest: true,
};
