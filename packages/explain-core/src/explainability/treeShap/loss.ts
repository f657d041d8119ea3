import { exp } from '../../elementary/exponential.js';
import { log, log1p } from '../../elementary/logarithm.js';
import { scoreOf, type Link } from '../../models/treeEnsemble.js';
import { alongTheWay, answerOfMargin, type Answer } from './answer.js';

/** A probability of exactly 0 would make the loss infinite; as permutation importance has it. */
const LEAST_PROBABILITY = 1e-15;

/** (y − g(margin))² of an ensemble with one margin, g its link. truths: y of each row. */
export function answerOfSquaredError(link: Exclude<Link, { kind: 'softmax' }>, truths: ArrayLike<number>): Answer {
  return answerOfMargin(0, (margin, row) => (truths[row]! - scoreOf(link, margin)) ** 2);
}

/**
 * −log of the probability that the model gives to each row's own class. truths: its place among the classes. One margin is that of the second of two classes; by softmax the loss hangs on all margins, and each is stretched by the
 * mean slope on the straight line between the two rows' margins, as a probability is (answer.ts); otherwise on that of the class.
 */
export function answerOfLogLoss(link: Link, margins: number, truths: ArrayLike<number>): Answer {
  if (link.kind === 'softmax') return ofSoftmax(truths);
  const lossOf = (margin: number, isTrue: boolean): number => {
    if (link.kind === 'sigmoid' || link.kind === 'sigmoids') return softplus(isTrue ? -link.slope * margin : link.slope * margin);
    const p = scoreOf(link, margin);
    return -log(Math.max(LEAST_PROBABILITY, isTrue ? p : 1 - p));
  };
  if (margins === 1) return answerOfMargin(0, (margin, row) => lossOf(margin, truths[row] === 1));
  const own = Array.from({ length: margins }, (_, k) => answerOfMargin(k, (margin) => lossOf(margin, true)));
  return {
    of: (all, row) => own[truths[row]!]!.of(all, row),
    slopes: (one, other, row, slopes) => own[truths[row]!]!.slopes(one, other, row, slopes),
  };
}

function ofSoftmax(truths: ArrayLike<number>): Answer {
  return {
    of(margins, row) {
      const largest = Math.max(...Array.from(margins));
      return largest - margins[truths[row]!]! + log(Array.from(margins, (margin) => exp(margin - largest)).reduce((sum, power) => sum + power, 0));
    },
    slopes: (own, other, row, slopes) => alongTheWay(own, other, slopes, (probabilities, k) => probabilities[k]! - (k === truths[row] ? 1 : 0)),
  };
}

/** log(1 + eᶻ), also where eᶻ is more than a number holds. */
function softplus(z: number): number {
  return Math.max(z, 0) + log1p(exp(-Math.abs(z)));
}
