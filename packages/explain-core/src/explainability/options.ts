import { z } from 'zod';

/** Of every explainability method. */
export const level = z.number().gt(0).lt(1).default(0.95).describe('Coverage of the intervals.');

export const className = z.string().min(1).optional().describe('Class whose probability is explained; the positive label if left out.');

/** Of the explainers of single rows. */
export const localOptions = {
  rows: z.number().int().min(1).max(10_000).default(40).describe('Rows drawn from the data to be explained; all of them if there are fewer.'),
  class: className,
  level,
};

export type LocalOptions = z.output<z.ZodObject<typeof localOptions>> & { readonly background: number };

/** Of every judge of explanations. */
export const judgeCommon = {
  minGroupRows: z.number().int().min(2).default(5).describe('Groups with fewer explained rows have no number of their own.'),
  level,
};

/** How what a judge finds row by row is summed up. */
export const judgeSummary =
  'Means over rows, and over the rows of each group, with Student’s interval; the widest gap between the groups’ means (measure + “Difference”) with a permutation test of Welch’s statistic, its p-value adjusted over all gaps of all judges and explainers.';

/** Of the judges that replace features. */
export const judgeOptions = {
  background: z.number().int().min(1).max(1000).default(30).describe('Rows drawn from the data that stand in for the features replaced, drawn apart from the explainers’ own.'),
  ...judgeCommon,
};

/** Of the methods that draw curves of the whole model. */
export const replicates = z.number().int().min(100).max(10_000).default(300).describe('Draws of chance behind the intervals of sizes of curves.');
