import { at, escapeText, ink, paper, quiet, reference, rule, series, shorten, shown, svg } from './svg.js';
import { linear, niceDomain, ticks } from './scale.js';

export interface WaterfallStep {
  readonly label: string;
  readonly change: number;
  /** Half the width of the interval of the change; 0 where it is exact. */
  readonly doubt: number;
}

export interface Waterfall {
  readonly id: string;
  readonly title: string;
  readonly axis: string;
  /** Where it begins, and what that is. */
  readonly base: { readonly value: number; readonly label: string };
  /** Where it ends; drawn as given, so that a picture whose steps do not add up shows it. */
  readonly end: { readonly value: number; readonly label: string };
  /** In the order drawn, from the base on. */
  readonly steps: readonly WaterfallStep[];
  readonly width?: number;
  readonly labelWidth?: number;
}

const rowHeight = 28;
const top = 14;
const bottom = 44;
const characterWidth = 6.9; // of the widest of the fonts that a page may end up with, at 12 px
const right = 78; // holds "+0.1234"
const rising = series[0];
const falling = series[1];

/** How a number comes about from a base by steps, each a bar from where the last ended; whiskers are the doubt of a step. Direction is told by arrow and sign, not by colour alone. */
export function waterfall({ id, title, axis, base, end, steps, width = 680, labelWidth: left = 190 }: Waterfall): string {
  const height = top + (steps.length + 2) * rowHeight + bottom;
  const floor = height - bottom;
  const bars = steps.reduce<{ step: WaterfallStep; from: number; to: number }[]>((done, step) => {
    const from = done.at(-1)?.to ?? base.value;
    return [...done, { step, from, to: from + step.change }];
  }, []);
  const reach = bars.flatMap(({ step, from, to }) => [from, to - step.doubt, to + step.doubt]);
  const x = linear(niceDomain([base.value, end.value, ...reach]), left, width - right);
  const middle = (index: number): number => top + (index + 0.5) * rowHeight;

  const grid = ticks(x.domain, 5)
    .map((tick) => `<line x1="${at(x(tick))}" x2="${at(x(tick))}" y1="${top}" y2="${at(floor)}" stroke="${rule}"/><text x="${at(x(tick))}" y="${at(floor + 16)}" text-anchor="middle" fill="${quiet}">${shown(tick)}</text>`)
    .join('');
  const name = (text: string, y: number, weight = ''): string =>
    `<text x="${left - 12}" y="${at(y + 4)}" text-anchor="end" fill="${ink}"${weight}>${escapeText(shorten(text, Math.floor((left - 12) / characterWidth)))}<title>${escapeText(text)}</title></text>`;
  const figure = (text: string, y: number, weight = ''): string => `<text x="${width - right + 12}" y="${at(y + 4)}" fill="${ink}" style="font-variant-numeric:tabular-nums"${weight}>${text}</text>`;
  const pole = (value: number, label: string, index: number): string => {
    const y = middle(index);
    const bold = ' font-weight="600"';
    return `<g>${name(label, y, bold)}<line x1="${at(x(value))}" x2="${at(x(value))}" y1="${at(y - 10)}" y2="${at(y + 10)}" stroke="${reference}" stroke-width="3"/>${figure(shown(value), y, bold)}</g>`;
  };
  const bar = ({ step, from, to }: (typeof bars)[number], index: number): string => {
    const y = middle(index + 1);
    const [low, high] = [x(Math.min(from, to)), x(Math.max(from, to))];
    const point = Math.min(6, high - low);
    const tip = step.change >= 0 ? `${at(low)},${at(y - 8)} ${at(high - point)},${at(y - 8)} ${at(high)},${at(y)} ${at(high - point)},${at(y + 8)} ${at(low)},${at(y + 8)}` : `${at(high)},${at(y - 8)} ${at(low + point)},${at(y - 8)} ${at(low)},${at(y)} ${at(low + point)},${at(y + 8)} ${at(high)},${at(y + 8)}`;
    const whisker =
      step.doubt === 0
        ? ''
        : [
            `<line x1="${at(x(to - step.doubt))}" x2="${at(x(to + step.doubt))}" y1="${at(y)}" y2="${at(y)}" stroke="${paper}" stroke-width="4"/>`,
            `<line x1="${at(x(to - step.doubt))}" x2="${at(x(to + step.doubt))}" y1="${at(y)}" y2="${at(y)}" stroke="${ink}" stroke-width="1.5"/>`,
            ...[to - step.doubt, to + step.doubt].map((edge) => `<line x1="${at(x(edge))}" x2="${at(x(edge))}" y1="${at(y - 4)}" y2="${at(y + 4)}" stroke="${ink}" stroke-width="1.5"/>`),
          ].join('');
    const link = `<line x1="${at(x(to))}" x2="${at(x(to))}" y1="${at(y + 8)}" y2="${at(y + rowHeight - 8)}" stroke="${quiet}" stroke-dasharray="2 2"/>`;
    return `<g>${name(step.label, y)}<polygon points="${tip}" fill="${step.change >= 0 ? rising : falling}"/>${whisker}${link}${figure(signed(step.change), y)}<title>${escapeText(sentence(step))}</title></g>`;
  };
  return svg(
    { width, height, title, description: [`From ${base.label}, ${shown(base.value)}.`, ...steps.map(sentence), `To ${end.label}, ${shown(end.value)}.`].join(' ') },
    id,
    `${grid}${pole(base.value, base.label, 0)}${bars.map(bar).join('')}${pole(end.value, end.label, steps.length + 1)}<text x="${at((left + width - right) / 2)}" y="${height - 8}" text-anchor="middle" fill="${quiet}">${escapeText(axis)}</text>`,
  );
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${shown(Math.abs(value))}`;
}

function sentence({ label, change, doubt }: WaterfallStep): string {
  return `${label}: ${signed(change)}${doubt === 0 ? '' : ` ± ${shown(doubt)}`}.`;
}
