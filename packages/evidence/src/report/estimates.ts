import type { ChartEstimate } from '@plumbline/charts/intervalPlot';
import type { Result } from '@plumbline/explain-core/method/result';
import type { Estimate } from '@plumbline/explain-core/numeric/estimate';
import { coverageInWords, wordsOfInterval } from '@plumbline/explain-core/numeric/intervalMethods';
import { figure, html, type Markup } from './html.js';

export function chartEstimate(estimate: Estimate): ChartEstimate {
  if (estimate.value === null) return estimate;
  const { value, n, interval } = estimate;
  return { value, n, ...(interval ? { lower: interval.lower, upper: interval.upper } : {}) };
}

/** Cells of one result: value, doubt, n. */
export function estimateCells({ estimate, test }: Result): Markup {
  if (estimate.value === null) return html`<td class="quiet" colspan="2">not estimable: ${estimate.undefinedBecause}</td><td class="number">${figure(estimate.n)}</td>`;
  return html`<td class="number">${figure(estimate.value)}</td><td>${doubtOf(estimate)}${test === undefined ? '' : html` <span class="quiet">${test.name} p = ${figure(test.pValue)}, adjusted ${figure(test.holm)} (Holm), ${figure(test.benjaminiHochberg)} (Benjamini–Hochberg), ${figure(test.benjaminiYekutieli)} (Benjamini–Yekutieli)</span>`}</td><td class="number">${figure(estimate.n)}</td>`;
}

function doubtOf({ interval, standardError, exact }: Extract<Estimate, { value: number }>): Markup {
  const span = interval ? `${figure(interval.lower)} to ${figure(interval.upper)}` : '';
  const how = [
    ...(interval ? [`${coverageInWords(interval)}, ${wordsOfInterval(interval.method)?.label ?? interval.method}`] : []),
    ...(standardError === undefined ? [] : [`standard error ${figure(standardError)}`]),
    ...(exact === undefined ? [] : [exact]),
  ].join('; ');
  return html`${span === '' ? '' : html`<span class="span">${span}</span> `}<span class="quiet">${how === '' && span === '' ? 'no interval' : how}</span>`;
}

/** An interval in words, or how else the number is sure or unsure. */
export function doubtInWords({ interval, standardError, exact }: Extract<Estimate, { value: number }>): string {
  if (interval) return `${figure(interval.lower)} to ${figure(interval.upper)}`;
  return standardError !== undefined ? `± ${figure(standardError)}` : exact === undefined ? 'no interval' : 'exact';
}

/** What a result is about, for a row's head: where it was measured, then with which settings. */
export function aboutOf({ attribute, group, feature, options }: Result, hidden: ReadonlySet<string>): Markup {
  const where = [...(attribute === undefined ? [] : [group === undefined ? attribute : `${attribute}: ${group}`]), ...(feature === undefined ? [] : [feature])].join(' · ');
  const settings = Object.entries(options)
    // A result's scope (feature, group, overall) is told by the place it is about.
    .filter(([name, value]) => name !== 'scope' && !hidden.has(name) && value !== null && typeof value !== 'object')
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(' · ');
  return html`${where === '' ? 'all rows' : where}${settings === '' ? '' : html` <span class="quiet">${settings}</span>`}`;
}

/** Options that are the same in all results of a method say nothing about a row: they stand once, above the table. */
export function constantOptions(results: readonly Result[]): ReadonlySet<string> {
  const names = new Set(results.flatMap((result) => Object.keys(result.options)));
  return new Set([...names].filter((name) => new Set(results.map((result) => JSON.stringify(result.options[name]))).size === 1));
}
