/**
 * Sum in a fixed order, by halves: the rounding error grows with log n instead of n, and the same values in the same order
 * give the same bits whoever adds them. Higham 1993, "The accuracy of floating point summation", SIAM J. Sci. Comput. 14.
 */
export function pairwiseSum(values: ArrayLike<number>, from = 0, to = values.length): number {
  // Below this length a plain loop is as good and faster.
  if (to - from <= 32) {
    let sum = 0;
    for (let i = from; i < to; i++) sum += values[i]!;
    return sum;
  }
  const middle = from + ((to - from) >>> 1);
  return pairwiseSum(values, from, middle) + pairwiseSum(values, middle, to);
}
