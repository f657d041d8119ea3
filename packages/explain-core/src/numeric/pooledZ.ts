import { twoSidedNormal } from './pValue.js';
import { assertProportion, type Proportion } from './wilson.js';

/** A statistic and the probability of one at least as far out when nothing differs. */
export interface TestResult {
  readonly statistic: number;
  readonly pValue: number;
}

/**
 * Two-sided z test that two independent proportions are equal, with the variance under equality:
 *   z = (p1 − p2) ÷ √(p (1 − p) (1/n1 + 1/n2)),   p = (x1 + x2) ÷ (n1 + n2); z² is Pearson's chi-square.
 * Null when everybody or nobody succeeded: then nothing varies. Rests on a normal limit that wants about five expected successes and
 * failures in each group (Cochran 1954, "Some methods for strengthening the common χ² tests", Biometrics 10).
 */
export function pooledZ(first: Proportion, second: Proportion): TestResult | null {
  assertProportion(first.successes, first.n);
  assertProportion(second.successes, second.n);
  const p = (first.successes + second.successes) / (first.n + second.n);
  const variance = p * (1 - p) * (1 / first.n + 1 / second.n);
  if (variance === 0) return null;
  const statistic = (first.successes / first.n - second.successes / second.n) / Math.sqrt(variance);
  return { statistic, pValue: twoSidedNormal(statistic) };
}
