import { matrix, type Matrix } from './matrix.js';

/** Eigenvalues, largest first, and the eigenvectors of length 1 in the columns of `vectors`. */
export interface Eigen {
  readonly values: Float64Array;
  readonly vectors: Matrix;
}

/** Sweeps that rotate every pair once; convergence is quadratic, and some ten do for any size that is sensible here. */
const SWEEPS = 60;

/**
 * Of a symmetric matrix, [n, n], by Jacobi's rotations: Golub and Van Loan 2013, "Matrix Computations", section 8.5. Slow for large n (some n³ a sweep), exact to rounding, and the same
 * for the same bits. Of an eigenvalue that occurs more than once the vectors are some basis of its space. The sign of a vector is
 * fixed by its largest entry, the first of equals, being above 0.
 */
export function symmetricEigen({ rows: n, columns, values }: Matrix): Eigen {
  if (n !== columns) throw new RangeError(`eigenvalues are of a square matrix, got ${n} × ${columns}`);
  const a = Float64Array.from(values);
  const v = new Float64Array(n * n);
  for (let i = 0; i < n; i++) v[i * n + i] = 1;
  // Entries below this move no eigenvalue by more than rounding has already.
  const least = (Number.EPSILON * Math.sqrt(a.reduce((sum, entry) => sum + entry * entry, 0))) / n;
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let rotated = false;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        if (Math.abs(a[p * n + q]!) <= least) continue;
        rotate(a, v, n, p, q);
        rotated = true;
      }
    }
    if (!rotated) break;
  }
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => a[j * n + j]! - a[i * n + i]! || i - j);
  const vectors = matrix(n, n);
  order.forEach((from, to) => {
    let most = 0;
    for (let i = 1; i < n; i++) if (Math.abs(v[i * n + from]!) > Math.abs(v[most * n + from]!)) most = i;
    const sign = v[most * n + from]! < 0 ? -1 : 1;
    for (let i = 0; i < n; i++) vectors.values[i * n + to] = sign * v[i * n + from]!;
  });
  return { values: Float64Array.from(order, (i) => a[i * n + i]!), vectors };
}

/** Turns the plane of p and q so that their entry becomes 0. */
function rotate(a: Float64Array, v: Float64Array, n: number, p: number, q: number): void {
  const tau = (a[q * n + q]! - a[p * n + p]!) / (2 * a[p * n + q]!);
  const t = Math.sign(tau || 1) / (Math.abs(tau) + Math.sqrt(1 + tau * tau));
  const c = 1 / Math.sqrt(1 + t * t);
  const s = t * c;
  for (let i = 0; i < n; i++) {
    const [x, y] = [a[i * n + p]!, a[i * n + q]!];
    a[i * n + p] = c * x - s * y;
    a[i * n + q] = s * x + c * y;
  }
  for (let i = 0; i < n; i++) {
    const [x, y] = [a[p * n + i]!, a[q * n + i]!];
    a[p * n + i] = c * x - s * y;
    a[q * n + i] = s * x + c * y;
    const [u, w] = [v[i * n + p]!, v[i * n + q]!];
    v[i * n + p] = c * u - s * w;
    v[i * n + q] = s * u + c * w;
  }
}
