import { faithfulness } from './faithfulness.js';
import { kernelShap } from './kernelShap.js';
import { lime } from './lime.js';
import { permutationImportance } from './permutationImportance.js';

/** Explainers of single rows. Faithfulness judges each of them that a plan names. */
export const localExplainers = [kernelShap, lime] as const;

/** Every explainability method, in the order of plans and reports. */
export const explainabilityMethods = [...localExplainers, permutationImportance, faithfulness] as const;
