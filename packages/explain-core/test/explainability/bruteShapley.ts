import { goesLeft, type Tree } from '../../src/models/tree.js';
import type { TreeGame } from '../../src/explainability/treeShap/game.js';
import { shapleyValues } from '../../src/explainability/shapleyValues.js';

/** The worth of every coalition of players, by walking every tree for it: [2^players] of one output. */
export function worths({ ensemble, players, playerCount }: TreeGame, output: number, leafMean: (tree: Tree, isIn: (column: number) => boolean) => number): Float64Array {
  return Float64Array.from({ length: 2 ** playerCount }, (_, set) => {
    let sum = ensemble.base[output];
    for (const tree of ensemble.trees) if (tree.margin === output) sum += leafMean(tree, (column) => (set & (1 << players[column])) !== 0);
    return sum;
  });
}

/** A player who is out is averaged over branches by their training weight (Lundberg et al. 2018, algorithm 1, EXPVALUE). */
export function byPath(row: ArrayLike<number>): (tree: Tree, isIn: (column: number) => boolean) => number {
  return (tree, isIn) => {
    const below = (node: number): number => {
      if (tree.feature[node] < 0) return tree.value[node];
      const [left, right] = [tree.left[node], tree.right[node]];
      if (isIn(tree.feature[node])) return below(goesLeft(tree, node, row[tree.feature[node]]) ? left : right);
      return (tree.cover[left] * below(left) + tree.cover[right] * below(right)) / tree.cover[node];
    };
    return below(0);
  };
}

/** A player who is out takes its value from each background row in turn. */
export function byBackground(row: ArrayLike<number>, background: readonly ArrayLike<number>[], weights: ArrayLike<number>): (tree: Tree, isIn: (column: number) => boolean) => number {
  return (tree, isIn) =>
    background.reduce((sum, other, z) => {
      let node = 0;
      while (tree.feature[node] >= 0) {
        const column = tree.feature[node];
        node = goesLeft(tree, node, (isIn(column) ? row : other)[column]) ? tree.left[node] : tree.right[node];
      }
      return sum + weights[z] * tree.value[node];
    }, 0);
}

/** Half the Shapley interaction index off the diagonal, by definition: Σ_S |S|! (m − |S| − 2)! ÷ (m − 1)! · (v(S ∪ ij) − v(S ∪ i) − v(S ∪ j) + v(S)); Shapley values minus those on it. [m, m] */
export function interactionsOf(worth: Float64Array, m: number): Float64Array {
  const values = shapleyValues(worth, m);
  const found = new Float64Array(m * m);
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
  const size = (set: number): number => Array.from({ length: m }, (_, i) => (set >> i) & 1).reduce((a, b) => a + b, 0);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < i; j++) {
      const [a, b] = [1 << i, 1 << j];
      let index = 0;
      for (let set = 0; set < worth.length; set++) {
        if ((set & (a | b)) !== 0) continue;
        const s = size(set);
        index += ((factorial(s) * factorial(m - s - 2)) / factorial(m - 1)) * (worth[set | a | b] - worth[set | a] - worth[set | b] + worth[set]);
      }
      found[i * m + j] = found[j * m + i] = index / 2;
    }
  }
  for (let i = 0; i < m; i++) found[i * m + i] = values[i] - found.subarray(i * m, (i + 1) * m).reduce((sum, value) => sum + value, 0);
  return found;
}
