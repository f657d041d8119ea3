import { scoreOf, type Link } from '../../models/treeEnsemble.js';
import { exp } from '../../elementary/exponential.js';
import { gaussLegendre } from '../../numeric/gaussLegendre.js';

/** A number that hangs on a row's margins, and how it moves with them between the row and a background row. */
export interface Answer {
  /** `row` is the row's number in the call: a loss hangs on the row's label too. */
  of(margins: Float64Array, row: number): number;
  /** What a unit of each margin is worth on the way from the background row's margins to the row's own: Σ slope · difference = of(own) − of(other). Written into `slopes`, [outputs]. */
  slopes(own: Float64Array, other: Float64Array, row: number, slopes: Float64Array): void;
}

/**
 * A function g of one margin (a probability, a loss): the values of the margin's game between two rows are stretched by (g(own) − g(other)) ÷ (own − other), or by 1 where the margins are equal. The
 * definition of the package shap (cext/tree_shap.h, dense_independent).
 */
export function answerOfMargin(output: number, g: (margin: number, row: number) => number): Answer {
  return {
    of: (margins, row) => g(margins[output], row),
    slopes(own, other, row, slopes) {
      slopes.fill(0);
      const difference = own[output] - other[output];
      slopes[output] = difference === 0 ? 1 : (g(own[output], row) - g(other[output], row)) / difference;
    },
  };
}

/** Enough that the slopes' sum misses the difference of the probabilities by rounding where margins are up to about 20 apart, and by 1e-6 where they are 60 apart. */
const quadrature = gaussLegendre(64);

/**
 * The probability of a class among several by softmax, which hangs on all margins: each margin's values are stretched by the mean slope of the probability along the straight line between the two
 * rows' margins. Aumann, Shapley 1974, "Values of non-atomic games"; of one margin it is the stretching above.
 */
export function answerOfSoftmax(output: number): Answer {
  return {
    of: (margins) => softmax(margins)[output],
    slopes: (own, other, _row, slopes) => alongTheWay(own, other, slopes, (probabilities, k) => probabilities[output] * ((k === output ? 1 : 0) - probabilities[k])),
  };
}

/** Mean slope of an answer along the straight line between two rows' margins, by each margin. slopeOf: from the probabilities at a point of the way. */
export function alongTheWay(own: Float64Array, other: Float64Array, slopes: Float64Array, slopeOf: (probabilities: readonly number[], k: number) => number): void {
  const { points, weights } = quadrature;
  slopes.fill(0);
  points.forEach((t, point) => {
    const probabilities = softmax(other.map((margin, k) => margin + t * (own[k] - margin)));
    for (let k = 0; k < slopes.length; k++) slopes[k] += weights[point] * slopeOf(probabilities, k);
  });
}

function softmax(margins: ArrayLike<number>): number[] {
  const largest = Math.max(...Array.from(margins));
  const powers = Array.from(margins, (margin) => exp(margin - largest));
  const sum = powers.reduce((all, power) => all + power, 0);
  return powers.map((power) => power / sum);
}

/** The score of one output of an ensemble. */
export function answerOfLink(link: Link, output: number): Answer {
  return link.kind === 'softmax' ? answerOfSoftmax(output) : answerOfMargin(output, (margin) => scoreOf(link, margin));
}
