/** Columns of one kind of n units each; a unit's value is at its position. Missing is NaN in numbers and −1 in codes. */
export interface MixedColumns {
  readonly numbers: readonly Float64Array[];
  /** Categories: only whether codes are equal matters. */
  readonly codes: readonly Int32Array[];
}

export type MixedDistance = 'gower' | 'euclidean';
export type NumberScale = 'range' | 'mad';

/** Distances from unit i to all n, written into `into`. */
export type DistancesFrom = (i: number, into: Float64Array) => void;

/**
 * Distance between units that are described by numbers and categories.
 *   gower: mean over columns of |x − x'| ÷ scale for a number and of 0 or 1 (equal or not) for a category. Scale: the column's range among the units, so that
 *     distances lie in [0, 1]; or the median absolute deviation from the median ("mad"; where that is 0, the mean absolute deviation), so that one extreme
 *     value does not make all others look alike. A column that is the same for all has no scale and counts as 0.
 *   euclidean: √(Σ (x − x')² + 2 · unequal categories), numbers as they are: the distance between rows whose categories are written one-hot.
 * A missing value is equal to a missing one and as far from a known one as the column's ends are from each other; Gower leaves such columns out, which makes
 * whoever is known least the nearest to all and breaks the triangle inequality.
 * Gower 1971, "A general coefficient of similarity and some of its properties", Biometrics 27; mad: Wachter, Mittelstadt, Russell 2018, Harvard Journal
 * of Law & Technology 31. d(i, j) and d(j, i) are the same bits.
 */
export function mixedDistances({ numbers, codes }: MixedColumns, distance: MixedDistance, scale: NumberScale): DistancesFrom {
  const columns = numbers.length + codes.length;
  if (columns === 0) throw new RangeError('a distance needs at least one column');
  const euclidean = distance === 'euclidean';
  const scaled = numbers.map((values) => {
    const range = rangeOf(values);
    const unit = euclidean ? 1 : numberUnit(values, scale);
    // All known values are one: only missing tells units apart, at distance 1.
    if (range === 0) return { values: values.map((value) => (Number.isNaN(value) ? NaN : 0)), missing: 1 };
    return { values: values.map((value) => value / unit), missing: range / unit };
  });
  const mismatch = euclidean ? 2 : 1;
  return (i, into) => {
    into.fill(0);
    for (const { values, missing } of scaled) {
      const own = values[i]!;
      const isMissing = own !== own; // NaN alone is not itself
      for (let j = 0; j < into.length; j++) {
        const other = values[j]!;
        const gap = other > own ? other - own : own >= other ? own - other : isMissing && other !== other ? 0 : missing;
        into[j]! += euclidean ? gap * gap : gap;
      }
    }
    for (const values of codes) {
      const own = values[i]!;
      for (let j = 0; j < into.length; j++) if (values[j] !== own) into[j]! += mismatch;
    }
    for (let j = 0; j < into.length; j++) into[j] = euclidean ? Math.sqrt(into[j]!) : into[j]! / columns;
  };
}

/** What a number column's differences are divided by; 0 where all known values are one, or none is known. */
export function numberUnit(values: Float64Array, scale: NumberScale): number {
  const range = rangeOf(values);
  return scale === 'range' || range === 0 ? range : deviationOf(values);
}

/** Largest less smallest known value; 0 where none is known. */
function rangeOf(values: Float64Array): number {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return high > low ? high - low : 0;
}

/** Median absolute deviation from the median of the known values; their mean absolute deviation where more than half are equal. */
function deviationOf(values: Float64Array): number {
  const known = values.filter((value) => !Number.isNaN(value)).sort();
  const middle = medianOf(known);
  const away = known.map((value) => Math.abs(value - middle)).sort();
  return medianOf(away) || away.reduce((sum, value) => sum + value, 0) / away.length;
}

function medianOf(ascending: Float64Array): number {
  const half = ascending.length >> 1;
  return ascending.length % 2 === 1 ? ascending[half]! : (ascending[half - 1]! + ascending[half]!) / 2;
}
