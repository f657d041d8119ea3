import { intervalPlot, type IntervalPlot } from '@plumbline/charts/intervalPlot';
import type { Result } from '@plumbline/explain-core/method/result';
import { chartEstimate } from './estimates.js';
import { asIs, type Markup } from './html.js';

/** A plot of results that share a method: one row a group or feature. */
export function resultPlot(id: string, title: string, axis: string, results: readonly Result[], label: (result: Result) => string, more: Pick<IntervalPlot, 'domain' | 'line'> = {}): Markup {
  const rows = results.map((result) => ({ label: label(result), estimate: chartEstimate(result.estimate) }));
  // Two stand side by side on a screen.
  return asIs(intervalPlot({ id, title, axis, rows, width: 456, labelWidth: 136, ...more }));
}
