/** Text as it may stand in SVG or HTML, attributes included. Control characters, which XML cannot hold, become U+FFFD. */
export function escapeText(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Characters a label may take before it is cut; the whole text stays in its <title>. */
export function shorten(text: string, length: number): string {
  const characters = [...text];
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('')}…`;
}

/** A coordinate with two decimals at most, so that the same data always give the same bytes. */
export function at(value: number): string {
  return String(Math.round(value * 100) / 100 + 0);
}

/** A number for people: at most `digits` significant digits, no exponent between 1e−4 and 1e6. */
export function shown(value: number, digits = 3): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size < 1e-4 || size >= 1e6) return value.toExponential(digits - 1);
  return String(Number(value.toPrecision(digits)));
}

export interface Frame {
  readonly width: number;
  readonly height: number;
  /** Read out by screen readers; the description says what the picture shows, in numbers. */
  readonly title: string;
  readonly description: string;
}

/**
 * One picture. Colours are CSS variables with fallbacks, so that a page in dark colours can set its own and a file on its own still prints well.
 * `id` must be distinct within a page.
 */
export function svg({ width, height, title, description }: Frame, id: string, body: string): string {
  const safeId = id.replace(/[^A-Za-z0-9_-]/g, '-');
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="${safeId}-t ${safeId}-d" viewBox="0 0 ${at(width)} ${at(height)}" ` +
    `width="100%" style="max-width:${at(width)}px;height:auto" font-family="inherit" font-size="12">` +
    `<title id="${safeId}-t">${escapeText(title)}</title><desc id="${safeId}-d">${escapeText(description)}</desc>${body}</svg>`
  );
}

export const ink = 'var(--chart-ink, #1b2733)';
export const quiet = 'var(--chart-quiet, #5b6875)';
export const rule = 'var(--chart-rule, #d9dfe5)';
export const mark = 'var(--chart-mark, #1f5fa8)';
export const reference = 'var(--chart-reference, #9a4b00)';
export const band = 'var(--chart-band, #e6f0e6)';
export const paper = 'var(--chart-paper, #ffffff)';
/** Told apart by their point's shape and dash as well as by hue. */
export const series = ['var(--chart-series-1, #1f5fa8)', 'var(--chart-series-2, #9a4b00)', 'var(--chart-series-3, #2f6f4f)', 'var(--chart-series-4, #6b3fa0)'] as const;
