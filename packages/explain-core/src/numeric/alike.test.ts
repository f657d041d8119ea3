import { expect, it } from '@jest/globals';
import { leastShareAlike } from './alike.js';

it('is Clopper and Pearson’s end for n of n', () => {
  // scipy 1.17.1, binomtest(10, 10).proportion_ci(method='exact').low; 0.025 itself for one.
  expect(leastShareAlike(10, 1.959963984540054)).toBeCloseTo(0.6915028921812392, 12);
  expect(leastShareAlike(1, 1.959963984540054)).toBeCloseTo(0.025, 12);
});
