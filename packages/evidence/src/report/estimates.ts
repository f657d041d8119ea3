import type { ChartEstimate } from '@plumbline/charts/intervalPlot';
import type { Result } from '@plumbline/explain-core/method/result';
import type { Estimate } from '@plumbline/explain-core/numeric/estimate';
import { figure, html, type Markup } from './html.js';

export function chartEstimate(estimate: Estimate): ChartEstimate {
  if (estimate.value === null) return estimate;
  const { value, n, interval } = estimate;
  return { value, n, ...(interval ? { lower: interval.lower, upper: interval.upper } : {}) };
}

/** Cells of one result: value, doubt, n. */
export function estimateCells({ estimate }: Result): Markup {
  if (estimate.value === null) return html`<td class="quiet" colspan="2">not estimable: ${estimate.undefinedBecause}</td><td class="number">${estimate.n}</td>`;
  return html`<td class="number">${figure(estimate.value)}</td><td>${doubtOf(estimate)}</td><td class="number">${figure(estimate.n)}</td>`;
}

function doubtOf(estimate: Extract<Estimate, { value: number }>): string {
  const { interval, standardError, exact } = estimate;
  const parts = [
    ...(interval ? [`${figure(interval.lower)} to ${figure(interval.upper)} (${figure(interval.level * 100)} %, ${interval.method})`] : []),
    ...(standardError === undefined ? [] : [`standard error ${figure(standardError)}`]),
    ...(exact === undefined ? [] : [exact]),
  ];
  return parts.join('; ') || 'no interval';
}

/** What a result is about, for a row's head. */
export function aboutOf({ attribute, group, feature, options }: Result, hidden: ReadonlySet<string>): string {
  const where = [attribute, group, feature].filter((part) => part !== undefined);
  const settings = Object.entries(options)
    .filter(([name, value]) => !hidden.has(name) && value !== null && typeof value !== 'object')
    .map(([name, value]) => `${name} ${String(value)}`);
  return [...where, ...settings].join(' · ') || 'all rows';
}

/** Options that are the same in all results of a method say nothing about a row: they stand once, above the table. */
export function constantOptions(results: readonly Result[]): ReadonlySet<string> {
  const names = new Set(results.flatMap((result) => Object.keys(result.options)));
  return new Set([...names].filter((name) => new Set(results.map((result) => JSON.stringify(result.options[name]))).size === 1));
}
