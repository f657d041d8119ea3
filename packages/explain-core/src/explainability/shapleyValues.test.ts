import { shapleyValues } from './shapleyValues.js';

it('shares the gloves: two left hands and one right, 1/6, 1/6, 2/3', () => {
  // Players 0 and 1 have a left glove, 2 a right one; a pair is worth 1. Shapley's textbook example.
  const worth = Float64Array.from({ length: 8 }, (_, set) => Number((set & 4) !== 0 && (set & 3) !== 0));
  expect([...shapleyValues(worth, 3)].map((value) => Number(value.toFixed(12)))).toEqual([0.166666666667, 0.166666666667, 0.666666666667]);
});

it('gives one player all and none nothing', () => {
  expect([...shapleyValues(Float64Array.of(2, 7), 1)]).toEqual([5]);
  expect([...shapleyValues(Float64Array.of(2), 0)]).toEqual([]);
});
