/**
 * Degrees of freedom of a variance estimated from n independent values around their mean, from the sums of their squared and fourth deviations:
 *   2n ÷ (κ − 1), κ = n Σ d⁴ ÷ (Σ d²)², at most n − 1, at least 1
 * so many normal values would tell as much: n − 1 where the values are about normal (κ = 3), far fewer where the spread comes from a few of them. κ is never below 1.
 * Satterthwaite 1946, "An approximate distribution of estimates of variance components", Biometrics Bulletin 2, with the variance of a sample variance, σ⁴(κ − 1)/n.
 */
export function varianceDegrees(n: number, squares: number, fourths: number): number {
  const most = Math.max(1, n - 1);
  if (!(squares > 0)) return most;
  const excess = (n * fourths) / (squares * squares) - 1;
  return excess > 0 ? Math.max(1, Math.min(most, (2 * n) / excess)) : most;
}

/**
 * Degrees of freedom where the variance is doubtful for two reasons that have nothing to do with each other: its relative variance is 2 ÷ degrees, and the two add.
 */
export function jointDegrees(one: number, other: number): number {
  return 1 / (1 / one + 1 / other);
}
