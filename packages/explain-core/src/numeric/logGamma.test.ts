import { logGamma } from './logGamma.js';

// scipy.special.gammaln
it.each([
  [0.25, 1.2880225246980774],
  [0.5, 0.5723649429247001],
  [3.5, 1.2009736023470743],
  [100, 359.13420536957540],
  [1e6, 12815504.569147611],
])('of %d', (x, value) => {
  expect(Math.abs(logGamma(x) / value - 1)).toBeLessThan(1e-14);
});

it('is the logarithm of a factorial', () => {
  let factorial = 1;
  for (let n = 1; n <= 20; n++) {
    factorial *= n;
    expect(logGamma(n + 1)).toBeCloseTo(Math.log(factorial), 13);
  }
});
