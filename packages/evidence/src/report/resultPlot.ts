import { intervalPlot } from '@plumbline/charts/intervalPlot';
import type { Result } from '@plumbline/explain-core/method/result';
import { chartEstimate } from './estimates.js';
import { asIs, html, type Markup } from './html.js';

/** A plot of results that share a method: one row a group or feature. */
export function resultPlot(id: string, title: string, axis: string, results: readonly Result[], label: (result: Result) => string, domain?: readonly [number, number]): Markup {
  const rows = results.map((result) => ({ label: label(result), estimate: chartEstimate(result.estimate) }));
  return html`<figure>${asIs(intervalPlot({ id, title, axis, rows, ...(domain ? { domain } : {}) }))}</figure>`;
}
