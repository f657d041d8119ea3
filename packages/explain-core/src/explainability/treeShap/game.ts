import { ExplainError } from '../../errors.js';
import { matrix, type Matrix } from '../../numeric/matrix.js';
import type { Tree } from '../../models/tree.js';
import type { TreePredictor } from '../../models/predictor.js';
import type { TreeEnsemble } from '../../models/treeEnsemble.js';

/**
 * A sum of trees as a cooperative game: its players are features. A column of the ensemble's matrix belongs to one player; several columns of a word that is one-hot to the same, so that
 * the word comes and goes as a whole.
 */
export interface TreeGame {
  readonly ensemble: TreeEnsemble;
  /** The player of each column of the ensemble's matrix. */
  readonly players: ArrayLike<number>;
  readonly playerCount: number;
}

/** Every column of the matrix a player. */
export function columnGame(ensemble: TreeEnsemble): TreeGame {
  return { ensemble, players: ensemble.features.map((_, column) => column), playerCount: ensemble.features.length };
}

/** The model's data columns the players. */
export function modelGame({ ensemble, origins, features }: Pick<TreePredictor, 'ensemble' | 'origins' | 'features'>): TreeGame {
  return { ensemble, players: origins, playerCount: features.length };
}

/** Nodes of several trees as columns, a tree after another; what both the kernel and its plain twin walk. */
export interface WalkNodes {
  /** The left child; its own number at a leaf. The right child follows the left one. */
  readonly left: Uint32Array;
  readonly threshold: Float64Array;
  readonly column: Uint32Array;
  readonly player: Uint32Array;
  readonly flags: Uint8Array;
  /** Where the category set of a node begins among `sets`, and how many words it has. [nodes, 2] */
  readonly setPlace: Uint32Array;
  readonly sets: Uint32Array;
  readonly value: Float64Array;
  /** A node's share of its parent's training weight; ½ where the parent has none. */
  readonly share: Float64Array;
  readonly trees: readonly WalkTree[];
}

export interface WalkTree {
  readonly root: number;
  readonly nodes: number;
  readonly margin: number;
  readonly depth: number;
}

/** More players on one path need more factorials than a float64 can tell apart from 0. */
const MOST_ON_PATH = 500;

/** The most players on any path of an ensemble. */
export function mostOnPath({ ensemble, players, playerCount }: TreeGame): number {
  const isOnPath = new Uint8Array(playerCount);
  const most = ensemble.trees.reduce((all, tree) => Math.max(all, playersBelow(tree, 0, players, isOnPath)), 0);
  if (most > MOST_ON_PATH) throw new ExplainError('RESOURCE_LIMIT', `A tree asks ${most} features on one path; Tree SHAP is computed for at most ${MOST_ON_PATH}.`);
  return most;
}

/** The most players on any path from a node down who are not on the way to it. */
function playersBelow(tree: Tree, node: number, players: ArrayLike<number>, isOnPath: Uint8Array): number {
  const feature = tree.feature[node];
  if (feature < 0) return 0;
  const player = players[feature];
  const isKnown = isOnPath[player];
  isOnPath[player] = 1;
  const most = Math.max(playersBelow(tree, tree.left[node], players, isOnPath), playersBelow(tree, tree.right[node], players, isOnPath));
  isOnPath[player] = isKnown;
  return most + 1 - isKnown;
}

/** Trees from (inclusive) to (exclusive). */
export function walkNodes({ ensemble, players }: TreeGame, from: number, to: number): WalkNodes {
  const trees = ensemble.trees.slice(from, to);
  const total = trees.reduce((sum, { feature }) => sum + feature.length, 0);
  const words = trees.flatMap(({ sets }) => sets);
  const nodes = {
    left: new Uint32Array(total),
    threshold: new Float64Array(total),
    column: new Uint32Array(total),
    player: new Uint32Array(total),
    flags: new Uint8Array(total),
    setPlace: new Uint32Array(2 * total),
    sets: new Uint32Array(words.reduce((sum, set) => sum + set.length, 0)),
    value: new Float64Array(total),
    share: new Float64Array(total).fill(1),
  };
  let root = 0;
  let word = 0;
  const walked = trees.map((tree): WalkTree => {
    const places = tree.sets.map((set) => {
      nodes.sets.set(set, word);
      word += set.length;
      return word - set.length;
    });
    const { feature, left, right, cover } = tree;
    const count = feature.length;
    nodes.value.set(tree.value, root);
    nodes.threshold.set(tree.threshold, root);
    nodes.flags.set(tree.flags, root);
    for (let node = 0; node < count; node++) {
      const here = root + node;
      const column = feature[node];
      if (column < 0) {
        nodes.left[here] = here;
        continue;
      }
      nodes.left[here] = root + left[node];
      nodes.column[here] = column;
      nodes.player[here] = players[column];
      if (tree.set[node] >= 0) nodes.setPlace.set([places[tree.set[node]], tree.sets[tree.set[node]].length], 2 * here);
      nodes.share[root + left[node]] = cover[node] === 0 ? 0.5 : cover[left[node]] / cover[node];
      nodes.share[root + right[node]] = cover[node] === 0 ? 0.5 : cover[right[node]] / cover[node];
    }
    root += count;
    return { root: root - count, nodes: count, margin: tree.margin, depth: tree.depth };
  });
  return { ...nodes, trees: walked };
}

/** Rows as the ensemble reads them: rounded to float32 where it does so. */
export function asRead({ ensemble }: TreeGame, rows: Matrix): Matrix {
  if (rows.columns !== ensemble.features.length) throw new ExplainError('BAD_MAPPING', `The model has ${ensemble.features.length} features, the rows have ${rows.columns}.`);
  return ensemble.precision === 'float64' ? rows : matrix(rows.rows, rows.columns, Float64Array.from(Float32Array.from(rows.values)));
}

/** a! b! ÷ (a + b + 1)! for a, b from 0 to side − 1: the share of orderings in which a given player comes right after the one set and right before the other. [side, side] */
export function orderingShares(side: number): Float64Array {
  const shares = new Float64Array(side * side);
  for (let a = 0; a < side; a++) {
    shares[a * side] = 1 / (a + 1);
    for (let b = 1; b < side; b++) shares[a * side + b] = (shares[a * side + b - 1] * b) / (a + b + 1);
  }
  return shares;
}
