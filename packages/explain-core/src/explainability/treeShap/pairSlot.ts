/** The number of a pair of different players among all pairs: those of the smaller numbers first. */
export function pairSlot(one: number, other: number): number {
  const larger = Math.max(one, other);
  return (larger * (larger - 1)) / 2 + Math.min(one, other);
}
