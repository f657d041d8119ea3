import { chiSquareTail } from './chiSquare.js';
import { exp } from '../elementary/exponential.js';
import { pow } from '../elementary/power.js';
import { normalCdf } from './normalCdf.js';

/** Below, the gamma distribution is normal to three digits, and its shape beyond a million. */
const STRAIGHT = 1e-3;

export interface NormalPart {
  /** |mean| of X_i */
  readonly size: number;
  readonly variance: number;
  /** Parts of one whole crowd each other out: the covariance of X_i and X_j, both turned to have a mean above 0, is −share_i share_j. */
  readonly share: number;
}

/**
 * P(Σ |X_i| ≤ t) for normal X_i, by the gamma distribution with the same mean, variance and skewness (Pearson's type III; Pearson 1895, "Skew variation in
 * homogeneous material", Philosophical Transactions A 186). Moments of |X|: Leone, Nelson, Nottingham 1961, "The folded normal distribution", Technometrics 3. For ten X the
 * probability is right to 0.003, for four to 0.01, and for one alone it is exact, since no sum is taken. The covariance of |X_i| and |X_j| is taken for that of X_i and X_j times how surely each has the sign of its mean, P(|X| = X) − P(|X| = −X). Where no X varies: 1 from the sum on, else 0.
 */
export function sumOfSizesCdf(parts: readonly NormalPart[], t: number): number {
  const varying = parts.filter(({ variance }) => variance > 0);
  const rest = t - parts.reduce((sum, { size, variance }) => (variance > 0 ? sum : sum + size), 0);
  // The gamma distribution may reach below what sizes can be.
  if (varying.length > 0 && rest <= 0) return 0;
  if (varying.length === 1) {
    const { size, variance: square } = varying[0]!;
    const scale = Math.sqrt(square);
    return normalCdf((rest - size) / scale) - normalCdf((-rest - size) / scale);
  }
  let mean = 0;
  let variance = 0;
  let third = 0;
  let shares = 0;
  let squaredShares = 0;
  for (const { size, variance: square, share } of varying) {
    const scale = Math.sqrt(square);
    const m = size / scale;
    const density = exp((-m * m) / 2) / Math.sqrt(2 * Math.PI);
    const inside = 1 - 2 * normalCdf(-m);
    const first = m * inside + 2 * density;
    shares += share * inside;
    squaredShares += (share * inside) ** 2;
    mean += scale * first;
    variance += square * (1 + m * m - first * first);
    // E|X|³ − 3 E|X| E X² + 2 (E|X|)³
    third += square * scale * ((pow(m, 3) + 3 * m) * inside + 2 * density * (m * m + 2) - 3 * first * (1 + m * m) + 2 * pow(first, 3));
  }
  variance -= shares ** 2 - squaredShares;
  if (!(variance > 0)) return rest >= mean ? 1 : 0;
  const away = (rest - mean) / Math.sqrt(variance);
  const skewness = third / pow(variance, 1.5);
  if (!(skewness > STRAIGHT)) return normalCdf(away);
  const shape = 4 / skewness ** 2;
  const at = shape + away * Math.sqrt(shape);
  return at <= 0 ? 0 : 1 - chiSquareTail(2 * at, 2 * shape);
}
