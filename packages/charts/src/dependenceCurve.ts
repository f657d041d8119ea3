import { at, band, escapeText, mark, quiet, rule, shown, svg } from './svg.js';
import { linear, niceDomain, ticks } from './scale.js';

export interface DependencePoint {
  readonly at: number;
  readonly value: number;
  /** Left out where there is no interval. */
  readonly lower?: number;
  readonly upper?: number;
}

export interface DependenceCurve {
  readonly id: string;
  readonly title: string;
  /** The feature, with its unit if known. */
  readonly axis: string;
  readonly valueAxis: string;
  /** Ascending. */
  readonly points: readonly DependencePoint[];
  /** Values of single rows at the same places, drawn thin behind the curve. */
  readonly lines?: readonly (readonly number[])[];
  /** Fixed vertical axis, so that several features can be compared; otherwise what the numbers need. */
  readonly domain?: readonly [number, number];
  readonly width?: number;
}

const height = 240;
const left = 56;
const right = 14;
const top = 14;
const bottom = 46;

/** How an answer moves along one number: the curve in its band of doubt, with single rows' lines behind it where they are given. Places where rows are show as ticks on the axis. */
export function dependenceCurve({ id, title, axis, valueAxis, points, lines = [], domain, width = 420 }: DependenceCurve): string {
  const floor = height - bottom;
  const x = linear(niceDomain(points.map((point) => point.at)), left, width - right);
  const y = linear(domain ?? niceDomain([...points.flatMap(({ value, lower, upper }) => [value, lower ?? value, upper ?? value]), ...lines.flat()]), floor, top);
  const path = (values: readonly number[]): string => values.map((value, i) => `${i === 0 ? 'M' : 'L'}${at(x(points[i]!.at))} ${at(y(value))}`).join('');
  const grid =
    ticks(y.domain, 4)
      .map((tick) => `<line x1="${left}" x2="${at(width - right)}" y1="${at(y(tick))}" y2="${at(y(tick))}" stroke="${rule}"/><text x="${left - 8}" y="${at(y(tick) + 4)}" text-anchor="end" fill="${quiet}">${shown(tick)}</text>`)
      .join('') +
    ticks(x.domain, 4)
      .map((tick) => `<text x="${at(x(tick))}" y="${floor + 20}" text-anchor="middle" fill="${quiet}">${shown(tick)}</text>`)
      .join('') +
    points.map((point) => `<line x1="${at(x(point.at))}" x2="${at(x(point.at))}" y1="${floor}" y2="${floor + 5}" stroke="${quiet}"/>`).join('');
  const known = points.filter(({ lower, upper }) => lower !== undefined && upper !== undefined);
  const doubt =
    known.length < 2
      ? ''
      : `<path d="${[...known.map((point) => [point.at, point.upper!] as const), ...[...known].reverse().map((point) => [point.at, point.lower!] as const)].map(([place, value], i) => `${i === 0 ? 'M' : 'L'}${at(x(place))} ${at(y(value))}`).join('')}Z" fill="${band}" stroke="${rule}"/>`;
  const single = lines.map((values) => `<path d="${path(values)}" fill="none" stroke="${quiet}" stroke-width="0.75" opacity="0.35"/>`).join('');
  const dots = points.map((point) => `<circle cx="${at(x(point.at))}" cy="${at(y(point.value))}" r="3" fill="${mark}"><title>${escapeText(sentence(axis, point))}</title></circle>`).join('');
  const curve = points.length === 0 ? `<text x="${left + 8}" y="${top + 20}" fill="${quiet}" font-style="italic">nothing to show</text>` : `<path d="${path(points.map(({ value }) => value))}" fill="none" stroke="${mark}" stroke-width="2"/>${dots}`;
  return svg(
    { width, height, title, description: points.map((point) => sentence(axis, point)).join(' ') || 'Nothing to show.' },
    id,
    `${grid}${doubt}${single}${curve}<text x="${at((left + width - right) / 2)}" y="${height - 8}" text-anchor="middle" fill="${quiet}">${escapeText(axis)}</text>` +
      `<text transform="translate(12 ${at((top + floor) / 2)}) rotate(-90)" text-anchor="middle" fill="${quiet}">${escapeText(valueAxis)}</text>`,
  );
}

function sentence(axis: string, { at: place, value, lower, upper }: DependencePoint): string {
  return `${axis} ${shown(place)}: ${shown(value)}${lower === undefined || upper === undefined ? '' : `, interval ${shown(lower)} to ${shown(upper)}`}.`;
}
