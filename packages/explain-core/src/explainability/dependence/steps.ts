/**
 * Values at evenly spaced ranks, ascending and distinct: for probabilities 0, 1/k, … 1 the smallest value at or below which that share of the values lies
 * (Hyndman and Fan 1996, definition 1), as Apley and Zhu's ALEPlot takes them; so each is a value that some row has, whole where values are whole.
 *   ascending: known values, at least one
 */
export function steps(ascending: Float64Array, k: number): Float64Array {
  const n = ascending.length;
  const values = [ascending[0]!];
  for (let step = 1; step <= k; step++) {
    const value = ascending[Math.ceil((n * step) / k) - 1]!;
    if (value !== values.at(-1)) values.push(value);
  }
  return Float64Array.from(values);
}

/** The known values of a number column, ascending. */
export function knownAscending(values: Float64Array): Float64Array {
  return values.filter((value) => !Number.isNaN(value)).sort();
}
