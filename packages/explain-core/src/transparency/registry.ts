import type { MethodInfo } from '../method/method.js';
import { modelCardCompleteness } from './modelCardCompleteness.js';
import { ruleList } from './ruleList.js';
import type { Surrogate } from './surrogate.js';
import { surrogateTree } from './surrogateTree.js';

/** Stand-ins for the model, in the order of plans and reports. */
export const surrogates: readonly Surrogate[] = [surrogateTree, ruleList] as readonly unknown[] as readonly Surrogate[];

export const transparencyMethods: readonly MethodInfo[] = [...(surrogates as readonly MethodInfo[]), modelCardCompleteness];
