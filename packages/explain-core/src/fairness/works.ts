import { outcomesWork } from './outcomesWork.js';
import { regressionWork } from './regressionWork.js';
import { sliceDiscoveryWork } from './sliceDiscoveryWork.js';
import { stratifiedWork } from './stratifiedWork.js';
import { watchedSlicesWork } from './watchedSlicesWork.js';
import type { FairnessWork } from './work.js';

/** Every work, in the order of plans and reports. */
export const fairnessWorks: readonly FairnessWork[] = [outcomesWork, regressionWork, stratifiedWork, sliceDiscoveryWork, watchedSlicesWork];
