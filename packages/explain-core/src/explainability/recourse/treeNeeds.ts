import type { TreePredictor } from '../../models/predictor.js';
import { applyLink } from '../../models/treeEnsemble.js';
import { matrix, type Matrix } from '../../numeric/matrix.js';
import { middleDouble } from '../../numeric/orderedBits.js';
import { answerOf, type Wanted } from './outcome.js';

/** Σ weights[k] · margin_k ≥ atLeast, up to rounding of a sum of leaves. */
export interface Need {
  /** By margin. */
  readonly weights: readonly number[];
  readonly atLeast: number;
}

/** No margin of a sum of trees that means anything is larger. */
const LARGEST = 1e30;

/**
 * What the margins of an ensemble must meet for the wanted outcome; all of them. Links rise with their margins, so a decision at a threshold is one at a margin,
 * which is found by halving; of more than two classes each rival must not be above the wanted one. null where the outcome is no such thing.
 */
export function needsOf(model: TreePredictor, wanted: Wanted): Need[] | null {
  const margins = model.ensemble.base.length;
  if (margins === 1) {
    const rises = wanted.kind === 'number' ? wanted.better === 'higher' : wanted.index === model.classes.length - 1;
    return [needAlong(model, wanted, [rises ? 1 : -1], [rises ? 1 : -1])];
  }
  if (wanted.kind === 'number') return null;
  if (margins === 2) {
    const sign = wanted.index === 1 ? 1 : -1;
    // Of two margins a softmax tells the difference; of any other link the second score alone decides.
    return [model.ensemble.link.kind === 'softmax' ? needAlong(model, wanted, [-sign, sign], [-sign / 2, sign / 2]) : needAlong(model, wanted, [0, sign], [0, sign])];
  }
  return Array.from({ length: margins }, (_, k) => k).flatMap((k) => (k === wanted.index ? [] : [{ weights: Array.from({ length: margins }, (__, m) => (m === wanted.index ? 1 : m === k ? -1 : 0)), atLeast: 0 }]));
}

/** The least t for which the margins t · direction reach the outcome; weights · direction is 1. */
function needAlong(model: TreePredictor, wanted: Wanted, weights: readonly number[], direction: readonly number[]): Need {
  const reached = (t: number): boolean => answerOf(wanted, model, scoresOf(model, direction.map((part) => part * t)), 0).reached;
  if (!reached(LARGEST)) return { weights, atLeast: Infinity };
  if (reached(-LARGEST)) return { weights, atLeast: -Infinity };
  let low = -LARGEST;
  let high = LARGEST;
  for (let middle = middleDouble(low, high); middle !== low && middle !== high; middle = middleDouble(low, high)) {
    if (reached(middle)) high = middle;
    else low = middle;
  }
  return { weights, atLeast: high };
}

function scoresOf({ ensemble, classes }: TreePredictor, margins: readonly number[]): Matrix {
  const scores = applyLink(ensemble.link, matrix(1, margins.length, Float64Array.from(margins)));
  return margins.length === 1 && classes.length === 2 ? matrix(1, 2, Float64Array.of(1 - scores.values[0]!, scores.values[0]!)) : scores;
}
