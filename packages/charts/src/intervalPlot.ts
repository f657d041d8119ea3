import { at, band, escapeText, ink, mark, paper, quiet, reference, rule, shorten, shown, svg } from './svg.js';
import { linear, niceDomain, ticks } from './scale.js';

export type ChartEstimate =
  | { readonly value: number; readonly n: number; readonly lower?: number; readonly upper?: number }
  | { readonly value: null; readonly n: number; readonly undefinedBecause: string };

export interface IntervalRow {
  readonly label: string;
  readonly estimate: ChartEstimate;
}

export interface IntervalPlot {
  readonly id: string;
  readonly title: string;
  /** What the axis measures, with its unit. */
  readonly axis: string;
  readonly rows: readonly IntervalRow[];
  /** A line at one value, e.g. the overall rate. */
  readonly line?: { readonly value: number; readonly label: string };
  /** The part of the axis that a policy asks for; an end left out is open. */
  readonly wanted?: { readonly from?: number; readonly to?: number };
  /** Fixed axis; otherwise what the numbers need. */
  readonly domain?: readonly [number, number];
  /** Of the whole picture, and of the labels at its left, where they are short. */
  readonly width?: number;
  readonly labelWidth?: number;
}

const rowHeight = 30;
const top = 30;
const bottom = 44;
const characterWidth = 6.9; // of the widest of the fonts that a page may end up with, at 12 px
const right = 96; // holds "n = 1,234,567"

/** One row a group or feature: a point with its interval on a common axis, n at the right. What is not estimable is hatched and says why. */
export function intervalPlot({ id, title, axis, rows, line, wanted, domain, width = 680, labelWidth: left = 190 }: IntervalPlot): string {
  const height = top + Math.max(1, rows.length) * rowHeight + bottom;
  const numbers = rows.flatMap(({ estimate }) => (estimate.value === null ? [] : [estimate.value, estimate.lower ?? estimate.value, estimate.upper ?? estimate.value]));
  const x = linear(domain ?? niceDomain(numbers, [...(line ? [line.value] : []), ...[wanted?.from, wanted?.to].filter((end) => end !== undefined)]), left, width - right);
  const clamp = (value: number): number => Math.min(width - right, Math.max(left, x(value)));
  const floor = height - bottom;
  const hatch = `${id.replace(/[^A-Za-z0-9_-]/g, '-')}-h`;

  const shaded = wanted
    ? `<rect x="${at(clamp(wanted.from ?? -Infinity))}" y="${top - 8}" width="${at(clamp(wanted.to ?? Infinity) - clamp(wanted.from ?? -Infinity))}" height="${at(floor - top + 8)}" fill="${band}"/>`
    : '';
  const grid = ticks(x.domain, 5)
    .map((tick) => `<line x1="${at(x(tick))}" x2="${at(x(tick))}" y1="${top - 8}" y2="${at(floor)}" stroke="${rule}"/><text x="${at(x(tick))}" y="${at(floor + 16)}" text-anchor="middle" fill="${quiet}">${shown(tick)}</text>`)
    .join('');
  const lineMark = line
    ? `<line x1="${at(clamp(line.value))}" x2="${at(clamp(line.value))}" y1="${top - 8}" y2="${at(floor)}" stroke="${reference}" stroke-dasharray="4 3"/><text x="${at(clamp(line.value))}" y="${top - 13}" text-anchor="middle" fill="${reference}">${escapeText(line.label)}</text>`
    : '';
  const body = rows.map((row, index) => drawRow(row, top + (index + 0.5) * rowHeight)).join('');

  function drawRow({ label, estimate }: IntervalRow, y: number): string {
    const name = `<text x="${left - 12}" y="${at(y + 4)}" text-anchor="end" fill="${ink}">${escapeText(shorten(label, Math.floor((left - 12) / characterWidth)))}<title>${escapeText(label)}</title></text>`;
    const size = `<text x="${width - right + 12}" y="${at(y + 4)}" fill="${quiet}" style="font-variant-numeric:tabular-nums">n = ${estimate.n.toLocaleString('en-US')}</text>`;
    if (estimate.value === null) {
      const room = Math.floor((width - right - left - 8) / characterWidth);
      return (
        `<g>${name}<rect x="${left}" y="${at(y - 8)}" width="${width - right - left}" height="16" fill="url(#${hatch})"/>` +
        `<text x="${left + 8}" y="${at(y + 4)}" fill="${quiet}" font-style="italic" stroke="${paper}" stroke-width="4" paint-order="stroke">${escapeText(shorten(`not estimable: ${estimate.undefinedBecause}`, room))}<title>${escapeText(estimate.undefinedBecause)}</title></text>${size}</g>`
      );
    }
    const { value, lower, upper } = estimate;
    const whisker =
      lower === undefined || upper === undefined
        ? ''
        : `<line x1="${at(clamp(lower))}" x2="${at(clamp(upper))}" y1="${at(y)}" y2="${at(y)}" stroke="${mark}" stroke-width="2"/>` +
          [lower, upper].map((end) => `<line x1="${at(clamp(end))}" x2="${at(clamp(end))}" y1="${at(y - 5)}" y2="${at(y + 5)}" stroke="${mark}" stroke-width="2"/>`).join('');
    return `<g>${name}${whisker}<circle cx="${at(clamp(value))}" cy="${at(y)}" r="4.5" fill="${mark}"/>${size}<title>${escapeText(sentence(label, estimate))}</title></g>`;
  }

  const empty = rows.length === 0 ? `<text x="${left}" y="${top + 18}" fill="${quiet}" font-style="italic">nothing to show</text>` : '';
  return svg(
    { width, height, title, description: rows.map(({ label, estimate }) => sentence(label, estimate)).join(' ') || 'Nothing to show.' },
    id,
    `<defs><pattern id="${hatch}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line x1="0" y1="0" x2="0" y2="6" stroke="${rule}" stroke-width="3"/></pattern></defs>` +
      `${shaded}${grid}${lineMark}${body}${empty}<text x="${at((left + width - right) / 2)}" y="${height - 8}" text-anchor="middle" fill="${quiet}">${escapeText(axis)}</text>`,
  );
}

function sentence(label: string, estimate: ChartEstimate): string {
  if (estimate.value === null) return `${label}: not estimable, ${estimate.undefinedBecause} (n = ${estimate.n}).`;
  const doubt = estimate.lower === undefined || estimate.upper === undefined ? '' : `, interval ${shown(estimate.lower)} to ${shown(estimate.upper)}`;
  return `${label}: ${shown(estimate.value)}${doubt} (n = ${estimate.n}).`;
}
