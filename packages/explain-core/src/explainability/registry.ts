import type { LocalExplainer, RowJudge } from './explainer.js';
import { complexity } from './complexity.js';
import { deepLift } from './deepLift.js';
import { exactShap } from './exactShap.js';
import { expectedGradients } from './expectedGradients.js';
import { faithfulness } from './faithfulness.js';
import { gradientInput } from './gradientInput.js';
import { integratedGradients } from './integratedGradients.js';
import { kernelShap } from './kernelShap.js';
import { lime } from './lime.js';
import { linearShap } from './linearShap.js';
import { owenValues } from './owenValues.js';
import { permutationShap } from './permutationShap.js';
import { protectedInfluence } from './protectedInfluence.js';
import { randomisation } from './randomisation.js';
import { removal } from './removal.js';
import { smoothGrad } from './smoothGrad.js';
import { stability } from './stability.js';
import { treeShap } from './treeShap.js';

/** Explainers of single rows, in the order of plans and reports: those first that leave least to chance. */
export const localExplainers: readonly LocalExplainer[] = [treeShap, linearShap, exactShap, kernelShap, permutationShap, owenValues, integratedGradients, expectedGradients, smoothGrad, gradientInput, deepLift, lime] as readonly LocalExplainer[];

/** What judges each explanation of a single row. */
export const judges: readonly RowJudge[] = [faithfulness, removal, complexity, stability, randomisation, protectedInfluence] as readonly RowJudge[];
