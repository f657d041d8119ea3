import type { BoxForest, BoxTree } from './boxForest.js';
import type { Need } from './treeNeeds.js';

/** Cells low to high of each dimension, both ends in it. */
export interface Box {
  readonly low: Int32Array;
  readonly high: Int32Array;
}

/** What the trees say of a box. */
export interface BoxView {
  /** No row in the box has the outcome. */
  readonly hopeless: boolean;
  /** The box's cheapest row has it, up to rounding. */
  readonly reached: boolean;
  /** Where to cut it: cells below `at` from the others. null where all trees answer the same all over it. */
  readonly cut: { readonly dimension: number; readonly at: number } | null;
}

/**
 * For each need, the sum over trees of the best leaf that a row in the box can come to is no less than any row's own sum. The box is cut in the dimension whose splits
 * keep the trees' answers to the cheapest row furthest from those best leaves.
 *   at: the box's cheapest row, by cell. slack: what rounding may make of a sum.
 */
export function lookAt(forest: BoxForest, needs: readonly Need[], base: readonly number[], slack: number, box: Box, at: Int32Array): BoxView {
  const margins = base.length;
  const own = Float64Array.from(base);
  const most = Float64Array.from(base);
  const pull = new Float64Array(at.length);
  const widest = new Float64Array(at.length);
  const cutAt = new Int32Array(at.length);
  for (const tree of forest.trees) {
    const sign = signOf(needs, tree.margin);
    if (sign === 0) continue;
    const { value, best, node } = pathOf(tree, sign, box, at);
    own[tree.margin]! += value;
    most[tree.margin]! += best;
    if (node < 0) continue;
    const dimension = tree.dimension[node]!;
    const gain = Math.abs(best - value);
    pull[dimension]! += gain;
    if (gain > widest[dimension]!) {
      widest[dimension] = gain;
      cutAt[dimension] = cutOf(tree, node, at[dimension]!, box.low[dimension]!);
    }
  }
  const sum = ({ weights }: Need, of: Float64Array): number => {
    let total = 0;
    for (let k = 0; k < margins; k++) if (weights[k] !== 0) total += weights[k]! * of[k]!;
    return total;
  };
  const dimension = pull.reduce((strongest, gain, j) => (gain > (strongest < 0 ? 0 : pull[strongest]!) ? j : strongest), -1);
  return {
    hopeless: needs.some((need) => sum(need, most) < need.atLeast - slack),
    reached: needs.every((need) => sum(need, own) >= need.atLeast - slack),
    cut: dimension < 0 ? null : { dimension, at: cutAt[dimension]! },
  };
}

/** Of a margin that must be high, its trees' largest leaves are best; of a rival's, their smallest. */
function signOf(needs: readonly Need[], margin: number): number {
  for (const { weights } of needs) if (weights[margin] !== 0) return Math.sign(weights[margin]!);
  return 0;
}

/** The leaf the cheapest row comes to, the best that any row in the box can come to, and the split at which the two part (−1: they do not). */
function pathOf(tree: BoxTree, sign: number, box: Box, at: Int32Array): { value: number; best: number; node: number } {
  let node = 0;
  let best = -Infinity;
  let parting = -1;
  for (let j = tree.dimension[0]!; j >= 0; j = tree.dimension[node]!) {
    const isLeft = sendsLeft(tree, node, at[j]!);
    const other = isLeft ? tree.right[node]! : tree.left[node]!;
    if (isLeft ? reachesRight(tree, node, box) : reachesLeft(tree, node, box)) {
      const beyond = bestLeaf(tree, other, sign, box);
      if (beyond > best) {
        best = beyond;
        parting = node;
      }
    }
    node = isLeft ? tree.left[node]! : tree.right[node]!;
  }
  const value = tree.value[node]!;
  return best > sign * value ? { value, best: sign * best, node: parting } : { value, best: value, node: -1 };
}

function bestLeaf(tree: BoxTree, node: number, sign: number, box: Box): number {
  if (tree.dimension[node]! < 0) return sign * tree.value[node]!;
  const left = reachesLeft(tree, node, box) ? bestLeaf(tree, tree.left[node]!, sign, box) : -Infinity;
  return reachesRight(tree, node, box) ? Math.max(left, bestLeaf(tree, tree.right[node]!, sign, box)) : left;
}

function sendsLeft(tree: BoxTree, node: number, cell: number): boolean {
  const lefts = tree.leftsBefore[node];
  return lefts ? lefts[cell + 1]! > lefts[cell]! : cell < tree.firstRight[node]!;
}

function reachesLeft(tree: BoxTree, node: number, { low, high }: Box): boolean {
  const j = tree.dimension[node]!;
  const lefts = tree.leftsBefore[node];
  return lefts ? lefts[high[j]! + 1]! > lefts[low[j]!]! : low[j]! < tree.firstRight[node]!;
}

function reachesRight(tree: BoxTree, node: number, { low, high }: Box): boolean {
  const j = tree.dimension[node]!;
  const lefts = tree.leftsBefore[node];
  return lefts ? lefts[high[j]! + 1]! - lefts[low[j]!]! <= high[j]! - low[j]! : high[j]! >= tree.firstRight[node]!;
}

/** Where a split that is no boundary between cells is undone: the row's own cell from one side of the others. */
function cutOf(tree: BoxTree, node: number, cell: number, low: number): number {
  if (tree.leftsBefore[node] === null) return tree.firstRight[node]!;
  return cell > low ? cell : cell + 1;
}
