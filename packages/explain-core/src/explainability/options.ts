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
