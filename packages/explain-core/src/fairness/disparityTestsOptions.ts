import { z } from 'zod';
import { gapTests } from './gapTest.js';
import { level, minimumGroupSize } from './metric.js';
import { testedRates } from './testedRates.js';

const statistics = testedRates.map(({ id }) => id);

export const disparityTestsOptions = z.strictObject({
  level: level.describe('Coverage of the intervals; 1 − level is the significance of the tests.'),
  minimumGroupSize: minimumGroupSize.describe('Groups with fewer rows have their gap reported but are not tested; 1 leaves none out.'),
  statistics: z
    .array(z.enum(statistics))
    .min(1)
    .refine((names) => new Set(names).size === names.length, 'Name each rate once.')
    .default([...statistics])
    .describe('The rates that are tested. A complement (the false negative rate, say) has the gap of its counterpart with the other sign, and is not tested twice.'),
  test: z.enum(gapTests).default('auto').describe("auto: Fisher's exact mid-p, and the pooled z test where every expected count is at least 100,000. With weighted or clustered rows always z, on effective rows."),
  permutations: z.number().int().min(99).max(1_000_000).default(9999).describe('How often groups are dealt anew in a permutation test.'),
  adjustment: z
    .enum(['holm', 'benjaminiHochberg', 'benjaminiYekutieli'])
    .default('holm')
    .describe('Which adjusted p-value makes a finding: Holm bounds the chance of any false one, the others the share of false ones. All three are given in any case.'),
  power: z.number().min(0.5).lt(1).default(0.8).describe('With which probability a gap should show, for the minimum detectable gap and the rows needed.'),
});
export type DisparityTestsOptions = z.infer<typeof disparityTestsOptions>;
