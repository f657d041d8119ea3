import { dependenceCurve } from '@plumbline/charts/dependenceCurve';
import { intervalPlot } from '@plumbline/charts/intervalPlot';
import { waterfall } from '@plumbline/charts/waterfall';
import { leftUnexplained, reasonsOf, stepsOf, type ExplainedAnswer } from '@plumbline/explain-core/explainability/reasons';
import type { Json } from '@plumbline/explain-core/json';
import type { Artifact } from '@plumbline/explain-core/method/result';
import { asIs, figure, html, type Markup } from './html.js';
import { labelOf } from './numbers.js';

/** Curves of more features than this are read in the artifacts. */
const mostCurves = 6;
const mostSteps = 8;

interface Attributions {
  readonly method: string;
  readonly class: string;
  readonly unit: 'probability' | 'value' | 'margin';
  readonly features: readonly string[];
  readonly rows: readonly (ExplainedAnswer & { readonly row: number })[];
}
interface Curves {
  readonly class: string;
  readonly unit: 'value' | 'probability';
  readonly rows: number;
  readonly features: readonly {
    readonly feature: string;
    readonly kind: 'number' | 'category';
    readonly grid: readonly (number | string)[];
    readonly points: readonly { readonly mean: number; readonly lower: number | null; readonly upper: number | null }[];
  }[];
}

interface Choice {
  readonly explainers: readonly { readonly method: string; readonly because: string }[];
  /** What a time limit made of methods. */
  readonly limits?: readonly { readonly method: string; readonly leftOut: boolean; readonly because: string }[];
}

/** Why each explainer was chosen, how the answer moves with the features that move it most, and three decisions with their reasons. */
export function explanationPictures(artifacts: readonly Artifact[]): readonly Markup[] {
  const choice = explanationBody<Choice>(artifacts, 'choice');
  const curves = explanationBody<Curves>(artifacts, 'partialDependence/curves');
  const [first] = choice?.explainers ?? [];
  const attributions = first ? explanationBody<Attributions>(artifacts, `${first.method}/attributions`) : null;
  return [...(choice ? [chosen(choice)] : []), ...(curves ? curvesOf(curves) : []), ...(attributions ? decisions(attributions) : [])];
}

/** What an artifact of explainability holds; null where the audit made none, or withholds it. */
export function explanationBody<T>(artifacts: readonly Artifact[], name: string): T | null {
  return (artifacts.find((artifact) => artifact.name === `explainability/${name}`)?.body as T | undefined) ?? null;
}

function chosen({ explainers, limits }: Choice): Markup {
  const line = (method: string, rest: string): Markup => html`<li><strong>${labelOf('explainability', method)}</strong>${rest}</li>`;
  return html`<div class="whole"><h3>Explainers of single decisions, and why these</h3><ul class="small">${explainers.map(({ method, because }) => line(method, `: ${because}`))}</ul>${
    limits === undefined ? '' : html`<p class="small">What the time limit changed:</p><ul class="small">${limits.map(({ method, leftOut, because }) => line(method, `${leftOut ? ', left out' : ''}: ${because}`))}</ul>`
  }</div>`;
}

function curvesOf({ class: about, unit, rows, features }: Curves): Markup[] {
  const range = ({ points }: Curves['features'][number]): number => Math.max(...points.map(({ mean }) => mean)) - Math.min(...points.map(({ mean }) => mean));
  const axis = unit === 'value' ? 'mean predicted number' : `mean probability of “${about}”`;
  return [...features]
    .sort((a, b) => range(b) - range(a))
    .slice(0, mostCurves)
    .map(({ feature, kind, grid, points }, index) => {
      const id = `dependence-${index}`;
      const title = `${axis} by ${feature}`;
      const bounds = ({ lower, upper }: (typeof points)[number]) => (lower === null || upper === null ? {} : { lower, upper });
      const picture =
        kind === 'number'
          ? dependenceCurve({ id, title, axis: feature, valueAxis: axis, points: points.map((point, i) => ({ at: Number(grid[i]), value: point.mean, ...bounds(point) })) })
          : intervalPlot({ id, title, axis, width: 420, labelWidth: 120, rows: points.map((point, i) => ({ label: String(grid[i]), estimate: { value: point.mean, n: rows, ...bounds(point) } })) });
      const cells = points.map(({ mean, lower, upper }, i) => html`<tr><td>${typeof grid[i] === 'number' ? figure(grid[i]) : String(grid[i])}</td><td class="number">${figure(mean)}</td><td class="number">${lower === null || upper === null ? 'none' : `${figure(lower)} to ${figure(upper)}`}</td></tr>`);
      return html`<figure class="half"><figcaption>How the answer moves with ${feature} (partial dependence)</figcaption>${asIs(picture)}<details><summary class="small">As a table</summary><table class="small"><thead><tr><th>${feature}</th><th class="number">${axis}</th><th class="number">interval</th></tr></thead><tbody>${cells}</tbody></table></details></figure>`;
    });
}

/** The decisions with the lowest, the middle and the highest answer among those explained. */
function decisions({ method, class: about, unit, features, rows }: Attributions): Markup[] {
  const sorted = [...rows].sort((a, b) => a.output - b.output || a.row - b.row);
  const places = [...new Set([0, Math.floor((sorted.length - 1) / 2), sorted.length - 1])].filter((place) => place >= 0);
  const answer = unit === 'value' ? 'the predicted number' : unit === 'margin' ? `the score for “${about}” before it becomes a probability` : `the probability of “${about}”`;
  return places.map((place, index) => {
    const row = sorted[place]!;
    const left = leftUnexplained(row);
    const steps = stepsOf(reasonsOf(features, row), left, mostSteps, shownValue);
    const title = `Row ${figure(row.row)}: how ${answer} comes about, by ${labelOf('explainability', method)}`;
    const picture = waterfall({ id: `decision-${index}`, title, axis: answer, base: { value: row.base, label: left === 0 ? 'on average' : 'where it begins' }, end: { value: row.output, label: 'this row' }, steps });
    return html`<figure class="whole"><figcaption>${title}</figcaption>${asIs(picture)}<details><summary class="small">As a table</summary><table class="small"><thead><tr><th>Reason</th><th class="number">adds</th><th class="number">± at 95 %</th></tr></thead><tbody>${steps.map(
      ({ label, change, doubt }) => html`<tr><td>${label}</td><td class="number">${figure(change)}</td><td class="number">${figure(doubt)}</td></tr>`,
    )}</tbody></table></details></figure>`;
  });
}

/** A value of a row in words. */
export function shownValue(value: Json): string {
  if (value === null) return 'missing';
  return typeof value === 'number' ? figure(value) : String(value);
}
