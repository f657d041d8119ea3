import { ExplainError } from '../errors.js';

/**
 * One decision tree in the form every source is brought into. Node 0 is the root, children come after their parents, so a walk always ends, and a right child follows the left one.
 *
 * A number split sends x to the left when x <= threshold. (XGBoost's x < t on float32 is x <= the float32 before t, and is stored so.)
 * A category split sends a code to the left when its set holds the code. What counts as missing goes left or right by the node's flag.
 */
export interface Tree {
  /** The feature a node splits on; -1 at a leaf. */
  readonly feature: Int32Array;
  readonly threshold: Float64Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** Sum of MISSING_LEFT, ZERO_IS_MISSING and IS_CATEGORY. */
  readonly flags: Uint8Array;
  /** Which of `sets` a category split asks; -1 elsewhere. */
  readonly set: Int32Array;
  /** Bit sets of category codes: code c is bit c % 32 of word c >> 5. */
  readonly sets: readonly Uint32Array[];
  /** What a leaf adds to its margin; 0 inside. */
  readonly value: Float64Array;
  /** Weight of the training rows that came through a node, as the source recorded it (LightGBM: rows, XGBoost: hessians). */
  readonly cover: Float64Array;
  /** The margin this tree adds to. */
  readonly margin: number;
  readonly depth: number;
}

export const MISSING_LEFT = 1;
export const ZERO_IS_MISSING = 2;
export const IS_CATEGORY = 4;

/** LightGBM's kZeroThreshold, a float32 constant used in double arithmetic (include/LightGBM/meta.h). */
export const ZERO_BAND = Math.fround(1e-35);

/** A tree as a file has it: any node order, any node number; left < 0 marks a leaf. Nothing in it is trusted. */
export interface RawTree {
  readonly left: ArrayLike<number>;
  readonly right: ArrayLike<number>;
  readonly feature: ArrayLike<number>;
  readonly threshold: ArrayLike<number>;
  readonly flags: ArrayLike<number>;
  readonly set: ArrayLike<number>;
  readonly sets: readonly Uint32Array[];
  readonly value: ArrayLike<number>;
  readonly cover: ArrayLike<number>;
  readonly margin: number;
}

/** Real trees stay far below: scikit-learn, LightGBM and XGBoost seldom pass depth 60. The cap keeps a hostile chain from costing time at every row. */
const MAX_DEPTH = 1000;

/** Walks a raw tree from its root, checks every number it meets and numbers the nodes anew, parents first. Nodes that nothing points to are left out. */
export function assembleTree(raw: RawTree, where: string, featureCount: number): Tree {
  const total = raw.left.length;
  const refuse = (what: string): never => {
    throw new ExplainError('BAD_MODEL', `${where}: ${what}. The file is damaged or was not written by the library it names.`);
  };
  if (total === 0) refuse('the tree has no nodes');
  const order = new Int32Array(total);
  const renumbered = new Int32Array(total).fill(-1);
  const depths = new Int32Array(total);
  renumbered[0] = 0;
  let count = 1;
  let depth = 0;
  for (let at = 0; at < count; at++) {
    const node = order[at];
    if (raw.left[node] < 0) continue;
    for (const child of [raw.left[node], raw.right[node]]) {
      if (!Number.isInteger(child) || child < 0 || child >= total) refuse(`node ${node} has the child ${child}, and there are ${total} nodes`);
      if (renumbered[child] !== -1) refuse(`node ${child} is reached twice, so the nodes do not form a tree`);
      renumbered[child] = count;
      order[count] = child;
      depths[count] = depths[at] + 1;
      depth = Math.max(depth, depths[count]);
      if (depth > MAX_DEPTH) throw new ExplainError('RESOURCE_LIMIT', `${where} is more than ${MAX_DEPTH} levels deep, which is more than we load.`);
      count++;
    }
  }

  const tree = {
    feature: new Int32Array(count).fill(-1),
    threshold: new Float64Array(count),
    left: new Int32Array(count).fill(-1),
    right: new Int32Array(count).fill(-1),
    flags: new Uint8Array(count),
    set: new Int32Array(count).fill(-1),
    sets: raw.sets,
    value: new Float64Array(count),
    cover: new Float64Array(count),
    margin: raw.margin,
    depth,
  };
  for (let at = 0; at < count; at++) {
    const node = order[at];
    const cover = raw.cover[node];
    if (!Number.isFinite(cover) || cover < 0) refuse(`node ${node} has the training weight ${cover}`);
    tree.cover[at] = cover;
    if (raw.left[node] < 0) {
      if (!Number.isFinite(raw.value[node])) refuse(`leaf ${node} has the value ${raw.value[node]}`);
      tree.value[at] = raw.value[node];
      continue;
    }
    const feature = raw.feature[node];
    if (!Number.isInteger(feature) || feature < 0 || feature >= featureCount) refuse(`node ${node} splits on feature ${feature}, and the model has ${featureCount}`);
    if ((raw.flags[node] & IS_CATEGORY) !== 0) {
      const set = raw.set[node];
      if (!Number.isInteger(set) || set < 0 || set >= raw.sets.length) refuse(`node ${node} asks the category set ${set}, and there are ${raw.sets.length}`);
      tree.set[at] = set;
    } else if (!Number.isFinite(raw.threshold[node])) {
      refuse(`node ${node} has the threshold ${raw.threshold[node]}`);
    } else {
      tree.threshold[at] = raw.threshold[node];
    }
    tree.feature[at] = feature;
    tree.flags[at] = raw.flags[node];
    tree.left[at] = renumbered[raw.left[node]];
    tree.right[at] = renumbered[raw.right[node]];
  }
  return tree;
}

/** Whether x goes left at a node: the definition of a split. x is already rounded as the ensemble asks. */
export function goesLeft(tree: Pick<Tree, 'threshold' | 'flags' | 'set' | 'sets'>, node: number, x: number): boolean {
  const flags = tree.flags[node];
  if (Number.isNaN(x)) return (flags & MISSING_LEFT) !== 0;
  if ((flags & IS_CATEGORY) !== 0) return holdsCode(tree.sets[tree.set[node]], x);
  if ((flags & ZERO_IS_MISSING) !== 0 && x >= -ZERO_BAND && x <= ZERO_BAND) return (flags & MISSING_LEFT) !== 0;
  return x <= tree.threshold[node];
}

/** Codes are cut to whole numbers, as both libraries do. A negative or unknown code is in no set (LightGBM reads −0.5 as 0; no encoder writes that). */
export function holdsCode(set: Uint32Array, code: number): boolean {
  if (!(code >= 0 && code < set.length * 32)) return false;
  const whole = Math.trunc(code);
  return ((set[whole >> 5] >>> (whole & 31)) & 1) === 1;
}
