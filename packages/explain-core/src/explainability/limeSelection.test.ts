import { randomStream } from '../random/stream.js';
import { fitRidge } from './limeFit.js';
import { numberRows } from './limeNumbers.js';
import { forwardSelection, selectFeatures, type Selectable } from './limeSelection.js';

const n = 300;
const draws = randomStream(0);
const columns = Array.from({ length: 6 }, (_, j) => Float64Array.from({ length: n }, (_, i) => draws.child(j).normal(i) + 0.5 * draws.child('common').normal(i)));
const answers = Float64Array.from({ length: n }, (_, i) => 3 * columns[4][i] - 2 * columns[1][i] + columns[2][i] ** 2 + 0.1 * draws.child('noise').normal(i));
/** The nearer in the first two columns, the more. */
const weightOf = (squared: number): number => 1 / (1 + squared);

function selectable(looks: readonly Float64Array[], columnsOf = looks.map((_, j) => [j])): Selectable {
  return { moments: numberRows(looks, answers, weightOf, 2).moments, columnsOf, own: looks.map((look) => look[0]) };
}

/** Forward selection as it is written down: a fit for every candidate. */
function byFits(looks: readonly Float64Array[], columnsOf: readonly (readonly number[])[], count: number): number[] {
  const local = numberRows(looks, answers, weightOf, 2);
  const chosen: number[] = [];
  while (chosen.length < count) {
    const left = Array.from(columnsOf.keys()).filter((feature) => !chosen.includes(feature));
    const scores = left.map((feature) => fitRidge(local, [...chosen, feature].flatMap((one) => columnsOf[one]), 0).localR2!);
    chosen.push(left[scores.indexOf(Math.max(...scores))]);
  }
  return chosen;
}

describe('forward selection', () => {
  it('is what a fit for every candidate gives', () => {
    expect(forwardSelection(selectable(columns), 6)).toEqual(byFits(columns, columns.map((_, j) => [j]), 6));
  });

  it('takes all columns of a feature together', () => {
    const looks = [...columns, ...columns.map((column) => column.map((value) => value * value))];
    const columnsOf = columns.map((_, j) => [j, j + 6]);
    expect(forwardSelection(selectable(looks, columnsOf), 6)).toEqual(byFits(looks, columnsOf, 6));
  });

  it('takes of two columns that are the same the first, and the second last', () => {
    const order = forwardSelection(selectable([columns[4], columns[0], columns[4], columns[1]]), 4);
    expect(order[0]).toBe(0);
    expect(order[3]).toBe(2);
  });
});

it.each(['highestWeights', 'forwardSelection', 'lassoPath'] as const)('%s keeps the features that the answers hang on, in the model’s order', (how) => {
  const own = [0, 2, 0, 0, 3, 0];
  expect(selectFeatures({ ...selectable(columns), own }, how, 2)).toEqual([1, 4]);
});

it.each(['highestWeights', 'forwardSelection', 'lassoPath'] as const)('%s keeps all features where there are no more than asked for', (how) => {
  expect(selectFeatures(selectable(columns), how, 6)).toEqual([0, 1, 2, 3, 4, 5]);
});

it('keeps none on the lasso’s path, and the first otherwise, where the answers never move', () => {
  const looks = columns.slice(0, 3);
  const flat: Selectable = { moments: numberRows(looks, new Float64Array(n).fill(2), weightOf, 2).moments, columnsOf: [[0], [1], [2]], own: [1, 1, 1] };
  expect(selectFeatures(flat, 'lassoPath', 2)).toEqual([]);
  expect(selectFeatures(flat, 'forwardSelection', 2)).toEqual([0, 1]);
  expect(selectFeatures(flat, 'highestWeights', 2)).toEqual([0, 1]);
});
