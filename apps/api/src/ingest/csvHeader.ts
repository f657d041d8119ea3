import { ExplainError } from '@plumbline/explain-core/errors';
import { readDecimal } from './decimal.js';
import { limits, separators, type Separator } from './rules.js';

const sniffedRecords = 200;

export interface Header {
  readonly separator: Separator;
  readonly names: string[];
  /** Where the first row of data starts. */
  readonly end: number;
  readonly looksLikeData: boolean;
}

/** The header of a CSV file from its first bytes; null where they do not reach to its end and more can be had. */
export function readHeader(head: Buffer, isWhole: boolean, asked: Separator | undefined, filename: string): Header | null {
  const start = afterEmptyLines(head);
  if (start === head.length) {
    if (!isWhole) return null;
    throw new ExplainError('BAD_DATA', `"${filename}" holds nothing but empty lines. Expected a header row and at least one row of data.`);
  }
  const separator = asked ?? sniffSeparator(head, start, isWhole);
  const record = splitRecord(head, start, separator, isWhole);
  if (record === null) return null;
  if (record.openQuote !== null) {
    throw new ExplainError('BAD_DATA', `A quote was opened in the header, column ${record.openQuote + 1}, and not closed before the end of the file. Close it, or double it ("") where the quote is part of the name.`);
  }
  const names = record.cells;
  checkNames(names, filename);
  return { separator, names, end: record.next, looksLikeData: names.some((name) => typeof readDecimal(name) === 'number') };
}

export function checkNames(names: readonly string[], filename: string): void {
  if (names.length === 0) throw new ExplainError('BAD_DATA', `"${filename}" has no columns.`);
  if (names.length > limits.columns) {
    throw new ExplainError('BAD_DATA', `"${filename}" has more than ${limits.columns.toLocaleString('en')} columns, which is the most that is read. Check the separator, or split the file.`);
  }
  const empty = names.flatMap((name, index) => (name === '' ? [index + 1] : []));
  if (empty.length > 0) {
    throw new ExplainError('BAD_DATA', `The header has no name for column ${listed(empty.map(String))} of ${names.length}. Name every column, and take away separators at the line ends.`);
  }
  const positions = new Map<string, number[]>();
  names.forEach((name, index) => positions.set(name, [...(positions.get(name) ?? []), index + 1]));
  const duplicates = [...positions].filter(([, at]) => at.length > 1);
  if (duplicates.length > 0) {
    throw new ExplainError('BAD_DATA', `The header names some columns more than once: ${listed(duplicates.map(([name, at]) => `"${name}" (columns ${at.join(', ')})`))}. Give every column its own name.`);
  }
  const long = names.find((name) => name.length > limits.nameLength);
  if (long !== undefined) throw new ExplainError('BAD_DATA', `A column's name has ${long.length} characters ("${long.slice(0, 40)}…"); at most ${limits.nameLength} are allowed. Is the first row a header?`);
  if (names.includes('__proto__')) throw new ExplainError('BAD_DATA', 'A column is named "__proto__", which programs take for something else. Rename it.');
  const broken = names.find((name) => name.includes('\0'));
  if (broken !== undefined) throw new ExplainError('BAD_DATA', `The column name ${JSON.stringify(broken.slice(0, 40))} holds a NUL character, which cannot be stored. Rename it.`);
}

function listed(items: readonly string[]): string {
  return items.slice(0, 10).join(', ') + (items.length > 10 ? ` and ${items.length - 10} more` : '');
}

function afterEmptyLines(head: Buffer): number {
  let at = 0;
  let lineStart = 0;
  while (at < head.length && (head[at] === 32 || head[at] === 10 || head[at] === 13)) {
    at++;
    if (head[at - 1] !== 32) lineStart = at;
  }
  return at === head.length ? at : lineStart;
}

/**
 * The separator that cuts the header into at least two cells and most records into as many as the header; of equals the one that gives more cells, then the
 * order of `separators`. Where none cuts the header, there is one column.
 */
function sniffSeparator(head: Buffer, start: number, isWhole: boolean): Separator {
  let best: { separator: Separator; share: number; cells: number } | null = null;
  for (const separator of separators) {
    const counts: number[] = [];
    let at = start;
    while (at < head.length && counts.length < sniffedRecords) {
      const record = splitRecord(head, at, separator, isWhole, true);
      if (record === null) break;
      if (record.next > at && !record.isEmptyLine) counts.push(record.count);
      at = record.next;
    }
    if (counts.length === 0 || counts[0] < 2) continue;
    const share = counts.filter((count) => count === counts[0]).length / counts.length;
    if (best === null || share > best.share || (share === best.share && counts[0] > best.cells)) best = { separator, share, cells: counts[0] };
  }
  return best?.separator ?? ',';
}

interface Record {
  readonly cells: string[];
  readonly count: number;
  readonly next: number;
  readonly openQuote: number | null;
  readonly isEmptyLine: boolean;
}

/** One record, cut as the row reader cuts; null where its end has not come. Text after a closing quote is let pass: the row reader complains of it. */
function splitRecord(bytes: Buffer, start: number, separator: string, isWhole: boolean, countOnly = false): Record | null {
  const cut = separator.charCodeAt(0);
  const isBlank = (byte: number): boolean => byte === 32 || (byte === 9 && cut !== 9);
  const cells: string[] = [];
  let count = 0;
  let at = start;
  for (;;) {
    while (at < bytes.length && isBlank(bytes[at])) at++;
    let from = at;
    let to: number;
    if (bytes[at] === 34) {
      let close = at + 1;
      for (;;) {
        close = bytes.indexOf(34, close);
        if (close < 0) return isWhole ? { cells, count: count + 1, next: bytes.length, openQuote: count, isEmptyLine: false } : null;
        if (bytes[close + 1] !== 34) break;
        close += 2;
      }
      from = at + 1;
      to = close;
      at = close + 1;
    } else to = -1;
    while (at < bytes.length && bytes[at] !== cut && bytes[at] !== 10 && bytes[at] !== 13) at++;
    if (at >= bytes.length && !isWhole) return null;
    count++;
    if (!countOnly && count <= limits.columns + 1) {
      if (to >= 0) cells.push(bytes.toString('utf8', from, to).replaceAll('""', '"').trim());
      else cells.push(bytes.toString('utf8', from, at).trim());
    }
    if (bytes[at] !== cut || at >= bytes.length) {
      const next = at >= bytes.length ? bytes.length : bytes[at] === 13 && bytes[at + 1] === 10 ? at + 2 : at + 1;
      return { cells, count, next, openQuote: null, isEmptyLine: count === 1 && from === at };
    }
    at++;
  }
}
