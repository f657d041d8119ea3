/** Points in (0, 1) in ascending order, and weights that add up to 1. */
export interface Quadrature {
  readonly points: Float64Array;
  readonly weights: Float64Array;
}

/**
 * Gauss–Legendre quadrature on [0, 1] with n ≥ 1 points: Σ weight · p(point) is the integral of every polynomial p of degree at most 2n − 1.
 * Abramowitz, Stegun 1964, "Handbook of mathematical functions", 25.4.29; the points are the zeros of the Legendre polynomial, found by Newton's method. Adds, multiplies and divides only, so
 * that every machine finds the same bits.
 */
export function gaussLegendre(n: number): Quadrature {
  if (!Number.isInteger(n) || n < 1) throw new RangeError(`a quadrature has at least one point, got ${n}`);
  const points = new Float64Array(n);
  const weights = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    // Tricomi's approximation of the i-th zero, near enough for Newton's method to converge to it and to no other.
    let x = -cosine((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 1;
    for (let step = 0; step < 12; step++) {
      const value = legendre(n, x);
      slope = value.slope;
      x -= value.height / slope;
    }
    points[i] = (1 + x) / 2;
    weights[i] = 1 / ((1 - x * x) * slope * slope);
  }
  return { points, weights };
}

/** Pₙ(x) and its derivative, by Bonnet's recursion. */
function legendre(n: number, x: number): { height: number; slope: number } {
  let before = 1;
  let height = x;
  for (let k = 2; k <= n; k++) [before, height] = [height, ((2 * k - 1) * x * height - (k - 1) * before) / k];
  return { height, slope: (n * (x * height - before)) / (x * x - 1) };
}

/** cos x for 0 ≤ x ≤ π by its power series. */
function cosine(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 2; k <= 30; k += 2) {
    term *= (-x * x) / (k * (k - 1));
    sum += term;
  }
  return sum;
}
