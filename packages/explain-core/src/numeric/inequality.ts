import { log } from '../elementary/logarithm.js';
import { pow } from '../elementary/power.js';
import { pairwiseSum } from './sum.js';

/** A benefit and how many of a population have it. */
export interface Benefits {
  readonly values: readonly number[];
  readonly counts: readonly number[];
}

export interface Inequality {
  readonly value: number;
  /** Rows, or their weight. */
  readonly n: number;
  /** Variance of the value by linearisation over rows. */
  readonly variance: number;
  /** Skewness of one row's influence: its third moment over the 3/2 power of the second; 0 where there is no spread. */
  readonly skewness: number;
  /** What one row with each of the benefits adds to the value, times n: 0 on average. */
  readonly influences: readonly number[];
}

/**
 * Generalized entropy index of benefits b ≥ 0 with mean μ: 0 when all have the same.
 *   α ∉ {0, 1}: (1 / (n α (α − 1))) Σ [(b/μ)^α − 1]      α = 2: half the squared coefficient of variation
 *   α = 1 (Theil): (1/n) Σ (b/μ) log(b/μ), 0 log 0 = 0     α = 0 (mean log deviation): −(1/n) Σ log(b/μ)
 * Null without a population, when nobody benefits (μ = 0), and, for α ≤ 0, when somebody has no benefit at all: that would be infinite.
 * The variance is that of the index's influence function, Cowell and Flachaire 2007, "Income distribution and inequality measurement",
 * Journal of Econometrics 141.
 * Shorrocks 1980, "The class of additively decomposable inequality measures", Econometrica 48.
 */
export function generalizedEntropy({ values, counts }: Benefits, alpha: number): Inequality | null {
  const n = pairwiseSum(counts);
  const mean = (of: (benefit: number) => number): number => pairwiseSum(values.map((benefit, i) => (counts[i] === 0 ? 0 : counts[i]! * of(benefit)))) / n;
  const mu = n > 0 ? mean((benefit) => benefit) : 0;
  if (!(mu > 0) || (alpha <= 0 && values.some((benefit, i) => benefit === 0 && counts[i]! > 0))) return null;
  const { measure, influence } = terms(mean, mu, alpha);
  // Of what nobody has there may be none: with α ≤ 0 it would be infinite.
  const influences = values.map((benefit, i) => (counts[i] === 0 ? 0 : influence(benefit)));
  const moment = (power: number): number => pairwiseSum(influences.map((one, i) => counts[i]! * pow(one, power))) / n;
  const spread = moment(2);
  return { value: Math.max(0, measure), n, variance: spread / n, skewness: spread > 0 ? moment(3) / pow(spread, 1.5) : 0, influences };
}

function terms(mean: (of: (benefit: number) => number) => number, mu: number, alpha: number): { measure: number; influence: (benefit: number) => number } {
  const part = (benefit: number): number => benefit / mu;
  if (alpha === 0) {
    const measure = mean((benefit) => 0 - log(part(benefit)));
    return { measure, influence: (benefit) => part(benefit) - 1 - log(part(benefit)) - measure };
  }
  if (alpha === 1) {
    const measure = mean((benefit) => timesLog(part(benefit)));
    return { measure, influence: (benefit) => timesLog(part(benefit)) - measure - (measure + 1) * (part(benefit) - 1) };
  }
  const power = mean((benefit) => pow(part(benefit), alpha));
  const scale = alpha * (alpha - 1);
  return { measure: (power - 1) / scale, influence: (benefit) => (pow(part(benefit), alpha) - power - alpha * power * (part(benefit) - 1)) / scale };
}

function timesLog(x: number): number {
  return x === 0 ? 0 : x * log(x);
}

/**
 * The part of the index that lies between groups: the index if everybody had the mean benefit of the own group. What remains lies within
 * groups, since the index is additively decomposable. Groups without members say nothing.
 */
export function betweenGroupEntropy(groups: readonly Benefits[], alpha: number): number | null {
  const members = groups.map(({ values, counts }) => ({ n: pairwiseSum(counts), sum: pairwiseSum(values.map((benefit, i) => benefit * counts[i]!)) })).filter(({ n }) => n > 0);
  return generalizedEntropy({ values: members.map(({ n, sum }) => sum / n), counts: members.map(({ n }) => n) }, alpha)?.value ?? null;
}
