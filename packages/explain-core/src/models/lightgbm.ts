import { ExplainError } from '../errors.js';
import { modelText } from './modelText.js';
import { assembleTree, IS_CATEGORY, MISSING_LEFT, ZERO_IS_MISSING, type Tree } from './tree.js';
import type { Link, TreeEnsemble, TreeFeature } from './treeEnsemble.js';

/**
 * A model written by LightGBM's `save_model("….txt")`, versions 2 to 4.
 * Format: src/boosting/gbdt_model_text.cpp and src/io/tree.cpp of microsoft/LightGBM; split rules: include/LightGBM/tree.h.
 */
export function parseLightgbm(bytes: Uint8Array): TreeEnsemble {
  const source = modelText(bytes, 'LightGBM');
  if (!source.startsWith('tree')) throw broken('it does not begin with the line "tree"');
  const [beforeTrees, afterTrees] = cutOnce(source, '\nend of trees');
  if (afterTrees === null) throw broken('the line "end of trees" is missing, so it may be cut off');
  const [head, ...blocks] = beforeTrees.split(/\r?\nTree=\d+\r?\n/);
  const header = readFields(head);
  const margins = whole(header, 'num_tree_per_iteration');
  if (margins < 1 || blocks.length === 0 || blocks.length % margins !== 0) throw broken(`it has ${blocks.length} trees for ${margins} a round`);
  const names = need(header, 'feature_names').split(' ');
  const count = whole(header, 'max_feature_idx') + 1;
  if (names.length !== count) throw broken(`it names ${names.length} features and says it has ${count}`);

  const averaged = header.has('average_output') ? blocks.length / margins : 1;
  const trees = blocks.map((block, index) => readTree(readFields(block), `Tree ${index}`, index % margins, averaged, count));
  const { link, task } = meaningOf(header.get('objective') ?? 'custom', margins);
  return {
    source: 'lightgbm',
    trees,
    features: readFeatures(names, need(header, 'feature_infos').split(' '), afterTrees),
    base: Array.from({ length: margins }, () => 0),
    link,
    task,
    precision: 'float64',
  };
}

function meaningOf(objective: string, margins: number): { link: Link; task: TreeEnsemble['task'] } {
  const [name, ...settings] = objective.split(' ');
  const slope = Number(settings.find((setting) => setting.startsWith('sigmoid:'))?.slice('sigmoid:'.length) ?? '1');
  if (!(slope > 0)) throw broken(`the objective "${objective}" has no positive sigmoid parameter`);
  const one = (link: Link, task: TreeEnsemble['task']): { link: Link; task: TreeEnsemble['task'] } => {
    if (margins !== 1) throw broken(`the objective "${objective}" has ${margins} trees a round`);
    return { link, task };
  };
  switch (name) {
    case 'binary':
      return one({ kind: 'sigmoid', slope }, 'binary');
    case 'cross_entropy':
    case 'xentropy':
      return one({ kind: 'sigmoid', slope: 1 }, 'binary');
    case 'cross_entropy_lambda':
    case 'xentlambda':
      return one({ kind: 'softplus' }, 'regression');
    case 'multiclass':
    case 'softmax':
      return { link: { kind: 'softmax' }, task: 'multiclass' };
    case 'multiclassova':
      return { link: { kind: 'sigmoids', slope }, task: 'multiclass' };
    case 'poisson':
    case 'gamma':
    case 'tweedie':
      return one({ kind: 'exponential' }, 'regression');
    case 'regression':
      return one(settings.includes('sqrt') ? { kind: 'signedSquare' } : { kind: 'identity' }, 'regression');
    case 'regression_l2':
    case 'regression_l1':
    case 'huber':
    case 'fair':
    case 'quantile':
    case 'mape':
    case 'lambdarank':
    case 'rank_xendcg':
    case 'custom':
      return one({ kind: 'identity' }, 'regression');
    default:
      throw new ExplainError('UNSUPPORTED', `The LightGBM model uses the objective "${objective}".`);
  }
}

function readTree(fields: Map<string, string>, where: string, margin: number, averaged: number, featureCount: number): Tree {
  if ((fields.get('is_linear') ?? '0').trim() !== '0') throw new ExplainError('UNSUPPORTED', `${where} of the LightGBM model has linear leaves (linear_tree=true), which are not read. Train with linear_tree=false.`);
  const leaves = whole(fields, 'num_leaves');
  if (leaves < 1) throw broken(`${where} has ${leaves} leaves`);
  const inner = leaves - 1;
  const column = (name: string, length: number): Float64Array => numbers(fields, name, length, where);
  const hasCounts = fields.has('leaf_count') && (inner === 0 || fields.has('internal_count'));
  const leafValue = column('leaf_value', leaves);
  const leafCount = hasCounts && need(fields, 'leaf_count') !== '' ? column('leaf_count', leaves) : new Float64Array(leaves);
  const innerCount = hasCounts && inner > 0 ? column('internal_count', inner) : new Float64Array(inner);
  const sets = readSets(fields, where);
  const split = inner === 0 ? [new Float64Array(0), new Float64Array(0), new Float64Array(0), new Float64Array(0), new Float64Array(0)] : ['split_feature', 'threshold', 'decision_type', 'left_child', 'right_child'].map((name) => column(name, inner));
  const [feature, threshold, decision, left, right] = split;

  // Nodes first, then leaves: LightGBM points to leaf k as −k − 1, which is node inner + k here. With one leaf the root is that leaf.
  const place = (child: number): number => (child < 0 ? inner - child - 1 : child);
  const total = inner + leaves;
  const raw = {
    left: new Float64Array(total).fill(-1),
    right: new Float64Array(total).fill(-1),
    feature: new Float64Array(total),
    threshold: new Float64Array(total),
    flags: new Uint8Array(total),
    set: new Float64Array(total).fill(-1),
    sets,
    value: new Float64Array(total),
    cover: new Float64Array(total),
    margin,
  };
  raw.feature.set(feature);
  raw.threshold.set(threshold);
  raw.cover.set(innerCount);
  raw.cover.set(leafCount, inner);
  for (let leaf = 0; leaf < leaves; leaf++) raw.value[inner + leaf] = averaged === 1 ? leafValue[leaf] : leafValue[leaf] / averaged;
  for (let node = 0; node < inner; node++) {
    raw.left[node] = place(left[node]);
    raw.right[node] = place(right[node]);
    raw.flags[node] = flagsOf(decision[node], threshold[node], `${where}, node ${node}`);
    if ((raw.flags[node] & IS_CATEGORY) !== 0) raw.set[node] = threshold[node];
  }
  return assembleTree(raw, where, featureCount);
}

/**
 * decision_type: bit 0 category, bit 1 default left, bits 2-3 what is missing (0 nothing, 1 zero, 2 NaN).
 * A missing category is in no set and goes right. Where nothing is missing, NaN is read as 0, so the side of 0 is NaN's side.
 */
function flagsOf(decision: number, threshold: number, where: string): number {
  if (!Number.isInteger(decision) || decision < 0 || decision > 15) throw broken(`${where} has the decision type ${decision}`);
  if ((decision & 1) !== 0) return IS_CATEGORY;
  const defaultLeft = (decision & 2) !== 0 ? MISSING_LEFT : 0;
  switch (decision >> 2) {
    case 0:
      return threshold >= 0 ? MISSING_LEFT : 0;
    case 1:
      return ZERO_IS_MISSING + defaultLeft;
    case 2:
      return defaultLeft;
    default:
      throw broken(`${where} has the decision type ${decision}`);
  }
}

function readSets(fields: Map<string, string>, where: string): Uint32Array[] {
  const count = whole(fields, 'num_cat');
  if (count === 0) return [];
  const boundaries = numbers(fields, 'cat_boundaries', count + 1, where);
  const words = numbers(fields, 'cat_threshold', boundaries[count], where);
  return Array.from({ length: count }, (_, index) => {
    const [from, to] = [boundaries[index], boundaries[index + 1]];
    if (!Number.isInteger(from) || !Number.isInteger(to) || from < 0 || to < from || to > words.length) throw broken(`${where} has category bounds ${from} to ${to}`);
    return Uint32Array.from(words.subarray(from, to));
  });
}

/** feature_infos is "[min:max]" for a number, "-1:3:5" for a category, "none" for a feature without splits. */
function readFeatures(names: readonly string[], infos: readonly string[], tail: string): TreeFeature[] {
  if (infos.length !== names.length) throw broken(`it has ${infos.length} feature_infos for ${names.length} features`);
  const isCategory = infos.map((info) => info !== 'none' && !info.startsWith('['));
  const levels = readPandasLevels(tail);
  const owners = ownersOf(levels.length, infos, isCategory);
  return names.map((name, index) => {
    const position = owners.indexOf(index);
    return { name, kind: isCategory[index] || position >= 0 ? 'category' : 'number', levels: position >= 0 ? levels[position] : null };
  });
}

/** pandas_categorical lists the levels of the category columns in order, without saying which columns those are. A feature without splits may or may not be one of them. */
function ownersOf(lists: number, infos: readonly string[], isCategory: readonly boolean[]): number[] {
  const all = infos.map((_, index) => index);
  const certain = all.filter((index) => isCategory[index]);
  if (certain.length === lists) return certain;
  const possible = all.filter((index) => isCategory[index] || infos[index] === 'none');
  return possible.length === lists ? possible : [];
}

function readPandasLevels(tail: string): string[][] {
  const line = tail.split(/\r?\n/).find((candidate) => candidate.startsWith('pandas_categorical:'));
  if (line === undefined) return [];
  let parsed: unknown;
  try {
    parsed = JSON.parse(line.slice('pandas_categorical:'.length));
  } catch (error) {
    throw broken(`its pandas_categorical line is not JSON (${(error as Error).message})`);
  }
  if (parsed === null) return [];
  if (!Array.isArray(parsed) || !parsed.every((levels) => Array.isArray(levels))) throw broken('its pandas_categorical line is not a list of lists');
  return (parsed as unknown[][]).map((levels) => levels.map(String));
}

function readFields(block: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of block.split(/\r?\n/)) {
    const at = line.indexOf('=');
    if (at >= 0) fields.set(line.slice(0, at), line.slice(at + 1));
    else if (line !== '') fields.set(line, '');
  }
  return fields;
}

function cutOnce(source: string, mark: string): [string, string | null] {
  const at = source.indexOf(mark);
  return at < 0 ? [source, null] : [source.slice(0, at), source.slice(at + mark.length)];
}

function need(fields: Map<string, string>, name: string): string {
  const value = fields.get(name);
  if (value === undefined) throw broken(`"${name}" is missing`);
  return value;
}

function whole(fields: Map<string, string>, name: string): number {
  const value = need(fields, name).trim();
  if (!/^\d{1,9}$/.test(value)) throw broken(`"${name}" should be a whole number, not "${value.slice(0, 40)}"`);
  return Number(value);
}

/** An infinite threshold parts known values from missing ones. Every number that a row can hold is on the same side of the largest one, which what works on trees need not treat apart. */
const farthest = new Map([
  ['inf', Number.MAX_VALUE],
  ['-inf', -Number.MAX_VALUE],
]);

function numbers(fields: Map<string, string>, name: string, length: number, where: string): Float64Array {
  const parts = need(fields, name).trim().split(' ');
  if (parts.length !== length) throw broken(`${where} has ${parts.length} entries in "${name}" and should have ${length}`);
  const values = Float64Array.from(parts, (part) => (name === 'threshold' ? (farthest.get(part) ?? Number(part)) : Number(part)));
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw broken(`${where} has "${parts[bad].slice(0, 40)}" in "${name}"`);
  return values;
}

function broken(what: string): ExplainError {
  return new ExplainError('BAD_MODEL', `This is not a whole LightGBM text model: ${what}. Save it again with save_model("model.txt").`);
}
