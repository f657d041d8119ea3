import { complexityOf } from './complexity.js';

it('of equal contributions counts them all; of one, one', () => {
  const equal = complexityOf([2, -2, 2, -2]);
  expect(equal.effectiveFeatures).toBeCloseTo(4, 12);
  expect(equal.entropy).toBeCloseTo(Math.log(4), 14);
  expect(equal.sparseness).toBe(0);
  expect(complexityOf([0, 0, -7, 0])).toEqual({ effectiveFeatures: 1, entropy: 0, sparseness: 0.75 });
});

it('by hand of shares 1/2, 1/4, 1/4, 0', () => {
  // Entropy ½ ln 2 + 2 · ¼ ln 4 = 1.5 ln 2; Gini (1 · 0 ... ) = Σ (2k − 5) a_k ÷ (4 · 1) over 0, ¼, ¼, ½: (−¼ + ¼ + 3/2) ÷ 4.
  const { entropy, effectiveFeatures, sparseness } = complexityOf([0.5, 0.25, -0.25, 0]);
  expect(entropy).toBeCloseTo(1.5 * Math.log(2), 14);
  expect(effectiveFeatures).toBeCloseTo(2 ** 1.5, 13);
  expect(sparseness).toBeCloseTo(0.375, 14);
});

it('does not hang on the scale, however small or large', () => {
  const one = complexityOf([3, 1, 2]);
  for (const factor of [1e-300, 1e300]) {
    const other = complexityOf([3 * factor, factor, 2 * factor]);
    expect(other.entropy).toBeCloseTo(one.entropy!, 12);
    expect(other.sparseness).toBeCloseTo(one.sparseness!, 12);
  }
});

it('says nothing where no feature adds anything', () => {
  expect(complexityOf([0, 0])).toEqual({ effectiveFeatures: null, entropy: null, sparseness: null });
  expect(complexityOf([])).toEqual({ effectiveFeatures: null, entropy: null, sparseness: null });
});
