import { z } from 'zod';
import { disparityOptions } from './metric.js';

/** Fairlearn's name for it. */
export const equalizedOddsOptions = disparityOptions.extend({
  agg: z.enum(['worstCase', 'mean']).default('worstCase').describe('Of the gaps in true and in false positive rate: the worse one, or the mean of both.'),
});
export type EqualizedOddsOptions = z.infer<typeof equalizedOddsOptions>;
