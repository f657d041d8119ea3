import { outcomesWork } from './outcomesWork.js';
import type { FairnessWork } from './work.js';

/** Every work, in the order of plans and reports. */
export const fairnessWorks: readonly FairnessWork[] = [outcomesWork];
