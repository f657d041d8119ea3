import { accumulatedLocalEffectsWork } from './accumulatedLocalEffectsWork.js';
import { hStatisticWork } from './hStatisticWork.js';
import { anchorsWork } from './anchorsWork.js';
import { counterfactualsWork } from './counterfactualsWork.js';
import { disagreementWork } from './disagreementWork.js';
import { judgeGapsWork } from './judgeGapsWork.js';
import { localWork } from './localWork.js';
import { offManifoldWork } from './offManifoldWork.js';
import { partialDependenceWork } from './partialDependenceWork.js';
import { permutationImportanceWork } from './permutationImportanceWork.js';
import { prototypesWork } from './prototypesWork.js';
import { localExplainers } from './registry.js';
import { reasonCodesWork } from './reasonCodesWork.js';
import { treeShapLossWork } from './treeShapLossWork.js';
import type { ExplainabilityWork } from './work.js';

/** Every work, in the order of plans and reports. */
export const explainabilityWorks: readonly ExplainabilityWork[] = [...localExplainers.map(localWork), permutationImportanceWork, counterfactualsWork, anchorsWork, partialDependenceWork, accumulatedLocalEffectsWork, hStatisticWork, prototypesWork, reasonCodesWork, treeShapLossWork, offManifoldWork, judgeGapsWork, disagreementWork];
