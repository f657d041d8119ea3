import { robustnessCurve, type CurveSeries } from '@plumbline/charts/robustnessCurve';
import { drivers } from '@plumbline/explain-core/audit/drivers';
import type { Pillar } from '@plumbline/explain-core/method/method';
import type { Artifact, Result } from '@plumbline/explain-core/method/result';
import { chartEstimate } from './estimates.js';
import { asIs, html, type Markup } from './html.js';
import { resultPlot } from './resultPlot.js';
import { surrogateDiagram } from './surrogateDiagram.js';

const barsAtMost = 15; // more features than this are read in the table

/** The pictures of a dimension; what they show stands in the tables below them too. */
export function pictures(pillar: Pillar, results: readonly Result[], artifacts: readonly Artifact[]): readonly Markup[] {
  switch (pillar) {
    case 'fairness':
      return groupPlots(results);
    case 'explainability':
      return importancePlots(results);
    case 'robustness':
      return curves(results);
    case 'transparency':
      return surrogateDiagram(artifacts);
  }
}

function labelOf(pillar: Pillar, method: string): string {
  return drivers.find((driver) => driver.pillar === pillar)!.methods.find((candidate) => candidate.id === method)?.label ?? method;
}

/** Rates of the groups of each single attribute; intersections are in the tables. */
function groupPlots(results: readonly Result[]): Markup[] {
  const rates = results.filter(({ attribute, group, method }) => attribute !== undefined && group !== undefined && !attribute.includes(' × ') && /Rate$|^accuracy$|^precision$/.test(method));
  const keys = [...new Set(rates.map(({ method, attribute }) => JSON.stringify([method, attribute])))];
  return keys.map((key, index) => {
    const [method, attribute] = JSON.parse(key) as [string, string];
    const rows = rates.filter((result) => result.method === method && result.attribute === attribute);
    const label = labelOf('fairness', method);
    return html`<h4>${label} by ${attribute}</h4>${resultPlot(`fairness-${index}`, `${label} by ${attribute}`, label, rows, ({ group }) => group!, [0, 1])}`;
  });
}

function importancePlots(results: readonly Result[]): Markup[] {
  const ofFeatures = results.filter(({ feature, group }) => feature !== undefined && group === undefined);
  return [...new Set(ofFeatures.map(({ method }) => method))].map((method, index) => {
    const rows = ofFeatures.filter((result) => result.method === method);
    const sorted = [...rows].sort((a, b) => Math.abs(b.estimate.value ?? 0) - Math.abs(a.estimate.value ?? 0)).slice(0, barsAtMost);
    const label = labelOf('explainability', method);
    const heading = rows.length > barsAtMost ? `${label}: the ${barsAtMost} largest of ${rows.length} features` : label;
    return html`<h4>${heading}</h4>${resultPlot(`importance-${index}`, heading, label, sorted, ({ feature }) => feature!)}`;
  });
}

function curves(results: readonly Result[]): Markup[] {
  return ['robustAccuracy', 'decisionStability'].flatMap((measure, index) => {
    const rows = results.filter(({ options }) => options.measure === measure && options.scope === 'overall');
    const series: CurveSeries[] = [...new Set(rows.map(({ method }) => method))].map((method) => ({
      label: labelOf('robustness', method),
      points: rows.filter((row) => row.method === method).map(({ options, estimate }) => ({ strength: Number(options.epsilon ?? options.strength), estimate: chartEstimate(estimate) })),
    }));
    if (series.length === 0) return [];
    const title = measure === 'robustAccuracy' ? 'Robust accuracy by strength' : 'Share of decisions that stay, by strength';
    const picture = robustnessCurve({ id: `curve-${index}`, title, strengthAxis: 'strength of the change, in the unit named below', valueAxis: measure === 'robustAccuracy' ? 'robust accuracy' : 'share unchanged', series });
    return [html`<h4>${title}</h4><figure>${asIs(picture)}</figure>`];
  });
}
