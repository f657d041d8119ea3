import { portableExp, portableLog } from './portable.js';

/** Units of known class, described by categories: codes[column][unit] is 0 … bins[column] − 1. */
export interface CodedUnits {
  readonly classes: number;
  readonly classOf: ArrayLike<number>;
  readonly codes: readonly ArrayLike<number>[];
  readonly bins: readonly number[];
}

export interface OutOfFold {
  /** [n]: most probable class, the first of equals. */
  readonly predicted: Int32Array;
  /** [n, classes]: log-odds of each class against all others together. */
  readonly logOdds: Float64Array;
}

/**
 * Naive Bayes with equal prior probabilities of the classes, each unit judged by counts of the units outside its own fold:
 *   log p(class | x) = Σ_columns log((count(class, x_column) + α) ÷ (count(class) + α · bins(column))) + constant
 * Equal priors, so that a class is not passed over for being rare. Logarithms are the same on every machine, so that ties are.
 *   foldOf: [n], 0 … folds − 1.
 *   block: called between folds and blocks of units, to stop there.
 * Laplace's smoothing as in Manning, Raghavan, Schütze 2008, "Introduction to information retrieval", chapter 13.
 */
export function naiveBayesOutOfFold({ classes, classOf, codes, bins }: CodedUnits, foldOf: ArrayLike<number>, folds: number, smoothing: number, block: () => void = () => undefined): OutOfFold {
  const n = classOf.length;
  const starts = bins.map((_, column) => bins.slice(0, column).reduce((sum, size) => sum + size, 0));
  const width = bins.reduce((sum, size) => sum + size, 0);
  const all = new Float64Array(classes * width);
  const perFold = Array.from({ length: folds }, () => new Float64Array(classes * width));
  const members = Array.from({ length: folds + 1 }, () => new Float64Array(classes));
  for (let i = 0; i < n; i++) {
    members[folds]![classOf[i]!]! += 1;
    members[foldOf[i]!]![classOf[i]!]! += 1;
  }
  codes.forEach((column, d) => {
    block();
    for (let i = 0; i < n; i++) {
      const at = classOf[i]! * width + starts[d]! + column[i]!;
      all[at]! += 1;
      perFold[foldOf[i]!]![at]! += 1;
    }
  });
  const logs = perFold.map((own, fold) => {
    const found = new Float64Array(classes * width);
    for (let k = 0; k < classes; k++) {
      const outside = members[folds]![k]! - members[fold]![k]!;
      bins.forEach((size, d) => {
        for (let bin = 0; bin < size; bin++) {
          const at = k * width + starts[d]! + bin;
          found[at] = portableLog((all[at]! - own[at]! + smoothing) / (outside + smoothing * size));
        }
      });
    }
    return found;
  });
  const predicted = new Int32Array(n);
  const logOdds = new Float64Array(n * classes);
  const logLikelihoods = new Float64Array(classes);
  for (let i = 0; i < n; i++) {
    if (i % 4096 === 0) block();
    const own = logs[foldOf[i]!]!;
    for (let k = 0; k < classes; k++) {
      let sum = 0;
      for (let d = 0; d < codes.length; d++) sum += own[k * width + starts[d]! + codes[d]![i]!]!;
      logLikelihoods[k] = sum;
      if (sum > logLikelihoods[predicted[i]!]!) predicted[i] = k;
    }
    for (let k = 0; k < classes; k++) logOdds[i * classes + k] = logLikelihoods[k]! - logOfOthers(logLikelihoods, k);
  }
  return { predicted, logOdds };
}

/** log Σ exp over all classes but one; the largest is taken out first, so that nothing overflows. */
function logOfOthers(logLikelihoods: Float64Array, without: number): number {
  let largest = -Infinity;
  for (let k = 0; k < logLikelihoods.length; k++) if (k !== without && logLikelihoods[k]! > largest) largest = logLikelihoods[k]!;
  let sum = 0;
  for (let k = 0; k < logLikelihoods.length; k++) {
    // What is this much smaller is nothing beside the largest.
    if (k !== without && logLikelihoods[k]! - largest > -700) sum += portableExp(logLikelihoods[k]! - largest);
  }
  return largest + portableLog(sum);
}
