import { ExplainError } from '../errors.js';
import { log } from '../elementary/logarithm.js';
import { modelText } from './modelText.js';
import { floatBefore } from './floatBefore.js';
import { assembleTree, IS_CATEGORY, MISSING_LEFT, type RawTree, type Tree } from './tree.js';
import type { Link, TreeEnsemble, TreeFeature } from './treeEnsemble.js';

/**
 * A model written by XGBoost's `save_model("….json")`, versions 1.0 to 3.2, boosters gbtree and dart.
 * Format: doc/model.schema and src/tree/tree_model.cc of dmlc/xgboost; category splits: src/common/categorical.h.
 */
export function parseXgboost(bytes: Uint8Array): TreeEnsemble {
  const root = record(parseJson(modelText(bytes, 'XGBoost')), 'the file');
  const learner = record(root['learner'], 'learner');
  const parameters = record(learner['learner_model_param'], 'learner.learner_model_param');
  const objective = text(record(learner['objective'], 'learner.objective')['name'], 'learner.objective.name');
  const booster = record(learner['gradient_booster'], 'learner.gradient_booster');
  const { model, weights } = boosterModel(booster);
  if (whole(parameters['num_target'] ?? '1', 'num_target') > 1) throw unsupported('several targets (num_target > 1). Train one model a target');

  const { link, task } = meaningOf(objective);
  const margins = task === 'multiclass' ? Math.max(1, whole(parameters['num_class'] ?? '0', 'num_class')) : 1;
  const features = readFeatures(learner, model, whole(parameters['num_feature'], 'num_feature'));
  const owners = numbers(model['tree_info'], 'tree_info');
  const rawTrees = list(model['trees'], 'trees');
  if (rawTrees.length === 0) throw broken('it holds no trees');
  if (owners.length !== rawTrees.length) throw broken(`tree_info has ${owners.length} entries for ${rawTrees.length} trees`);
  if (weights && weights.length !== rawTrees.length) throw broken(`weight_drop has ${weights.length} entries for ${rawTrees.length} trees`);
  refuseTwoReadings(learner, rawTrees.length, margins * whole(record(model['gbtree_model_param'], 'gbtree_model_param')['num_parallel_tree'] ?? '1', 'num_parallel_tree'));

  const trees = rawTrees.map((raw, index): Tree => {
    const margin = owners[index];
    if (!Number.isInteger(margin) || margin < 0 || margin >= margins) throw broken(`tree ${index} belongs to class ${margin} of ${margins}`);
    return assembleTree(readTree(record(raw, `trees[${index}]`), index, margin, weights ? weights[index] : 1), `Tree ${index}`, features.length);
  });
  return { source: 'xgboost', trees, features, base: readBase(parameters['base_score'], objective, margins), link, task, precision: 'float32' };
}

function boosterModel(booster: JsonRecord): { model: JsonRecord; weights: number[] | null } {
  const name = text(booster['name'], 'gradient_booster.name');
  if (name === 'gbtree') return { model: record(booster['model'], 'gradient_booster.model'), weights: null };
  if (name === 'dart') {
    const inner = record(booster['gbtree'], 'gradient_booster.gbtree');
    return { model: record(inner['model'], 'gradient_booster.gbtree.model'), weights: numbers(booster['weight_drop'], 'weight_drop') };
  }
  throw unsupported(`the booster "${name}". gbtree and dart can be read; a linear booster can be exported to ONNX`);
}

/**
 * After early stopping the file holds more rounds than the best; XGBoost's Booster.predict then uses them all and its scikit-learn wrapper only the best ones.
 * Evidence must not depend on which of the two a reader has in mind.
 */
function refuseTwoReadings(learner: JsonRecord, trees: number, treesPerRound: number): void {
  const attributes = learner['attributes'] === undefined ? {} : record(learner['attributes'], 'learner.attributes');
  if (attributes['best_iteration'] === undefined) return;
  const best = whole(attributes['best_iteration'], 'best_iteration');
  const rounds = Math.round(trees / treesPerRound);
  if (best + 1 < rounds) {
    throw new ExplainError(
      'BAD_MODEL',
      `The XGBoost file holds ${rounds} rounds and names round ${best} the best. XGBoost's Booster uses all of them, its scikit-learn wrapper the first ${best + 1}. Save booster[:${best + 1}] (or all rounds without the attribute), so that there is one reading.`,
      { rounds, bestIteration: best },
    );
  }
}

function meaningOf(objective: string): { link: Link; task: TreeEnsemble['task'] } {
  switch (objective) {
    case 'binary:logistic':
    case 'reg:logistic':
      return { link: { kind: 'sigmoid', slope: 1 }, task: 'binary' };
    case 'binary:hinge':
      return { link: { kind: 'step' }, task: 'binary' };
    case 'multi:softprob':
    case 'multi:softmax':
      return { link: { kind: 'softmax' }, task: 'multiclass' };
    case 'count:poisson':
    case 'reg:gamma':
    case 'reg:tweedie':
    case 'survival:cox':
    case 'survival:aft':
      return { link: { kind: 'exponential' }, task: 'regression' };
    case 'binary:logitraw':
    case 'reg:squarederror':
    case 'reg:linear':
    case 'reg:squaredlogerror':
    case 'reg:absoluteerror':
    case 'reg:pseudohubererror':
    case 'reg:quantileerror':
    case 'rank:pairwise':
    case 'rank:ndcg':
    case 'rank:map':
      return { link: { kind: 'identity' }, task: 'regression' };
    default:
      throw unsupported(`the objective "${objective}"`);
  }
}

/** base_score is written in the units of the answer; the margin it stands for is computed in float32, as XGBoost does (src/objective/regression_loss.h). From 3.1 on it is an array, one a class. */
function readBase(written: unknown, objective: string, margins: number): number[] {
  const source = text(written, 'base_score');
  const parts = source.startsWith('[') ? numbers(parseJson(source), 'base_score') : [Number(source)];
  if (parts.length !== 1 && parts.length !== margins) throw broken(`base_score has ${parts.length} numbers for ${margins} outputs`);
  return Array.from({ length: margins }, (_, k) => {
    const score = Math.fround(parts.length === 1 ? parts[0] : parts[k]);
    const margin = baseMargin(score, objective);
    if (source.trim() === '' || !Number.isFinite(margin)) throw broken(`base_score is ${source}, which "${objective}" cannot start from`);
    return margin;
  });
}

function baseMargin(score: number, objective: string): number {
  switch (objective) {
    case 'binary:logistic':
    case 'reg:logistic':
      return Math.fround(-Math.fround(log(Math.fround(Math.fround(1 / score) - 1))));
    case 'count:poisson':
    case 'reg:gamma':
    case 'reg:tweedie':
    case 'survival:cox':
    case 'survival:aft':
      return Math.fround(log(score));
    default:
      return score;
  }
}

function readFeatures(learner: JsonRecord, model: JsonRecord, count: number): TreeFeature[] {
  if (count < 1 || count > MAX_FEATURES) throw broken(`it says it has ${count} features`);
  const names = list(learner['feature_names'] ?? [], 'feature_names');
  const types = list(learner['feature_types'] ?? [], 'feature_types');
  for (const [what, items] of [['feature_names', names], ['feature_types', types]] as const) {
    if (items.length !== 0 && items.length !== count) throw broken(`${what} has ${items.length} entries for ${count} features`);
  }
  const encoders = model['cats'] === undefined ? [] : list(record(model['cats'], 'cats')['enc'], 'cats.enc');
  return Array.from({ length: count }, (_, index) => ({
    name: names.length === 0 ? null : text(names[index], `feature_names[${index}]`),
    kind: types[index] === 'c' ? 'category' : 'number',
    levels: types[index] === 'c' && encoders[index] !== undefined ? readLevels(record(encoders[index], `cats.enc[${index}]`), index) : null,
  }));
}

/** Words are an Arrow string array: offsets into UTF-8 bytes. Numbers stand as they are. */
function readLevels(encoder: JsonRecord, index: number): string[] | null {
  const values = numbers(encoder['values'] ?? [], `cats.enc[${index}].values`);
  if (encoder['offsets'] === undefined) return values.length === 0 ? null : values.map(String);
  const offsets = numbers(encoder['offsets'], `cats.enc[${index}].offsets`);
  if (offsets.length < 2) return null;
  const utf8 = Uint8Array.from(values);
  const decoder = new TextDecoder('utf-8');
  return offsets.slice(1).map((end, level) => {
    const start = offsets[level];
    if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || end < start || end > utf8.length) throw broken(`the levels of feature ${index} have the offsets ${start} to ${end}`);
    return decoder.decode(utf8.subarray(start, end));
  });
}

function readTree(raw: JsonRecord, index: number, margin: number, weight: number): RawTree {
  const field = (name: string): number[] => numbers(raw[name], `trees[${index}].${name}`);
  const vector = whole(record(raw['tree_param'], `trees[${index}].tree_param`)['size_leaf_vector'] ?? '0', 'size_leaf_vector');
  if (vector > 1) throw unsupported('leaves that hold vectors (multi_strategy=multi_output_tree). Train with one_output_per_tree');
  const left = field('left_children');
  const right = field('right_children');
  const feature = field('split_indices');
  const conditions = field('split_conditions');
  const defaultLeft = field('default_left');
  const cover = field('sum_hessian');
  const types = raw['split_type'] === undefined ? [] : field('split_type');
  const count = left.length;
  for (const [name, items] of Object.entries({ right_children: right, split_indices: feature, split_conditions: conditions, default_left: defaultLeft, sum_hessian: cover, ...(types.length ? { split_type: types } : {}) })) {
    if (items.length !== count) throw broken(`tree ${index} has ${count} nodes and ${items.length} entries in ${name}`);
  }
  const { sets, setOf } = readSets(raw, index, count);
  const threshold = new Float64Array(count);
  const value = new Float64Array(count);
  const flags = new Uint8Array(count);
  for (let node = 0; node < count; node++) {
    if (left[node] < 0) {
      value[node] = weight === 1 ? Math.fround(conditions[node]) : Math.fround(Math.fround(conditions[node]) * Math.fround(weight));
    } else if (types[node] === 1) {
      if (setOf[node] < 0) throw broken(`tree ${index}, node ${node} is a category split without categories`);
      // XGBoost sends the listed categories to the right; we send them to the left, so the children change sides.
      [left[node], right[node]] = [right[node], left[node]];
      flags[node] = IS_CATEGORY + (defaultLeft[node] ? 0 : MISSING_LEFT);
    } else {
      threshold[node] = floatBefore(conditions[node]);
      flags[node] = defaultLeft[node] ? MISSING_LEFT : 0;
    }
  }
  return { left, right, feature, threshold, flags, set: setOf, sets, value, cover, margin };
}

function readSets(raw: JsonRecord, index: number, nodes: number): { sets: Uint32Array[]; setOf: Int32Array } {
  const field = (name: string): number[] => (raw[name] === undefined ? [] : numbers(raw[name], `trees[${index}].${name}`));
  const [categories, splitNodes, starts, sizes] = [field('categories'), field('categories_nodes'), field('categories_segments'), field('categories_sizes')];
  if (starts.length !== splitNodes.length || sizes.length !== splitNodes.length) throw broken(`tree ${index} has category lists of unequal length`);
  const setOf = new Int32Array(nodes).fill(-1);
  const sets = splitNodes.map((node, position) => {
    if (!Number.isInteger(node) || node < 0 || node >= nodes) throw broken(`tree ${index} has categories for node ${node} of ${nodes}`);
    const [start, size] = [starts[position], sizes[position]];
    if (!Number.isInteger(start) || !Number.isInteger(size) || start < 0 || size < 1 || start + size > categories.length) throw broken(`tree ${index}, node ${node} has categories ${start} to ${start + size} of ${categories.length}`);
    const codes = categories.slice(start, start + size);
    const largest = codes.reduce((most, code) => Math.max(most, code), 0);
    if (codes.some((code) => !Number.isInteger(code) || code < 0) || largest > MAX_CATEGORY) throw broken(`tree ${index}, node ${node} has a category code outside 0 to ${MAX_CATEGORY}`);
    const bits = new Uint32Array((largest >> 5) + 1);
    for (const code of codes) bits[code >> 5] |= 1 << (code & 31);
    setOf[node] = position;
    return bits;
  });
  return { sets, setOf };
}

const MAX_FEATURES = 1_000_000;
/** A bit set of this size takes 128 kB; XGBoost itself allows 2^24, which would let a small file ask for much memory. */
const MAX_CATEGORY = 1_048_575;

type JsonRecord = Readonly<Record<string, unknown>>;

/** Versions 1 and 2 write a bare NaN where a category split has no threshold, which is no JSON; it is read as null outside of strings. */
function parseJson(source: string): unknown {
  try {
    return JSON.parse(source.includes('NaN') ? source.replace(/"(?:[^"\\]|\\.)*"|NaN/g, (token) => (token === 'NaN' ? 'null' : token)) : source);
  } catch (error) {
    throw new ExplainError('BAD_MODEL', `The XGBoost file is not JSON (${(error as Error).message}). Save the model with save_model("model.json"); the .ubj and .bin formats are not read.`);
  }
}

function record(value: unknown, where: string): JsonRecord {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw broken(`${where} should be an object`);
  return value as JsonRecord;
}

function list(value: unknown, where: string): readonly unknown[] {
  if (!Array.isArray(value)) throw broken(`${where} should be a list`);
  return value;
}

function numbers(value: unknown, where: string): number[] {
  return list(value, where).map((item) => {
    // Old versions write flags as true and false; null stands for their NaN, and is refused where a number is needed.
    if (typeof item === 'boolean') return Number(item);
    if (item === null) return NaN;
    if (typeof item !== 'number') throw broken(`${where} should hold only numbers`);
    return item;
  });
}

function text(value: unknown, where: string): string {
  if (typeof value !== 'string') throw broken(`${where} should be text`);
  return value;
}

/** XGBoost writes its parameters as text: "14". */
function whole(value: unknown, where: string): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isInteger(number) || number < 0) throw broken(`${where} should be a whole number, not ${JSON.stringify(value)}`);
  return number;
}

function broken(what: string): ExplainError {
  return new ExplainError('BAD_MODEL', `This is not a whole XGBoost JSON model: ${what}. Save it again with save_model("model.json").`);
}

function unsupported(what: string): ExplainError {
  return new ExplainError('UNSUPPORTED', `The XGBoost model uses ${what}.`);
}
