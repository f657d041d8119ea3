import { robustnessCurve, type CurveSeries } from '@plumbline/charts/robustnessCurve';
import type { Pillar } from '@plumbline/explain-core/method/method';
import type { Artifact, Result } from '@plumbline/explain-core/method/result';
import { chartEstimate } from './estimates.js';
import type { IntervalPlot } from '@plumbline/charts/intervalPlot';
import { explanationPictures } from './explanations.js';
import { asIs, figure, html, type Markup } from './html.js';
import { labelOf } from './numbers.js';
import { recourseSections } from './recourse.js';
import { resultPlot } from './resultPlot.js';
import { surrogateDiagram } from './surrogateDiagram.js';
import { trustSections } from './trust.js';
import { wholeModelSections } from './wholeModel.js';
import { spaced } from './words.js';

const barsAtMost = 15; // more features than this are read in the table

/** The pictures of a dimension; what they show stands in the tables below them too. */
export function pictures(pillar: Pillar, results: readonly Result[], artifacts: readonly Artifact[]): readonly Markup[] {
  switch (pillar) {
    case 'fairness':
      return groupPlots(results);
    case 'explainability':
      return [...importancePlots(results), ...explanationPictures(artifacts), ...wholeModelSections(artifacts), ...recourseSections(artifacts), ...trustSections(results, artifacts)];
    case 'robustness':
      return curves(results);
    case 'transparency':
      return surrogateDiagram(artifacts);
  }
}

/** Who is in the data, then the numbers that most readers ask for; all others are in the tables. */
const drawnMethods = ['groupCounts', 'selectionRate', 'truePositiveRate', 'falsePositiveRate', 'precision', 'accuracy', 'meanPrediction', 'meanAbsoluteError'];

/** Of a method with several measures, the share alone. */
const isShareOrOnly = ({ options }: Result): boolean => options.measure === undefined || options.measure === 'share';

/** Numbers of the groups of each single attribute; intersections are in the tables. */
function groupPlots(results: readonly Result[]): Markup[] {
  const rates = results.filter(isShareOrOnly).filter(({ attribute, group, method }) => attribute !== undefined && group !== undefined && !attribute.includes(' × ') && drawnMethods.includes(method));
  const keys = [...new Set(rates.map(({ method, attribute }) => JSON.stringify([method, attribute])))];
  return keys.map((key, index) => {
    const [method, attribute] = JSON.parse(key) as [string, string];
    const rows = rates.filter((result) => result.method === method && result.attribute === attribute);
    const label = labelOf('fairness', method);
    return pictured(`${label} by ${attribute}`, resultPlot(`fairness-${index}`, `${label} by ${attribute}`, label, rows, ({ group }) => group!, { ...(isShare(rows) ? { domain: [0, 1] as const } : {}), ...overallOf(results, method) }));
  });
}

/** All of them between 0 and 1, intervals included: then the axis is that of shares. */
function isShare(rows: readonly Result[]): boolean {
  return rows.every(({ estimate }) => estimate.value === null || ((estimate.interval?.lower ?? estimate.value) >= 0 && (estimate.interval?.upper ?? estimate.value) <= 1));
}

/** The rate of all rows, to hold the groups against. */
function overallOf(results: readonly Result[], method: string): Pick<IntervalPlot, 'line'> {
  const value = results.find((result) => result.method === method && result.attribute === undefined)?.estimate.value;
  return typeof value === 'number' ? { line: { value, label: `all rows ${figure(value)}` } } : {};
}

/** One picture a method and measure: a range and an importance are numbers of different kinds, and have no axis in common. */
export function importancePlots(results: readonly Result[]): Markup[] {
  const ofFeatures = results.filter(({ feature, group, attribute }) => feature !== undefined && group === undefined && attribute === undefined);
  const keyOf = ({ method, options }: Result): string => JSON.stringify([method, options.measure ?? null]);
  return [...new Set(ofFeatures.map(keyOf))].map((key, index) => {
    const rows = ofFeatures.filter((result) => keyOf(result) === key);
    const [method, measure] = JSON.parse(key) as [string, string | null];
    const isOnly = ofFeatures.every((result) => result.method !== method || keyOf(result) === key);
    const label = `${labelOf('explainability', method)}${isOnly || measure === null ? '' : `: ${spaced(measure)}`}`;
    const sorted = [...rows].sort((a, b) => Math.abs(b.estimate.value ?? 0) - Math.abs(a.estimate.value ?? 0)).slice(0, barsAtMost);
    const heading = rows.length > barsAtMost ? `${label}, the ${barsAtMost} largest of ${rows.length}` : label;
    return pictured(heading, resultPlot(`importance-${index}`, heading, label, sorted, ({ feature }) => feature!));
  });
}

/** A picture under its heading; `whole` takes the page's width. */
export function pictured(heading: string, picture: Markup, width: 'half' | 'whole' = 'half'): Markup {
  return html`<figure class="${width}"><figcaption>${heading}</figcaption>${picture}</figure>`;
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
    const picture = robustnessCurve({ id: `curve-${index}`, title, strengthAxis: 'strength of the change; each method’s definition names its unit', valueAxis: measure === 'robustAccuracy' ? 'robust accuracy' : 'share unchanged', series });
    return [pictured(title, asIs(picture), 'whole')];
  });
}
