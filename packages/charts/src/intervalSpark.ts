import { at, band, ink, mark, quiet, reference, rule, shown, svg } from './svg.js';
import { linear } from './scale.js';
import type { ChartEstimate } from './intervalPlot.js';

export interface IntervalSpark {
  readonly id: string;
  readonly title: string;
  readonly estimate: ChartEstimate;
  readonly wanted?: { readonly from?: number; readonly to?: number };
  readonly domain: readonly [number, number];
}

const width = 120;
const height = 22;
const margin = 6;

/** A table cell's picture of one number: its interval against the bound that was asked for. */
export function intervalSpark({ id, title, estimate, wanted, domain }: IntervalSpark): string {
  const x = linear(domain, margin, width - margin);
  const clamp = (value: number): number => Math.min(width - margin, Math.max(margin, x(value)));
  const middle = height / 2;
  const base = `<line x1="${margin}" x2="${width - margin}" y1="${middle}" y2="${middle}" stroke="${rule}"/>`;
  const region = wanted
    ? `<rect x="${at(clamp(wanted.from ?? -Infinity))}" y="3" width="${at(clamp(wanted.to ?? Infinity) - clamp(wanted.from ?? -Infinity))}" height="${height - 6}" fill="${band}"/>`
    : '';
  const bounds = [wanted?.from, wanted?.to]
    .filter((end) => end !== undefined)
    .map((end) => `<line x1="${at(clamp(end))}" x2="${at(clamp(end))}" y1="2" y2="${height - 2}" stroke="${reference}" stroke-dasharray="2 2"/>`)
    .join('');
  if (estimate.value === null) {
    const description = `Not estimable: ${estimate.undefinedBecause}`;
    return svg({ width, height, title, description }, id, `${base}<text x="${width / 2}" y="${middle + 4}" text-anchor="middle" fill="${quiet}" font-size="11">—</text>`);
  }
  const { value, lower = value, upper = value } = estimate;
  return svg(
    { width, height, title, description: `${shown(value)}, interval ${shown(lower)} to ${shown(upper)}, n = ${estimate.n}` },
    id,
    `${region}${base}${bounds}<line x1="${at(clamp(lower))}" x2="${at(clamp(upper))}" y1="${middle}" y2="${middle}" stroke="${mark}" stroke-width="4" stroke-opacity="0.45"/><circle cx="${at(clamp(value))}" cy="${middle}" r="3.5" fill="${mark}" stroke="${ink}" stroke-width="0.5"/>`,
  );
}
