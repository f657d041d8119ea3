import { consistencyWork } from './consistencyWork.js';
import { counterfactualFlipWork } from './counterfactualFlipWork.js';
import { lipschitzViolationsWork } from './lipschitzViolationsWork.js';
import { outcomesWork } from './outcomesWork.js';
import { proxiesWork } from './proxiesWork.js';
import { regressionWork } from './regressionWork.js';
import { sliceDiscoveryWork } from './sliceDiscoveryWork.js';
import { stratifiedWork } from './stratifiedWork.js';
import { watchedSlicesWork } from './watchedSlicesWork.js';
import type { FairnessWork } from './work.js';

/** Every work, in the order of plans and reports. */
export const fairnessWorks: readonly FairnessWork[] = [outcomesWork, regressionWork, stratifiedWork, counterfactualFlipWork, consistencyWork, lipschitzViolationsWork, proxiesWork, sliceDiscoveryWork, watchedSlicesWork];
