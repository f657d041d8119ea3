import { at, escapeText, ink, paper, quiet, rule, series, shorten, shown, svg } from './svg.js';

export interface HeatMap {
  readonly id: string;
  readonly title: string;
  /** What the cells hold, with its unit. */
  readonly unit: string;
  readonly rowAxis: string;
  readonly columnAxis: string;
  /** Labels from the top down, and from left to right. */
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** By row and column; null where there is no number, which is left blank. */
  readonly values: readonly (readonly (number | null)[])[];
  /** Cells that rest on nobody: hatched, their number kept. By row and column. */
  readonly isEmpty?: readonly (readonly boolean[])[];
}

const cellWidth = 52;
const cellHeight = 28;
const left = 132;
const right = 12;
const top = 34;
const bottom = 92; // holds labels of columns that lean
const characterWidth = 6.9; // of the widest of the fonts that a page may end up with, at 12 px
/** Of the strongest colour: ink on it is still read. */
const strongest = 0.5;

/** A number for each pair of two lists: above 0 in one colour, below in another, the further from 0 the stronger; the number itself stands in the cell, with its sign. */
export function heatMap({ id, title, unit, rowAxis, columnAxis, rows, columns, values, isEmpty }: HeatMap): string {
  const width = left + Math.max(4, columns.length) * cellWidth + right;
  const height = top + Math.max(1, rows.length) * cellHeight + bottom;
  const cells = values.flatMap((line, i) => line.flatMap((value, j) => (value === null ? [] : [{ i, j, value, label: `${rows[i]} and ${columns[j]}` }])));
  const largest = Math.max(0, ...cells.map(({ value }) => Math.abs(value)));
  const hatch = `${id.replace(/[^A-Za-z0-9_-]/g, '-')}-h`;
  const isSigned = cells.some(({ value }) => value < 0);
  const figure = (value: number): string => `${value < 0 ? '−' : value > 0 && isSigned ? '+' : ''}${inCell(Math.abs(value), largest)}`;

  const body = cells.map(({ i, j, value, label }) => {
    const [x, y] = [left + j * cellWidth, top + i * cellHeight];
    const box = `x="${at(x)}" y="${at(y)}" width="${cellWidth}" height="${cellHeight}"`;
    const bare = isEmpty?.[i]?.[j] === true;
    const opacity = largest === 0 ? 0 : (strongest * Math.abs(value)) / largest;
    return (
      `<g><rect ${box} fill="${value < 0 ? series[1] : series[0]}" fill-opacity="${at(opacity)}" stroke="${rule}"/>${bare ? `<rect ${box} fill="url(#${hatch})"/>` : ''}` +
      `<text x="${at(x + cellWidth / 2)}" y="${at(y + cellHeight / 2 + 4)}" text-anchor="middle" font-size="11" style="font-variant-numeric:tabular-nums" fill="${ink}"${bare ? ` stroke="${paper}" stroke-width="3" paint-order="stroke"` : ''}>${figure(value)}</text>` +
      `<title>${escapeText(`${label}: ${shown(value)}${bare ? ', where nobody is near' : ''}`)}</title></g>`
    );
  });
  const rowNames = rows.map((row, i) => `<text x="${left - 10}" y="${at(top + (i + 0.5) * cellHeight + 4)}" text-anchor="end" fill="${ink}">${escapeText(shorten(row, Math.floor((left - 10) / characterWidth)))}<title>${escapeText(row)}</title></text>`);
  const columnNames = columns.map((column, j) => {
    const [x, y] = [left + (j + 0.5) * cellWidth + 4, top + rows.length * cellHeight + 14];
    return `<text x="${at(x)}" y="${at(y)}" text-anchor="end" transform="rotate(-35 ${at(x)} ${at(y)})" fill="${ink}">${escapeText(shorten(column, 13))}<title>${escapeText(column)}</title></text>`;
  });
  return svg(
    { width, height, title, description: described(cells, unit) },
    id,
    `<defs><pattern id="${hatch}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line x1="0" y1="0" x2="0" y2="6" stroke="${rule}" stroke-width="3"/></pattern></defs>` +
      `<text x="${left - 10}" y="${top - 14}" text-anchor="end" fill="${quiet}">${escapeText(shorten(rowAxis, 18))}</text>` +
      `<text x="${left}" y="${top - 14}" fill="${quiet}">${escapeText(unit)}</text>` +
      `${body.join('')}${rowNames.join('')}${columnNames.join('')}<text x="${at((left + width - right) / 2)}" y="${height - 8}" text-anchor="middle" fill="${quiet}">${escapeText(columnAxis)}</text>`,
  );
}

/** Three significant digits of the largest, and for all as many decimals, so that cells can be compared at a glance and fit; the whole number is in the cell's title. */
function inCell(size: number, largest: number): string {
  const decimals = Math.min(5, Math.max(0, 2 - Math.floor(Math.log10(largest))));
  return size === 0 ? '0' : largest < 1e-3 || largest >= 1e6 ? shown(size, 2) : size.toFixed(decimals);
}

/** The ends: every cell read out would be heard by nobody to its end, and stands in the table. */
function described(cells: readonly { readonly value: number; readonly label: string }[], unit: string): string {
  if (cells.length === 0) return 'Nothing to show.';
  const sorted = [...cells].sort((a, b) => a.value - b.value);
  const [low, high] = [sorted[0]!, sorted.at(-1)!];
  return `${unit}, ${cells.length} cells. Lowest ${shown(low.value)}, for ${low.label}; highest ${shown(high.value)}, for ${high.label}.`;
}
