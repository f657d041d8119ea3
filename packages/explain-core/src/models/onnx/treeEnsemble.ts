import { ExplainError } from '../../errors.js';
import { floatBefore } from '../floatBefore.js';
import type { InputType } from '../bindInputs.js';
import { assembleTree, MISSING_LEFT, type RawTree, type Tree } from '../tree.js';
import { attributeOf, domainOf, intAttribute, intsAttribute, stringAttribute, tensorNumbers } from './build.js';
import type { Link, Precision, TreeEnsemble } from '../treeEnsemble.js';
import type { ChosenOutput } from './outputs.js';
import { FLOAT, type GraphProto, type NodeProto } from './schema.js';

/**
 * The trees of an ONNX model that is nothing but trees: one input → TreeEnsembleClassifier or TreeEnsembleRegressor (ai.onnx.ml 1 to 3) → the scores, with only Cast, Identity and ZipMap
 * around. null for any other graph, and for what a sum of trees with a link cannot say (comparisons for equality, minimum and maximum of trees, probit).
 *
 * onnxruntime adds leaves in float32 in an order of its own, so margins equal its own within the rounding of such a sum. The files hold no training weights: every cover is 0.
 * Definition: github.com/onnx/onnx, docs/Operators-ml.md; where that is silent, onnxruntime/core/providers/cpu/ml/tree_ensemble_common.h.
 */
export function treesOf(graph: GraphProto, output: ChosenOutput, input: { readonly width: number; readonly type: InputType }): TreeEnsemble | null {
  const { width } = input;
  const makers = new Map(graph.node.flatMap((node) => node.output.map((name): [string, NodeProto] => [name, node])));
  const node = behind(output.tensor, makers);
  if (node === undefined || domainOf(node) !== 'ai.onnx.ml') return null;
  const isClassifier = node.op_type === 'TreeEnsembleClassifier';
  if (!isClassifier && node.op_type !== 'TreeEnsembleRegressor') return null;
  if (output.kind === 'label' || behind(node.input[0], makers) !== undefined) return null;
  const precision = precisionOf(makers.get(node.input[0]), input.type);
  if (precision === null) return null;

  const leaves = isClassifier ? 'class' : 'target';
  const labels = isClassifier ? Math.max(attributeOf(node, 'classlabels_strings')?.strings.length ?? 0, intsAttribute(node, 'classlabels_int64s')?.length ?? 0) : intAttribute(node, 'n_targets', 1);
  const owners = intsAttribute(node, `${leaves}_ids`) ?? [];
  // Two classes whose leaves all name one of them: a single margin, of the second class.
  const isOneMargin = isClassifier && labels === 2 && new Set(owners).size === 1;
  const margins = isOneMargin ? 1 : labels;
  const link = linkOf(stringAttribute(node, 'post_transform', 'NONE'), margins, output);
  if (link === null || (!isClassifier && margins !== 1)) return null;
  const aggregate = stringAttribute(node, 'aggregate_function', 'SUM');
  if (aggregate !== 'SUM' && aggregate !== 'AVERAGE') return null;

  const columns = readColumns(node, leaves, precision);
  if (columns === null) return null;
  const { base } = columns;
  if (base.length !== 0 && base.length !== margins) return null;
  const trees = readTrees(columns, isOneMargin ? owners.map(() => 0) : owners, margins, aggregate === 'AVERAGE', width);
  return {
    source: 'onnx',
    trees,
    features: Array.from({ length: width }, () => ({ name: null, kind: 'number', levels: null })),
    base: Array.from({ length: margins }, (_, k) => base[k] ?? 0),
    link,
    task: output.kind === 'value' ? 'regression' : labels === 2 ? 'binary' : 'multiclass',
    precision,
  };
}

const PASSES = new Set(['Identity', 'Cast']);

/** The operator that made a tensor, looking through those that keep its numbers; undefined for an input of the graph. */
function behind(tensor: string, makers: ReadonlyMap<string, NodeProto>): NodeProto | undefined {
  let maker = makers.get(tensor);
  while (maker && PASSES.has(maker.op_type ?? '')) maker = makers.get(maker.input[0]);
  return maker;
}

/** What the trees compare: the input's own numbers, or what one cast to float32 makes of them. */
function precisionOf(maker: NodeProto | undefined, type: InputType): Precision | null {
  if (maker?.op_type === 'Cast') return intAttribute(maker, 'to', 0) === FLOAT ? 'float32' : null;
  return type === 'float32' || type === 'float64' ? type : null;
}

function linkOf(post: string, margins: number, { kind }: ChosenOutput): Link | null {
  if (post === 'NONE' && kind === 'logit') return margins === 1 ? { kind: 'sigmoid', slope: 1 } : { kind: 'softmax' };
  if (kind === 'logit') return null;
  switch (post) {
    case 'NONE':
      return { kind: 'identity' };
    case 'LOGISTIC':
      return { kind: margins === 1 ? 'sigmoid' : 'sigmoids', slope: 1 };
    case 'SOFTMAX':
      return { kind: 'softmax' };
    default:
      return null;
  }
}

interface Columns {
  readonly treeIds: readonly number[];
  readonly nodeIds: readonly number[];
  readonly features: readonly number[];
  readonly modes: readonly string[];
  readonly values: readonly number[];
  readonly whenTrue: readonly number[];
  readonly whenFalse: readonly number[];
  readonly missingTrue: readonly number[];
  readonly leafTrees: readonly number[];
  readonly leafNodes: readonly number[];
  readonly weights: readonly number[];
  readonly base: readonly number[];
}

/** The attributes, checked to be of equal length; null where a node compares in a way that trees here do not. */
function readColumns(node: NodeProto, leaves: 'class' | 'target', precision: Precision): Columns | null {
  const ints = (name: string): readonly number[] => intsAttribute(node, name) ?? [];
  const floats = (name: string): readonly number[] => {
    const tensor = attributeOf(node, `${name}_as_tensor`)?.t;
    return tensor ? (tensorNumbers(tensor)?.map(Number) ?? []) : (attributeOf(node, name)?.floats ?? []);
  };
  const modes = (attributeOf(node, 'nodes_modes')?.strings ?? []).map((bytes) => new TextDecoder().decode(bytes));
  const known = precision === 'float32' ? MODES : DOUBLE_MODES;
  if (modes.some((mode) => !known.has(mode))) return null;
  const count = modes.length;
  const missing = ints('nodes_missing_value_tracks_true');
  const columns = {
    treeIds: ints('nodes_treeids'),
    nodeIds: ints('nodes_nodeids'),
    features: ints('nodes_featureids'),
    modes,
    values: floats('nodes_values'),
    whenTrue: ints('nodes_truenodeids'),
    whenFalse: ints('nodes_falsenodeids'),
    missingTrue: missing.length === 0 ? Array.from({ length: count }, () => 0) : missing,
  };
  const ends = { leafTrees: ints(`${leaves}_treeids`), leafNodes: ints(`${leaves}_nodeids`), weights: floats(`${leaves}_weights`) };
  for (const [name, items] of Object.entries(columns)) if (items.length !== count) throw broken(`it has ${count} nodes and ${items.length} of their ${name}`);
  for (const [name, items] of Object.entries(ends)) if (items.length !== ends.weights.length) throw broken(`it has ${ends.weights.length} weights of leaves and ${items.length} of their ${name}`);
  if (ends.weights.length !== ints(`${leaves}_ids`).length) throw broken('its leaves have another number of weights than of outputs');
  return { ...columns, ...ends, base: floats('base_values') };
}

const LEAF = 'LEAF';
const MODES = new Set(['BRANCH_LEQ', 'BRANCH_LT', 'BRANCH_GT', 'BRANCH_GTE', LEAF]);
/** The number before a threshold is known of float32 only. */
const DOUBLE_MODES = new Set(['BRANCH_LEQ', 'BRANCH_GT', LEAF]);

/** One tree for every output that some of its leaves add to. */
function readTrees(columns: Columns, owners: readonly number[], margins: number, isAverage: boolean, width: number): Tree[] {
  const ids = [...new Set(columns.treeIds)];
  const nodesOf = new Map(ids.map((id): [number, Map<number, number>] => [id, new Map()]));
  columns.treeIds.forEach((tree, row) => nodesOf.get(tree)!.set(columns.nodeIds[row], row));
  const leavesOf = new Map(ids.map((id): [number, number[]] => [id, []]));
  columns.leafTrees.forEach((tree, row) => (leavesOf.get(tree) ?? fail(`a leaf of tree ${tree}, which is not there`)).push(row));
  const trees = ids.flatMap((id) => {
    const raw = rawTree(columns, nodesOf.get(id)!, id);
    const rows = leavesOf.get(id)!;
    return [...new Set(rows.map((row) => owners[row]))].sort((a, b) => a - b).map((margin) => {
      if (!(margin >= 0 && margin < margins)) throw broken(`tree ${id} adds to output ${margin} of ${margins}`);
      const value = new Float64Array(raw.left.length);
      for (const row of rows) {
        if (owners[row] !== margin) continue;
        const place = raw.places.get(columns.leafNodes[row]) ?? fail(`a weight for node ${columns.leafNodes[row]} of tree ${id}, which is not there`);
        value[place] += columns.weights[row] / (isAverage ? ids.length : 1);
      }
      return assembleTree({ ...raw, value, margin }, `Tree ${id}`, width);
    });
  });
  if (trees.length === 0) throw broken('it holds no trees');
  return trees;
}

/** The root is the tree's first node in the file, as onnxruntime has it. */
function rawTree(columns: Columns, rows: ReadonlyMap<number, number>, id: number): Omit<RawTree, 'value' | 'margin'> & { readonly places: ReadonlyMap<number, number> } {
  const count = rows.size;
  const places = new Map([...rows.keys()].map((node, place): [number, number] => [node, place]));
  const [left, right, feature] = [new Int32Array(count).fill(-1), new Int32Array(count).fill(-1), new Int32Array(count)];
  const threshold = new Float64Array(count);
  const flags = new Uint8Array(count);
  const child = (node: number): number => places.get(node) ?? fail(`tree ${id} points to node ${node}, which is not there`);
  let place = 0;
  for (const row of rows.values()) {
    const mode = columns.modes[row];
    if (mode !== LEAF) {
      // x < t and x >= t are x <= the number before t, the latter with the children changed; so is x > t.
      const isBefore = mode === 'BRANCH_LT' || mode === 'BRANCH_GTE';
      const isTurned = mode === 'BRANCH_GT' || mode === 'BRANCH_GTE';
      const [yes, no] = [child(columns.whenTrue[row]), child(columns.whenFalse[row])];
      const missingTrue = columns.missingTrue[row] === 1;
      left[place] = isTurned ? no : yes;
      right[place] = isTurned ? yes : no;
      feature[place] = columns.features[row];
      threshold[place] = isBefore ? floatBefore(columns.values[row]) : columns.values[row];
      // NaN compares false with everything, so it takes the false branch unless the file says otherwise.
      flags[place] = missingTrue !== isTurned ? MISSING_LEFT : 0;
    }
    place++;
  }
  return { left, right, feature, threshold, flags, set: new Int32Array(count).fill(-1), sets: [], cover: new Float64Array(count), places };
}

function fail(what: string): never {
  throw broken(`it has ${what}`);
}

function broken(what: string): ExplainError {
  return new ExplainError('BAD_MODEL', `The trees of the ONNX file are not whole: ${what}. Export the model again.`);
}
