import { pairwiseSum } from '../numeric/sum.js';
import { robustMeat, weightedGramByDistance } from '../numeric/weightedGram.js';
import { momentsFrom, type FittedLine, type Line, type LocalRows, type Moments } from './limeRows.js';

/**
 * Rows whose looks are numbers of any kind; the first is the explained one.
 *   looks: by column, [n] each; answers: [n]
 *   weightOf: how much a row counts, by its squared distance from the explained one in the first `features` columns
 */
export function numberRows(looks: readonly Float64Array[], answers: Float64Array, weightOf: (squared: number) => number, features = looks.length): LocalRows {
  const n = answers.length;
  const own = looks.map((look) => look[0]);
  // Counted from the row's own place, so that what never moves is 0 to the last bit.
  const origins = [...own, answers[0], 0];
  const weights = new Float64Array(n);
  const moments = momentsFrom(weightedGramByDistance([...looks, answers, new Float64Array(n).fill(1)], features, origins, weightOf, weights), origins);
  const residuals = ({ columns, coefficients }: Line, found: Float64Array): void => {
    const level = columns.reduce((sum, j, at) => sum - coefficients[at] * moments.means[j], moments.center);
    for (let i = 0; i < n; i++) found[i] = answers[i] - level;
    columns.forEach((j, at) => take(looks[j], coefficients[at], found, n));
  };
  return {
    rows: n,
    own,
    output: answers[0],
    moments,
    meat: (line) => meatOf(looks, answers, weights, moments, line),
    advantage(first, second) {
      if (rooms[0].length < n) rooms = [new Float64Array(n), new Float64Array(n)];
      const [lost, other] = rooms;
      residuals(first, lost);
      residuals(second, other);
      for (let i = 0; i < n; i++) lost[i] = weights[i] * (other[i] * other[i] - lost[i] * lost[i]);
      const sum = pairwiseSum(lost, 0, n);
      const mean = sum / n;
      let squares = 0;
      for (let i = 0; i < n; i++) squares += (lost[i] - mean) * (lost[i] - mean);
      return { sum, squares };
    },
  };
}

export function meatOf(looks: readonly Float64Array[], answers: Float64Array, weights: Float64Array, { means, center }: Moments, { columns, coefficients, factor }: FittedLine) {
  return robustMeat({ columns: columns.map((j) => looks[j]), centers: columns.map((j) => means[j]), weights, answers: answers.map((answer) => answer - center), factor, coefficients });
}

/** Room for two residuals of each row: calls do not wait for anything in the middle, so the same serves all of them. */
let rooms: readonly [Float64Array, Float64Array] = [new Float64Array(0), new Float64Array(0)];

function take(look: Float64Array, slope: number, found: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) found[i] = found[i]! - slope * look[i]!;
}
