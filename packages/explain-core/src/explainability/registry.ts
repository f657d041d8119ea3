import type { LocalExplainer, RowJudge } from './explainer.js';
import { faithfulness } from './faithfulness.js';
import { kernelShap } from './kernelShap.js';
import { lime } from './lime.js';

/** Explainers of single rows, in the order of plans and reports. */
export const localExplainers: readonly LocalExplainer[] = [kernelShap, lime] as readonly LocalExplainer[];

/** What judges each explanation of a single row. */
export const judges: readonly RowJudge[] = [faithfulness] as readonly RowJudge[];
