import { z } from 'zod';
import { ballRules, columnRules } from './threatModel.js';

/** Of every robustness method. */
export const sampleOptions = {
  rows: z.number().int().min(1).max(100_000).default(200).describe('Rows drawn from the data; all of them if there are fewer.'),
  minimumGroupSize: z.number().int().min(1).default(1).describe('Groups with fewer sampled rows are reported but not compared with others; 1 leaves none out.'),
  level: z.number().gt(0).lt(1).default(0.95).describe('Coverage of the intervals.'),
  examples: z.number().int().min(0).max(100).default(3).describe('Changed rows shown of each piece of work (50 rows).'),
  ...columnRules,
};

const strengths = (all: number[]) =>
  z
    .array(z.number().min(0))
    .min(1)
    .max(50)
    .refine((values) => new Set(values).size === values.length, 'each strength once')
    .default(all);

export const attackOptions = {
  epsilons: strengths([0.05, 0.1, 0.25, 0.5]).describe('Strengths: how far a row may be moved, in the unit chosen.'),
  ...sampleOptions,
  ...ballRules,
};

export const noiseOptions = {
  strengths: strengths([0.05, 0.1, 0.25, 0.5]).describe('Strengths: standard deviations of the noise, in the unit chosen.'),
  ...sampleOptions,
};

export type SampleOptions = z.output<z.ZodObject<typeof sampleOptions>>;
export type AttackOptions = z.output<z.ZodObject<typeof attackOptions>>;

export function ascending(strengths: readonly number[]): number[] {
  return [...strengths].sort((a, b) => a - b);
}
