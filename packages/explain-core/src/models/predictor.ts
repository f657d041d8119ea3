import type { Matrix } from '../numeric/matrix.js';
import type { Table } from '../data/table.js';
import type { RandomStream } from '../random/stream.js';
import type { LinearForm } from './linear.js';
import type { TreeEnsemble } from './treeEnsemble.js';

export type ModelFormat = 'onnx' | 'tfjsLayers' | 'tfjsGraph' | 'xgboostJson' | 'lightgbmText';
export type PredictionTask = 'binary' | 'multiclass' | 'regression';

/** What computed the numbers; part of every result's provenance. */
export interface Runtime {
  readonly library: string;
  readonly version: string;
  readonly backend: string;
  readonly precision: 'float32' | 'float64';
}

/** A model that can be asked. It takes rows of *data columns*; its column mapping is applied inside. */
export interface Predictor {
  readonly format: ModelFormat;
  readonly task: PredictionTask;
  /** Names of the score columns: the classes, in the model's order; one name for a regression. */
  readonly classes: readonly string[];
  /** Data columns it reads, in the mapping's order. */
  readonly features: readonly string[];
  /** A binary model decides for its second class when that class's score is at least this; 0.5 unless the mapping says otherwise. */
  readonly threshold: number;
  readonly runtime: Runtime;
  /** Why a model that is not a DifferentiablePredictor could not be one, where there is more to say than its kind. */
  readonly gradientUnavailableBecause?: string;
  /**
   * Scores, [n, classes]. For classes they are probabilities (a binary model that gives one number p answers [1 − p, p]; a model that gives only
   * labels answers 1 for its class and 0 for the others). Throws BAD_PREDICTION for NaN, infinities or a wrong shape.
   * The same rows in the same call give the same bits.
   */
  predict(rows: Table, signal?: AbortSignal): Promise<Matrix>;
  dispose(): Promise<void>;
  /**
   * A model of the same make that learned nothing: what was learned (weights, coefficients, leaves) stays within its tensor, list or tree, in a drawn order. Of that model what follows from the file's own form stays as it is.
   * Left out where there is nothing to deal.
   */
  dealtAnew?(random: RandomStream): Promise<Predictor>;
}

/** A model whose scores have a derivative. */
export interface DifferentiablePredictor extends Predictor {
  /** Number features in the order of the gradient's columns. Category features have no derivative. */
  readonly numberFeatures: readonly string[];
  /** Gradient of Σ_k cotangent[i, k] · score[i, k] with respect to the number features, in the data's own units. [n, k] -> [n, d] */
  gradient(rows: Table, cotangent: Matrix, signal?: AbortSignal): Promise<Matrix>;
}

/** A network whose operators all have a rescale rule (DeepLIFT, Shrikumar et al. 2017). */
export interface RescalePredictor extends DifferentiablePredictor {
  /**
   * Multipliers m of Σ_k cotangent[i, k] · score[i, k] between each row and the row to compare it with, with Σ_j m_ij (x_ij − x′_ij) = Σ_k cotangent · (score − score′): [n, d]
   * in the data's own units, columns as in the gradient. What has no derivative must be the same in both rows.
   */
  multipliers(rows: Table, reference: Table, cotangent: Matrix, signal?: AbortSignal): Promise<Matrix>;
}

/** A model that is a sum of trees. */
export interface TreePredictor extends Predictor {
  readonly ensemble: TreeEnsemble;
  /** Rows of data columns as the matrix the ensemble reads, [n, ensemble.features]. */
  encode(rows: Table): Matrix;
  /** Which of `features` each column of that matrix is made of: several columns of a word that is one-hot are one feature. */
  readonly origins: readonly number[];
  /** What predict answers for rows whose trees add up to these margins, [n, outputs] -> [n, classes]. Left out where predict has others add them up (an ONNX runtime), whose last bits may differ. */
  scores?(margins: Matrix): Matrix;
}

/** A model whose margins are linear in encoded columns. */
export interface LinearPredictor extends Predictor {
  readonly linear: LinearForm;
}

export type Capability = 'predict' | 'gradient' | 'trees' | 'linear' | 'rescale';

export function isDifferentiable(model: Predictor): model is DifferentiablePredictor {
  return 'gradient' in model;
}
export function hasTrees(model: Predictor): model is TreePredictor {
  return 'ensemble' in model;
}
export function hasRescale(model: Predictor): model is RescalePredictor {
  return 'multipliers' in model;
}
export function isLinear(model: Predictor): model is LinearPredictor {
  return 'linear' in model;
}
export function capabilitiesOf(model: Predictor): Capability[] {
  return ['predict', ...(isDifferentiable(model) ? (['gradient'] as const) : []), ...(hasTrees(model) ? (['trees'] as const) : []), ...(isLinear(model) ? (['linear'] as const) : []), ...(hasRescale(model) ? (['rescale'] as const) : [])];
}
