/**
 * P-values adjusted for being many, each in the place of its own: p̃ ≤ α exactly where the procedure at level α rejects.
 * Null stands for a test that was not made: it stays null and does not count. m is the number of tests made, p(1) ≤ … ≤ p(m).
 * Throws RangeError for anything but null and numbers in [0, 1].
 */
export type PValues = readonly (number | null)[];

/**
 * Keeps the probability of any false rejection at α whatever the dependence between tests: p̃(i) = max over j ≤ i of (m − j + 1) p(j).
 * Holm 1979, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6.
 */
export function holm(pValues: PValues): (number | null)[] {
  return adjust(pValues, (ascending) => running(ascending.map((p, i) => (ascending.length - i) * p), Math.max));
}

/**
 * Keeps the expected share of false ones among the rejected at α when the tests are independent or positively dependent:
 * p̃(i) = min over j ≥ i of (m / j) p(j).
 * Benjamini and Hochberg 1995, "Controlling the false discovery rate: a practical and powerful approach to multiple testing", JRSS B 57.
 */
export function benjaminiHochberg(pValues: PValues): (number | null)[] {
  return adjust(pValues, (ascending) => stepUp(ascending, 1));
}

/**
 * The same whatever the dependence, for the price of a factor 1 + 1/2 + … + 1/m.
 * Benjamini and Yekutieli 2001, "The control of the false discovery rate in multiple testing under dependency", Annals of Statistics 29.
 */
export function benjaminiYekutieli(pValues: PValues): (number | null)[] {
  return adjust(pValues, (ascending) => stepUp(ascending, ascending.reduce((sum, _, i) => sum + 1 / (i + 1), 0)));
}

function stepUp(ascending: readonly number[], factor: number): number[] {
  const m = ascending.length;
  return running(ascending.map((p, i) => ((factor * m) / (i + 1)) * p).reverse(), Math.min).reverse();
}

function adjust(pValues: PValues, adjusted: (ascending: readonly number[]) => readonly number[]): (number | null)[] {
  const made = pValues.flatMap((p, place) => (p === null ? [] : [{ p, place }]));
  for (const { p } of made) if (!(p >= 0 && p <= 1)) throw new RangeError(`a p-value lies between 0 and 1, got ${p}`);
  made.sort((one, other) => one.p - other.p);
  const values = adjusted(made.map(({ p }) => p));
  const result = pValues.map((): number | null => null);
  made.forEach(({ place }, i) => (result[place] = Math.min(1, values[i]!)));
  return result;
}

function running(values: readonly number[], extreme: (a: number, b: number) => number): number[] {
  let held = values[0] ?? 0;
  return values.map((value) => (held = extreme(held, value)));
}
