import { escapeText } from '@plumbline/charts/svg';

/** Markup that may stand in a page as it is. Only these functions make it; everything else is text and is escaped. */
export interface Markup {
  readonly markup: string;
}

type Part = Markup | string | number | readonly (Markup | string | number)[];

/** A template whose holes are escaped unless they are markup already. */
export function html(parts: TemplateStringsArray, ...holes: readonly Part[]): Markup {
  return { markup: parts.reduce((text, part, index) => text + part + (index < holes.length ? render(holes[index]!) : ''), '') };
}

/** Markup of another maker: the charts escape for themselves. */
export function asIs(markup: string): Markup {
  return { markup };
}

function render(part: Part): string {
  if (typeof part === 'object') return 'markup' in part ? part.markup : part.map(render).join('');
  return escapeText(String(part));
}

/** A number as a reader sees it: four significant digits, and no exponent where it can be helped. */
export function figure(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e15) return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
  return size < 1e-4 || size >= 1e7 ? value.toExponential(3) : String(Number(value.toPrecision(4)));
}
