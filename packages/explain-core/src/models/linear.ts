import { ExplainError } from '../errors.js';
import { matrix, type Matrix } from '../numeric/matrix.js';
import type { Table } from '../data/table.js';
import { encodeFeatures } from './encode.js';
import type { FeatureEncoding } from './mapping.js';

/**
 * A model that is linear in encoded columns up to its link: margin k of a row is intercept k + Σ_e coefficient[k, e] · encoded[e].
 * A regression has one margin, its value. Two classes have the log-odds of each, the first's the negative of the second's; more classes have the logits behind their softmax, which are
 * what they are up to a number that is the same for all classes.
 */
export interface LinearForm {
  readonly features: readonly FeatureEncoding[];
  /** [classes, encoded] */
  readonly coefficients: Matrix;
  /** [classes] */
  readonly intercepts: Float64Array;
}

/** The columns that the coefficients are about, [n, encoded]. Throws BAD_PREDICTION where a number is missing that nothing stands in for: the margin would be none. */
export function encodeLinear({ features }: LinearForm, rows: Table): Matrix {
  const encoded = encodeFeatures(rows, features);
  const bad = encoded.values.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return encoded;
  const row = Math.floor(bad / encoded.columns);
  throw new ExplainError('BAD_PREDICTION', `A column that the linear model reads is ${encoded.values[bad]} in row ${row}, so it has no margin there. Look for missing or extreme values, or say in the mapping what stands for a missing one.`, { row });
}

/** [n, classes], in float64 whatever the model computes in. */
export function marginsOf({ coefficients, intercepts }: LinearForm, encoded: Matrix): Matrix {
  const { rows: classes, columns: width } = coefficients;
  const margins = matrix(encoded.rows, classes);
  for (let i = 0; i < encoded.rows; i++) {
    for (let k = 0; k < classes; k++) {
      let sum = intercepts[k];
      for (let e = 0; e < width; e++) sum += coefficients.values[k * width + e] * encoded.values[i * width + e];
      margins.values[i * classes + k] = sum;
    }
  }
  return margins;
}
