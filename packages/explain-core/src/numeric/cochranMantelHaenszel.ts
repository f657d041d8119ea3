import { exp } from '../elementary/exponential.js';
import type { Interval } from './estimate.js';
import { twoSidedZ } from './normal.js';
import type { TestResult } from './pooledZ.js';
import { twoSidedNormal } from './pValue.js';
import type { Proportion } from './wilson.js';

/** Two groups within one stratum; either may be empty. */
export interface Stratum {
  readonly first: Proportion;
  readonly second: Proportion;
}

export interface CochranMantelHaenszel {
  /** One degree of freedom; `statistic` is the chi-square. */
  readonly uncorrected: TestResult;
  /** With continuity correction, as R does it: ½ is taken off, but only where the deviation is at least ½. */
  readonly corrected: TestResult;
  /** Null where no stratum has a success in the second and a failure in the first: the ratio would be infinite. */
  readonly oddsRatio: number | null;
  /** Null too where the ratio is 0. */
  readonly oddsRatioInterval: Interval | null;
  /** Strata that say something: both groups and both outcomes occur. The others contribute nothing. */
  readonly informative: number;
  readonly uninformative: number;
}

/**
 * Do two groups' proportions differ once strata are held fixed? With a, b the successes and failures of the first, c, d of the second, N the rows:
 *   χ² = (|Σ (a − E a)| − ½)² ÷ Σ Var a,   E a and Var a hypergeometric within each stratum
 *   common odds ratio = Σ ad/N ÷ Σ bc/N
 * Its interval is that of Robins, Breslow and Greenland, valid both for few large and for many small strata. Null when no stratum is informative.
 * Opposite gaps in different strata cancel: look at breslowDay beside it.
 * Mantel and Haenszel 1959, "Statistical aspects of the analysis of data from retrospective studies of disease", JNCI 22; Robins, Breslow,
 * Greenland 1986, "Estimators of the Mantel–Haenszel variance consistent in both sparse data and large-strata limiting models", Biometrics 42.
 */
export function cochranMantelHaenszel(strata: readonly Stratum[], level: number): CochranMantelHaenszel | null {
  const tables = informativeTables(strata);
  if (tables.length === 0) return null;
  let [deviation, variance] = [0, 0];
  // Of Robins, Breslow, Greenland: P = (a + d)/N, Q = (b + c)/N, R = ad/N, S = bc/N.
  let [r, s, pr, psqr, qs] = [0, 0, 0, 0, 0];
  for (const { a, b, c, d } of tables) {
    const rows = a + b + c + d;
    deviation += (a * d - b * c) / rows;
    variance += ((((a + b) / rows) * (c + d)) / rows) * (((a + c) / (rows - 1)) * (b + d));
    const [p, q] = [(a + d) / rows, (b + c) / rows];
    const [ownR, ownS] = [(a * d) / rows, (b * c) / rows];
    r += ownR;
    s += ownS;
    pr += p * ownR;
    psqr += p * ownS + q * ownR;
    qs += q * ownS;
  }
  const chiSquare = (correction: number): TestResult => {
    const z = (Math.abs(deviation) - correction) / Math.sqrt(variance);
    return { statistic: z * z, pValue: twoSidedNormal(z) };
  };
  const oddsRatio = s === 0 ? null : r / s;
  const half = twoSidedZ(level) * Math.sqrt(pr / (2 * r * r) + psqr / (2 * r * s) + qs / (2 * s * s));
  return {
    uncorrected: chiSquare(0),
    corrected: chiSquare(Math.abs(deviation) >= 0.5 ? 0.5 : 0),
    oddsRatio,
    oddsRatioInterval:
      oddsRatio === null || oddsRatio === 0 ? null : { lower: oddsRatio * exp(-half), upper: oddsRatio * exp(half), level, method: 'robinsBreslowGreenland' },
    informative: tables.length,
    uninformative: strata.length - tables.length,
  };
}

/** Successes and failures: a, b of the first group, c, d of the second. */
export interface FourfoldTable {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
}

/** Tables without a zero margin. */
export function informativeTables(strata: readonly Stratum[]): FourfoldTable[] {
  return strata.flatMap(({ first, second }): FourfoldTable[] => {
    for (const { successes, n } of [first, second]) {
      if (!(successes >= 0 && successes <= n && Number.isFinite(n))) throw new RangeError(`a stratum needs 0 to n successes of n trials, got ${successes} of ${n}`);
    }
    const [a, c] = [first.successes, second.successes];
    const [b, d] = [first.n - a, second.n - c];
    return a + b > 0 && c + d > 0 && a + c > 0 && b + d > 0 ? [{ a, b, c, d }] : [];
  });
}
