import type { ChartEstimate } from '@plumbline/charts/intervalPlot';
import type { AuditQuery } from '../../generated/graphql';
import { plain } from '../../lib/format';

export type AuditView = NonNullable<AuditQuery['audit']>;
export type ResultView = AuditView['results'][number];
export type EstimateView = ResultView['estimate'];
export interface Bound {
  readonly atLeast?: number | null;
  readonly atMost?: number | null;
}

interface ChartableEstimate {
  readonly value?: number | null;
  readonly n: number;
  readonly interval?: { readonly lower: number; readonly upper: number } | null;
  readonly undefinedBecause?: string | null;
}

export function chartEstimate({ value, n, interval, undefinedBecause }: ChartableEstimate): ChartEstimate {
  if (value === null || value === undefined) return { value: null, n, undefinedBecause: undefinedBecause ?? 'no reason was given' };
  return interval ? { value, n, lower: interval.lower, upper: interval.upper } : { value, n };
}

export function boundWords({ atLeast, atMost }: Bound): string {
  return [...(typeof atLeast === 'number' ? [`at least ${plain(atLeast)}`] : []), ...(typeof atMost === 'number' ? [`at most ${plain(atMost)}`] : [])].join(' and ');
}

export function wantedOf({ atLeast, atMost }: Bound): { from?: number; to?: number } {
  return { ...(typeof atLeast === 'number' ? { from: atLeast } : {}), ...(typeof atMost === 'number' ? { to: atMost } : {}) };
}

/** An axis for one number: close enough that its interval and the bound can be seen, within the method's range. */
export function sparkDomain(estimate: ChartableEstimate, bound: Bound, range: readonly number[] | null | undefined): readonly [number, number] {
  const numbers = [estimate.value, estimate.interval?.lower, estimate.interval?.upper, bound.atLeast, bound.atMost].filter((value) => typeof value === 'number');
  if (numbers.length === 0) return [0, 1];
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  const margin = low === high ? Math.max(Math.abs(low) * 0.5, Number.MIN_VALUE) : (high - low) * 0.6;
  const [from, to] = range?.length === 2 && low >= range[0] && high <= range[1] ? range : [-Infinity, Infinity];
  return [Math.max(from, low - margin), Math.min(to, high + margin)];
}

/** Which number a check's verdict hangs on: the first that has the check's own verdict, as the API's sentence does. */
export function decidingResult<R extends { readonly estimate: ChartableEstimate & { readonly exact?: string | null } }>(check: { readonly verdict: string; readonly results: readonly R[] }, bound: Bound): R | undefined {
  return check.results.find((result) => verdictOf(result.estimate, bound) === check.verdict) ?? check.results[0];
}

function verdictOf({ value, interval, exact }: ChartableEstimate & { readonly exact?: string | null }, bound: Bound): string {
  if (typeof value !== 'number' || (!interval && !exact)) return 'cannotTell';
  const atLeast = bound.atLeast ?? -Infinity;
  const atMost = bound.atMost ?? Infinity;
  const { lower, upper } = interval ?? { lower: value, upper: value };
  if (lower >= atLeast && upper <= atMost) return 'met';
  return upper < atLeast || lower > atMost ? 'notMet' : 'cannotTell';
}

/** What a number is about, within its method. */
export function whereOf({ attribute, group, feature }: { readonly attribute?: string | null; readonly group?: string | null; readonly feature?: string | null }): string {
  return [attribute, group, feature].filter((part) => part !== null && part !== undefined).join(' · ') || 'overall';
}

export function optionsOf(result: { readonly options: unknown }): Readonly<Record<string, unknown>> {
  return result.options as Readonly<Record<string, unknown>>; // always an object: Result.options of the core
}

/** One of the counts behind a number; undefined where it is not counted. */
export function countOf({ counts }: { readonly counts: readonly { readonly name: string; readonly value: number }[] }, name: string): number | undefined {
  return counts.find((count) => count.name === name)?.value;
}

/** A difference between the groups of an attribute, of whatever a method measures. */
export function isGap(result: ResultView): boolean {
  const { measure } = optionsOf(result);
  return typeof measure === 'string' && measure.endsWith('Difference') && typeof result.attribute === 'string' && typeof result.group !== 'string';
}

/** Options in which these results differ from each other: what a reader has to choose. Each with its values in the order they come. */
export function varyingOptions(results: readonly ResultView[]): { name: string; values: string[] }[] {
  const values = new Map<string, Set<string>>();
  for (const result of results) {
    for (const [name, value] of Object.entries(optionsOf(result))) {
      const known = values.get(name);
      if (known) known.add(JSON.stringify(value));
      else values.set(name, new Set([JSON.stringify(value)]));
    }
  }
  return [...values].filter(([, distinct]) => distinct.size > 1).map(([name, distinct]) => ({ name, values: [...distinct] }));
}

export function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
