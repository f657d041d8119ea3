import { at, escapeText, ink, quiet, rule, series, shown, svg } from './svg.js';
import { linear, niceDomain, ticks } from './scale.js';
import type { ChartEstimate } from './intervalPlot.js';

export interface CurveSeries {
  readonly label: string;
  readonly points: readonly { readonly strength: number; readonly estimate: ChartEstimate }[];
}

export interface RobustnessCurve {
  readonly id: string;
  readonly title: string;
  readonly strengthAxis: string;
  readonly valueAxis: string;
  readonly series: readonly CurveSeries[];
  /** The vertical axis holds what the numbers need, and not a share from 0 to 1. */
  readonly fitted?: boolean;
}

const width = 680;
const height = 320;
const left = 60;
const right = 24;
const top = 46;
const bottom = 52;

const dashes = ['', '6 3', '2 3', '8 3 2 3'];

/** Share that holds against strength of the perturbation, one line an attack, each point with its interval. */
export function robustnessCurve({ id, title, strengthAxis, valueAxis, series: lines, fitted = false }: RobustnessCurve): string {
  const strengths = lines.flatMap((line) => line.points.map((point) => point.strength));
  const x = linear(niceDomain(strengths, [0]), left, width - right);
  const values = lines.flatMap(({ points }) => points.flatMap(({ estimate }) => (estimate.value === null ? [] : [estimate.value, estimate.lower ?? estimate.value, estimate.upper ?? estimate.value])));
  const y = linear(fitted ? niceDomain(values) : [0, 1], height - bottom, top);
  const floor = height - bottom;
  const grid =
    ticks(y.domain, 5)
      .map((tick) => `<line x1="${left}" x2="${width - right}" y1="${at(y(tick))}" y2="${at(y(tick))}" stroke="${rule}"/><text x="${left - 8}" y="${at(y(tick) + 4)}" text-anchor="end" fill="${quiet}">${shown(tick)}</text>`)
      .join('') +
    ticks(x.domain, 6)
      .map((tick) => `<text x="${at(x(tick))}" y="${floor + 18}" text-anchor="middle" fill="${quiet}">${shown(tick)}</text>`)
      .join('');
  const bodies = lines.map((line, index) => drawLine(line, index)).join('');

  function drawLine({ label, points }: CurveSeries, index: number): string {
    const colour = series[index % series.length]!;
    const known = points.flatMap(({ strength, estimate }) => (estimate.value === null ? [] : [{ strength, ...estimate, value: estimate.value }]));
    // Attacks of equal strength are drawn side by side, so that no interval hides another.
    const shift = (index - (lines.length - 1) / 2) * 7;
    const place = (strength: number): number => x(strength) + shift;
    const path = known.map((point, i) => `${i === 0 ? 'M' : 'L'}${at(place(point.strength))} ${at(y(point.value))}`).join('');
    const marks = known
      .map((point) => {
        const cx = at(place(point.strength));
        const whisker = point.lower === undefined || point.upper === undefined ? '' : `<line x1="${cx}" x2="${cx}" y1="${at(y(point.lower))}" y2="${at(y(point.upper))}" stroke="${colour}" stroke-width="2"/>`;
        return `<g>${whisker}${shape(index, place(point.strength), y(point.value), colour)}<title>${escapeText(sentence(label, point.strength, point))}</title></g>`;
      })
      .join('');
    const legendX = 40 + index * 212;
    const legend = `<line x1="${legendX}" x2="${legendX + 28}" y1="18" y2="18" stroke="${colour}" stroke-width="2" stroke-dasharray="${dashes[index % dashes.length]}"/>${shape(index, legendX + 14, 18, colour)}<text x="${legendX + 36}" y="22" fill="${ink}">${escapeText(label)}</text>`;
    return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="1.5" stroke-dasharray="${dashes[index % dashes.length]}"/>${marks}${legend}`;
  }

  const description = lines.flatMap(({ label, points }) => points.map(({ strength, estimate }) => sentence(label, strength, estimate))).join(' ') || 'Nothing to show.';
  const empty = strengths.length === 0 ? `<text x="${left + 12}" y="${top + 20}" fill="${quiet}" font-style="italic">nothing to show</text>` : '';
  return svg(
    { width, height, title, description },
    id,
    `${grid}${bodies}${empty}<text x="${at((left + width - right) / 2)}" y="${height - 10}" text-anchor="middle" fill="${quiet}">${escapeText(strengthAxis)}</text>` +
      `<text transform="translate(14 ${at((top + floor) / 2)}) rotate(-90)" text-anchor="middle" fill="${quiet}">${escapeText(valueAxis)}</text>`,
  );
}

function shape(index: number, x: number, y: number, colour: string): string {
  switch (index % 4) {
    case 0:
      return `<circle cx="${at(x)}" cy="${at(y)}" r="4" fill="${colour}"/>`;
    case 1:
      return `<rect x="${at(x - 4)}" y="${at(y - 4)}" width="8" height="8" fill="${colour}"/>`;
    case 2:
      return `<path d="M${at(x)} ${at(y - 5)}L${at(x + 5)} ${at(y + 4)}L${at(x - 5)} ${at(y + 4)}Z" fill="${colour}"/>`;
    default:
      return `<path d="M${at(x)} ${at(y - 5)}L${at(x + 5)} ${at(y)}L${at(x)} ${at(y + 5)}L${at(x - 5)} ${at(y)}Z" fill="${colour}"/>`;
  }
}

function sentence(label: string, strength: number, estimate: ChartEstimate): string {
  if (estimate.value === null) return `${label} at ${shown(strength)}: not estimable, ${estimate.undefinedBecause}.`;
  const doubt = estimate.lower === undefined || estimate.upper === undefined ? '' : `, interval ${shown(estimate.lower)} to ${shown(estimate.upper)}`;
  return `${label} at ${shown(strength)}: ${shown(estimate.value)}${doubt} (n = ${estimate.n}).`;
}
