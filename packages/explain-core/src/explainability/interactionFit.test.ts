import { oddPart, wholeGame } from '../../test/explainability/games.js';
import { randomStream } from '../random/stream.js';
import { additiveFit } from './additiveFit.js';
import { choosePairs } from './coalitions.js';
import { interactionFit, kappaValues } from './interactionFit.js';
import { shapleyValues } from './shapleyValues.js';

const bit = (set: number, j: number): number => (set >> j) & 1;

it('has the Shapley values of its surrogate in closed form: those of the formula over all sets', () => {
  const m = 7;
  for (const signs of [[1, 1, 1, 1, 1, 1, 1], [1, -1, 1, 1, -1, 1, 1], [-1, -1, -1, 1, -1, -1, -1]]) {
    const worth = Float64Array.from({ length: 2 ** m }, (_, set) => {
      const t = signs.reduce((sum, sign, j) => sum + sign * (2 * bit(set, j) - 1), 0) / m;
      return t ** 3 + 0.3 * t ** 5;
    });
    const closed = kappaValues(signs);
    shapleyValues(worth, m).forEach((value, j) => expect(closed[j]).toBeCloseTo(value, 14));
  }
});

it('is exact for what players add alone, from any pairs, and meets the sum', () => {
  const m = 10;
  const alone = Array.from({ length: m }, (_, j) => randomStream(7).normal(j));
  const worth = Float64Array.from({ length: 2 ** m }, (_, set) => 3 + alone.reduce((sum, value, j) => sum + value * bit(set, j), 0));
  const pairs = choosePairs(m, 40, randomStream(2)).first(40);
  const { values, standardErrors } = interactionFit(pairs).solve(oddPart(worth, pairs), worth[2 ** m - 1] - worth[0]);
  values.forEach((value, j) => expect(value).toBeCloseTo(alone[j], 11));
  standardErrors.forEach((error) => expect(error).toBeLessThan(1e-11));
  expect(Math.abs(values.reduce((a, b) => a + b) - (worth[2 ** m - 1] - worth[0]))).toBeLessThan(1e-14);
});

it('errs at most seven tenths as much as the additive fit on products of three, from the same pairs', () => {
  const m = 12;
  const draws = randomStream(9);
  const triples = Array.from({ length: 8 }, (_, t) => [...draws.child(t).sample(m, 3)]);
  const worth = Float64Array.from({ length: 2 ** m }, (_, set) => triples.reduce((sum, triple, t) => sum + draws.normal(t) * triple.reduce((product, j) => product * bit(set, j), 1), 0));
  const exact = shapleyValues(worth, m);
  const square = (make: typeof additiveFit): number => {
    let sum = 0;
    for (let seed = 0; seed < 20; seed++) {
      const pairs = choosePairs(m, 100, randomStream(seed)).first(100);
      const { values } = make(pairs).solve(oddPart(worth, pairs), worth[2 ** m - 1] - worth[0]);
      exact.forEach((value, j) => (sum += (values[j] - value) ** 2));
    }
    return sum;
  };
  expect(Math.sqrt(square(interactionFit) / square(additiveFit))).toBeLessThan(0.7);
});

it('of a game without any order knows that it knows little', () => {
  const m = 11;
  const worth = Float64Array.from({ length: 2 ** m }, (_, set) => randomStream(12).normal(set));
  const exact = shapleyValues(worth, m);
  let squares = 0;
  let claimed = 0;
  for (let seed = 0; seed < 30; seed++) {
    const pairs = choosePairs(m, 80, randomStream(seed)).first(80);
    const { values, standardErrors } = interactionFit(pairs).solve(oddPart(worth, pairs), worth[2 ** m - 1] - worth[0]);
    exact.forEach((value, j) => {
      squares += (values[j] - value) ** 2;
      claimed += standardErrors[j] ** 2;
    });
  }
  expect(Math.sqrt(claimed / squares)).toBeGreaterThan(0.85);
  expect(Math.sqrt(claimed / squares)).toBeLessThan(1.6);
});

it('says nothing is left to chance where every pair was enumerated', () => {
  const pairs = wholeGame(5);
  const worth = Float64Array.from({ length: 32 }, (_, set) => randomStream(3).normal(set));
  expect([...interactionFit(pairs).solve(oddPart(worth, pairs), worth[31] - worth[0]).standardErrors]).toEqual(new Array(5).fill(0));
});
