import { influences, leastSquares } from './leastSquares.js';
import { matrix } from './matrix.js';

// Through the origin, by hand: Σwxy ÷ Σwx² = (1·1·1 + 2·2·3) ÷ (1·1 + 2·4) = 13/9.
const x = matrix(2, 1, Float64Array.of(1, 2));

it('is the weighted slope by hand', () => {
  const fit = leastSquares(x, [1, 3], [1, 2])!;
  expect(fit.coefficients[0]).toBeCloseTo(13 / 9, 15);
  expect(fit.residuals[1]).toBeCloseTo(3 - 26 / 9, 15);
  expect(fit.inverseGram.values[0]).toBeCloseTo(1 / 9, 15);
});

it('shrinks with a ridge: 13 ÷ (9 + 4)', () => {
  expect(leastSquares(x, [1, 3], [1, 2], 4)!.coefficients[0]).toBeCloseTo(1, 15);
});

it('says null when columns are dependent, unless a ridge parts them', () => {
  const twins = matrix(2, 2, Float64Array.of(1, 1, 2, 2));
  expect(leastSquares(twins, [1, 3], [1, 1])).toBeNull();
  const { coefficients } = leastSquares(twins, [1, 3], [1, 1], 1)!;
  expect(coefficients[0]).toBeCloseTo(coefficients[1], 14);
});

it('gives influences as the change of the coefficient when a row is left out', () => {
  const design = matrix(4, 1, Float64Array.of(1, 2, -1, 3));
  const y = [1, 3, 0, 2];
  const weights = [1, 2, 0.5, 1];
  const fit = leastSquares(design, y, weights)!;
  const found = influences(design, weights, fit);
  for (let left = 0; left < 4; left++) {
    const without = leastSquares(design, y, weights.map((weight, i) => (i === left ? 0 : weight)))!;
    expect(found.values[left]).toBeCloseTo(fit.coefficients[0] - without.coefficients[0], 12);
  }
});
