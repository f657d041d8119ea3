import { agreementOf } from './agreement.js';

it('by hand, of explanations that share two of three features', () => {
  // Top three: a, b, c and b, a, d. Both have a and b, at other places; b with the other sign.
  expect(agreementOf([5, 4, 3, 0], [4, -5, 0, 3], 3)).toMatchObject({ featureAgreement: 2 / 3, rankAgreement: 0, signAgreement: 1 / 3, signedRankAgreement: 0 });
  // The same places, one with the other sign.
  expect(agreementOf([5, 4, 3, 0], [9, -2, 1, 0.5], 2)).toMatchObject({ featureAgreement: 1, rankAgreement: 1, signAgreement: 0.5, signedRankAgreement: 0.5 });
});

it('correlates ranks of sizes as SciPy does, ties included', () => {
  // scipy.stats.spearmanr([5, 4, 3, 0], [4, 5, 0, 3]) = 0.6; with ties, ([3, 3, 1, 0], [2, 1, 1, 0]) = 0.8333…: ranks 3.5 3.5 2 1 and 4 2.5 2.5 1.
  expect(agreementOf([5, -4, 3, 0], [4, 5, 0, -3], 3).rankCorrelation).toBeCloseTo(0.6, 14);
  expect(agreementOf([3, -3, 1, 0], [2, 1, -1, 0], 3).rankCorrelation).toBeCloseTo(0.8333333333333334, 14);
});

it('counts pairs that both put in the same order', () => {
  // ab: other way; ac, ad, bc, bd: same; cd: other way.
  expect(agreementOf([5, 4, 3, 0], [4, 5, 0, 3], 3).pairwiseRankAgreement).toBeCloseTo(4 / 6, 14);
  expect(agreementOf([2, 2], [1, -1], 1).pairwiseRankAgreement).toBe(1);
});

it('of one feature, of more asked for than there are, of explanations that say nothing', () => {
  expect(agreementOf([1], [-2], 3)).toEqual({ featureAgreement: 1, rankAgreement: 1, signAgreement: 0, signedRankAgreement: 0, rankCorrelation: null, pairwiseRankAgreement: null });
  expect(agreementOf([1, 2], [1, 2], 9)).toMatchObject({ featureAgreement: 1, signedRankAgreement: 1 });
  expect(agreementOf([0, 0], [1, 2], 2)).toMatchObject({ featureAgreement: 1, signAgreement: 0, rankCorrelation: null });
});
