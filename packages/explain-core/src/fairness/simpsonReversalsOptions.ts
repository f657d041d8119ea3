import { z } from 'zod';
import { level } from './metric.js';
import { strataOptions } from './strata.js';

export const simpsonReversalsOptions = z.strictObject({ level, ...strataOptions });
export type SimpsonReversalsOptions = z.infer<typeof simpsonReversalsOptions>;
