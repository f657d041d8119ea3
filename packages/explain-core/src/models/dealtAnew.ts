import type { RandomStream } from '../random/stream.js';
import type { TreeEnsemble } from './treeEnsemble.js';

/** The same numbers in a drawn order. */
export function dealt<T>(values: ArrayLike<T>, random: RandomStream): T[] {
  return Array.from(random.permutation(values.length), (at) => values[at]!);
}

/** The ensemble with the leaves of each tree in a drawn order: every split stays, and what rows get behind it is another's. */
export function ensembleDealtAnew(ensemble: TreeEnsemble, random: RandomStream): TreeEnsemble {
  return {
    ...ensemble,
    trees: ensemble.trees.map((tree, t) => {
      const leaves = Array.from(tree.feature.keys()).filter((node) => tree.feature[node]! < 0);
      const values = dealt(leaves.map((node) => tree.value[node]!), random.child(t));
      const value = tree.value.slice();
      leaves.forEach((node, i) => (value[node] = values[i]!));
      return { ...tree, value };
    }),
  };
}
