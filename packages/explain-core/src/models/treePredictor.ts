import { ExplainError } from '../errors.js';
import { matrix, type Matrix } from '../numeric/matrix.js';
import { ensembleDealtAnew } from './dealtAnew.js';
import { encodedColumns, encodedOrigins, encodedWidth, encodeFeatures } from './encode.js';
import { applyLink, predictMargins, type Link, type TreeEnsemble } from './treeEnsemble.js';
import type { ColumnMapping, FeatureEncoding } from './mapping.js';
import type { TreePredictor } from './predictor.js';

/**
 * An ensemble that reads data columns. Without a mapping, the file's own feature names are the columns and its own levels the category codes; a word it does
 * not know is missing.
 */
export function treePredictor(ensemble: TreeEnsemble, mapping: ColumnMapping | null): TreePredictor {
  const features = mapping === null ? featuresFromFile(ensemble) : featuresFromMapping(ensemble, mapping);
  const { task, link } = answerOf(ensemble, mapping);
  const classes = classNames(ensemble, task, mapping);
  const scores = (margins: Matrix): Matrix => {
    const found = applyLink(link, margins);
    const bad = found.values.findIndex((score) => !Number.isFinite(score));
    if (bad >= 0) throw new ExplainError('BAD_PREDICTION', `The model answers ${found.values[bad]} for row ${Math.floor(bad / found.columns)}.`);
    return task === 'binary' ? bothClasses(found) : found;
  };
  return {
    format: ensemble.source === 'xgboost' ? 'xgboostJson' : 'lightgbmText',
    task,
    classes,
    features: encodedColumns(features),
    threshold: mapping?.output.threshold ?? 0.5,
    runtime: { library: 'plumbline trees', version: '1', backend: 'typescript', precision: ensemble.precision },
    ensemble: { ...ensemble, link, task },
    encode: (rows) => encodeFeatures(rows, features),
    origins: encodedOrigins(features),
    predict: async (rows, signal) => {
      if (signal?.aborted) throw new ExplainError('CANCELLED', 'The prediction was cancelled.');
      return scores(predictMargins(ensemble, encodeFeatures(rows, features)));
    },
    scores,
    dispose: async () => {},
    dealtAnew: async (random) => treePredictor(ensembleDealtAnew(ensemble, random), mapping),
  };
}

/** [n, 1] -> [n, 2]: 1 − p, p. */
function bothClasses(scores: Matrix): Matrix {
  const both = matrix(scores.rows, 2);
  for (let i = 0; i < scores.rows; i++) {
    const p = scores.values[i];
    if (p < 0 || p > 1) throw new ExplainError('BAD_PREDICTION', `The model answers ${p} for row ${i}, which is no probability. If these are logits, say "scores": "logit" in the column mapping.`);
    both.values[2 * i] = 1 - p;
    both.values[2 * i + 1] = p;
  }
  return both;
}

function featuresFromFile({ features, source }: TreeEnsemble): FeatureEncoding[] {
  return features.map((feature, index): FeatureEncoding => {
    if (feature.name === null) {
      throw new ExplainError('BAD_MAPPING', `The ${source} file does not name its ${features.length} features, so it needs a column mapping that lists them in order.`);
    }
    if (feature.levels !== null) return { encode: 'ordinal', column: feature.name, levels: [...feature.levels] };
    if (feature.kind === 'category') {
      throw new ExplainError('BAD_MAPPING', `Feature ${index} of the ${source} file, "${feature.name}", holds category codes and the file does not say which words they stand for. Give a column mapping with an ordinal encoding (or a number, if the column holds the codes).`);
    }
    return { encode: 'number', column: feature.name, subtract: 0, divide: 1 };
  });
}

function featuresFromMapping({ features, source }: TreeEnsemble, mapping: ColumnMapping): FeatureEncoding[] {
  const [input] = mapping.inputs;
  if (mapping.inputs.length !== 1 || !('features' in input)) {
    throw new ExplainError('BAD_MAPPING', `A tree model has one input, a matrix: the mapping of this ${source} model should have one entry in "inputs", with "features".`);
  }
  const width = encodedWidth(input.features);
  if (width !== features.length) {
    throw new ExplainError('BAD_MAPPING', `The column mapping makes ${width} features and the ${source} model has ${features.length}. A one-hot feature counts once for each of its levels.`);
  }
  return input.features;
}

/** The mapping may say that margins of a home-made objective are logits or probabilities. */
function answerOf({ link, task, base }: TreeEnsemble, mapping: ColumnMapping | null): { task: TreeEnsemble['task']; link: Link } {
  const said = mapping?.output.scores;
  if (said === undefined) return { task, link };
  if (said === 'label') throw new ExplainError('BAD_MAPPING', 'A tree model gives scores, not labels: leave "scores" out of the column mapping.');
  if (said === 'value') {
    if (base.length > 1) throw new ExplainError('BAD_MAPPING', `The column mapping says the model answers one value, and it has ${base.length} outputs.`);
    return { task: 'regression', link };
  }
  if (link.kind !== 'identity') return { task, link };
  if (said === 'logit') return base.length === 1 ? { task: 'binary', link: { kind: 'sigmoid', slope: 1 } } : { task: 'multiclass', link: { kind: 'softmax' } };
  return { task: base.length === 1 ? 'binary' : 'multiclass', link };
}

function classNames({ base }: TreeEnsemble, task: TreeEnsemble['task'], mapping: ColumnMapping | null): string[] {
  const count = task === 'binary' ? 2 : base.length;
  const named = mapping?.output.classes;
  if (named === undefined) return task === 'regression' ? ['value'] : Array.from({ length: count }, (_, k) => String(k));
  if (named.length !== count) throw new ExplainError('BAD_MAPPING', `The column mapping names ${named.length} classes (${named.join(', ')}) and the model has ${count}.`);
  return named;
}
