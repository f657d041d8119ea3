import { lassoPath } from '../numeric/lassoPath.js';
import { solveRidge } from './limeFit.js';
import type { Moments } from './limeRows.js';

/** Of the first fit, which only ranks features. Ribeiro's choice. */
const SELECTION_RIDGE = 0.01;
/** A column that others explain but for this share of itself has nothing of its own: what is left is rounding. */
const NOTHING_OF_ITS_OWN = 1e-10;

export type FeatureSelection = 'none' | 'highestWeights' | 'forwardSelection' | 'lassoPath';

/** A neighbourhood's moments with the columns of each feature, and where the explained row is on each column. */
export interface Selectable {
  readonly moments: Moments;
  /** [features][columns of each] */
  readonly columnsOf: readonly (readonly number[])[];
  readonly own: readonly number[];
}

/** The features kept, ascending: all if there are no more than `count`. From the moments alone, without another look at the rows. */
export function selectFeatures(from: Selectable, how: FeatureSelection, count: number): number[] {
  if (how === 'none' || count >= from.columnsOf.length) return Array.from(from.columnsOf.keys());
  const kept = how === 'highestWeights' ? highestWeights(from, count) : how === 'forwardSelection' ? forwardSelection(from, count) : lassoFeatures(from, count);
  return kept.sort((a, b) => a - b);
}

/** Those with the largest |coefficient × the row's own value| in a fit of all; of equal ones the first. */
function highestWeights({ moments, columnsOf, own }: Selectable, count: number): number[] {
  const { coefficients } = solveRidge(moments, Array.from(own.keys()), SELECTION_RIDGE);
  const effects = columnsOf.map((columns) => Math.abs(columns.reduce((sum, j) => sum + coefficients[j] * own[j], 0)));
  return Array.from(columnsOf.keys())
    .sort((a, b) => effects[b] - effects[a] || a - b)
    .slice(0, count);
}

/** Those of the weakest penalty on the path of the lasso under which there are no more than `count`. */
function lassoFeatures({ moments, columnsOf }: Selectable, count: number): number[] {
  let kept: number[] = [];
  for (const present of lassoPath(moments)) {
    const features = Array.from(columnsOf.keys()).filter((feature) => columnsOf[feature].some((j) => present[j]));
    if (features.length <= count) kept = features;
  }
  return kept;
}

/** One after the other the feature that adds most to R² of a fit without a penalty; of equal ones the first. In the order in which they enter. */
export function forwardSelection({ moments, columnsOf }: Selectable, count: number): number[] {
  const left = residualMoments(moments);
  const waiting = new Set(columnsOf.keys());
  const chosen: number[] = [];
  while (chosen.length < count && waiting.size > 0) {
    let best = -1;
    let most = -Infinity;
    for (const feature of waiting) {
      const gain = left.gainOf(columnsOf[feature]);
      if (gain > most) [best, most] = [feature, gain];
    }
    waiting.delete(best);
    chosen.push(best);
    for (const j of columnsOf[best]) left.take(j);
  }
  return chosen;
}

/** What is left of columns and answers once some columns explain what they can: rows of a Cholesky factor, added one at a time. */
export interface ResidualMoments {
  /** What the columns would add to the explained Σ w (y − ȳ)². */
  gainOf(columns: readonly number[]): number;
  /** Explains the others by this column too. */
  take(column: number): void;
}

export function residualMoments({ gram, moment }: Pick<Moments, 'gram' | 'moment'>): ResidualMoments {
  const d = gram.columns;
  const answers = Float64Array.from(moment);
  const own = Float64Array.from(moment, (_, j) => gram.values[j * d + j]);
  const rows: Float64Array[] = [];
  const between = (j: number, k: number): number => rows.reduce((sum, row) => sum - row[j] * row[k], gram.values[j * d + k]);
  const isLeft = (j: number): boolean => own[j] > NOTHING_OF_ITS_OWN * gram.values[j * d + j];
  const together = (columns: readonly number[]): number => {
    const some = { rows: columns.length, columns: columns.length, values: Float64Array.from(columns.flatMap((j) => columns.map((k) => between(j, k)))) };
    const trial = residualMoments({ gram: some, moment: Float64Array.from(columns, (j) => answers[j]) });
    return columns.reduce((sum, _, at) => {
      const gain = trial.gainOf([at]);
      trial.take(at);
      return sum + gain;
    }, 0);
  };
  return {
    gainOf(columns) {
      const left = columns.filter(isLeft);
      if (left.length > 1) return together(left);
      return left.length === 1 ? answers[left[0]] ** 2 / own[left[0]] : 0;
    },
    take(column) {
      if (!isLeft(column)) return;
      const root = Math.sqrt(own[column]);
      const row = Float64Array.from({ length: d }, (_, j) => between(j, column) / root);
      const explained = answers[column] / root;
      for (let j = 0; j < d; j++) {
        answers[j] -= row[j] * explained;
        own[j] = Math.max(0, own[j] - row[j] * row[j]);
      }
      rows.push(row);
    },
  };
}
