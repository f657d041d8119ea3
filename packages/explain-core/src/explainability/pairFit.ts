/** Shapley values from what pairs of complementary coalitions answered. Each fit is linear in the answers, so what costs time is done once for a set of pairs. */
export interface PairFit {
  /**
   * odd: (v(S) − v(Sᶜ)) ÷ 2 of each pair; what the two have in common has no effect on Shapley values. delta: v of all less v of none, which the values add up to.
   * The standard errors are of the drawing of pairs.
   */
  solve(odd: Float64Array, delta: number): PairSolution;
}

export interface PairSolution {
  readonly values: Float64Array;
  readonly standardErrors: Float64Array;
}
