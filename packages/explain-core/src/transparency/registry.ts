import { modelCardCompleteness } from './modelCardCompleteness.js';
import { surrogateTree } from './surrogateTree.js';

export const transparencyMethods = [surrogateTree, modelCardCompleteness] as const;
