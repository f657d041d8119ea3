import { chiSquareTail } from './chiSquare.js';
import { cochranMantelHaenszel, informativeTables, type FourfoldTable, type Stratum } from './cochranMantelHaenszel.js';
import type { TestResult } from './pooledZ.js';
import { atLeastSmallest } from './pValue.js';

export interface BreslowDay extends TestResult {
  /** Informative strata less one. */
  readonly degrees: number;
}

/**
 * Is the odds ratio of two groups the same in all strata?
 *   χ² = Σ (a − A)² ÷ Var(a) − (Σ (a − A))² ÷ Σ Var(a)
 * A the expected successes of the first group under the common (Mantel–Haenszel) odds ratio, from the quadratic that keeps the margins;
 * Var(a) = 1 ÷ (1/A + 1/B + 1/C + 1/D). The second term is Tarone's, without which the statistic is too large.
 * Null with fewer than two informative strata, or where the common odds ratio is 0 or infinite. Rests on a normal limit in every stratum:
 * many small strata are not its case.
 * Breslow and Day 1980, "Statistical methods in cancer research I", IARC, 4.4; Tarone 1985, "On heterogeneity tests based on efficient scores", Biometrika 72.
 */
export function breslowDay(strata: readonly Stratum[]): BreslowDay | null {
  const tables = informativeTables(strata);
  // The level is that of an interval which is not looked at.
  const oddsRatio = cochranMantelHaenszel(strata, 0.95)?.oddsRatio ?? null;
  if (tables.length < 2 || oddsRatio === null || oddsRatio === 0) return null;
  let [sum, deviation, variance] = [0, 0, 0];
  for (const table of tables) {
    const expected = expectedTable(table, oddsRatio);
    const own = 1 / (1 / expected.a + 1 / expected.b + 1 / expected.c + 1 / expected.d);
    sum += (table.a - expected.a) ** 2 / own;
    deviation += table.a - expected.a;
    variance += own;
  }
  const statistic = Math.max(0, sum - (deviation * deviation) / variance);
  const degrees = tables.length - 1;
  return { statistic, pValue: atLeastSmallest(chiSquareTail(statistic, degrees)), degrees };
}

/** The table with the same margins whose odds ratio AD ÷ BC is `ratio`. */
function expectedTable({ a, b, c, d }: FourfoldTable, ratio: number): FourfoldTable {
  const [own, other, successes] = [a + b, c + d, a + c];
  // (ratio − 1) A² − (other − successes + ratio (own + successes)) A + ratio · own · successes = 0; the root within the margins, in the form that does not cancel.
  const half = other - successes + ratio * (own + successes);
  const product = ratio * own * successes;
  const root = Math.sqrt(Math.max(0, half * half - 4 * (ratio - 1) * product));
  const A = half > 0 ? (2 * product) / (half + root) : (half - root) / (2 * (ratio - 1));
  return { a: A, b: own - A, c: successes - A, d: other - successes + A };
}
