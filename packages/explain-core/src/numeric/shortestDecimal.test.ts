import { randomStream } from '../random/stream.js';
import { shortestDecimal } from './shortestDecimal.js';

it.each([
  [42.4999999, 42.51, 42.5, 42.5],
  [0.1 + 0.2, 0.31, 0.1 + 0.2, 0.31],
  [1187.3, 1207, 1190, 1200],
  [1187.3, 1189.9, 1187.3, 1188],
  [-3.07, -2.96, -2.96, -3],
  [-0.2, 0.3, -0.2, 0],
  [1e-7, 1.4e-7, 1.2e-7, 1e-7],
  [5, 5, 5, 5],
  [0, 0, 0, 0],
  [0.1, 0.1, 0.1, 0.1],
  [1.5e300, 1.6e300, 1.5e300, 1.5e300],
])('of %d to %d, towards %d, it is %d', (low, high, towards, wanted) => {
  expect(shortestDecimal(low, high, towards)).toBe(wanted);
});

it('stays in the interval, however narrow', () => {
  const draws = randomStream(3).child('intervals');
  for (let i = 0; i < 2000; i++) {
    const middle = draws.normal(2 * i) * 10 ** draws.integer(2 * i + 1, 12);
    const half = Math.abs(middle) * 10 ** -draws.child('width').integer(i, 17);
    const found = shortestDecimal(middle - half, middle + half, middle);
    expect(found >= middle - half && found <= middle + half).toBe(true);
  }
});
