import { randomStream } from '../random/stream.js';
import { additiveFit } from './additiveFit.js';
import { oddPart, wholeGame } from '../../test/explainability/games.js';
import { shapleyValues } from './shapleyValues.js';

it('finds nothing left to chance where every drawn pair was the same', () => {
  // Singles of four players, enumerated, and {0, 1} five times.
  const masks = Uint8Array.of(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 1, 1, 0, 0);
  const pairs = { masks, count: 5, weights: Float64Array.of(1, 1, 1, 1, 0.2), draws: Int32Array.of(1, 1, 1, 1, 5), drawnFrom: 4 };
  const { values, standardErrors } = additiveFit(pairs).solve(Float64Array.of(0.5, 1.5, 1, 2.5, 3.5), 6);
  expect(values.reduce((a, b) => a + b)).toBeCloseTo(6, 12);
  standardErrors.forEach((error) => expect(error).toBeLessThan(1e-12));
});

it('is exact with all pairs in hand, whatever the game: Lundberg and Lee’s theorem', () => {
  const m = 6;
  const worth = Float64Array.from({ length: 2 ** m }, (_, set) => randomStream(2).normal(set));
  const pairs = wholeGame(m);
  const { values, standardErrors } = additiveFit(pairs).solve(oddPart(worth, pairs), worth[63] - worth[0]);
  shapleyValues(worth, m).forEach((value, j) => expect(values[j]).toBeCloseTo(value, 12));
  expect([...standardErrors]).toEqual(new Array(m).fill(0));
});
