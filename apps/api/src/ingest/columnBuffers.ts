import { ExplainError } from '@plumbline/explain-core/errors';
import type { ColumnInfo, ColumnKind, ColumnRole } from '@plumbline/explain-core/data/table';
import { ByteDictionary, full, hashOf } from './byteDictionary.js';
import { NumberSummary } from './numberSummary.js';
import { readDecimal } from './decimal.js';
import { limits } from './rules.js';
import { firstAppearance, type RawChunk, type RawColumn } from './rawChunk.js';

export const numberKind = 0;
export const categoryKind = 1;
export const textKind = 2;
const kindNames: readonly ColumnKind[] = ['number', 'category', 'text'];

export interface ColumnPlan {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Asked for: a cell that does not fit is an error, not a reason to take a wider kind. */
  readonly fixed: boolean;
  readonly role: ColumnRole;
}

/** What happened to the cells of a column on the way in. */
export interface CellCounts {
  readonly name: string;
  /** Cells without blanks that stood around them. */
  readonly trimmed: number;
  /** Numbers written with zeros in front, such as 007. */
  readonly leadingZeros: number;
  /** Whole numbers over 2^53, rounded because the column was asked to be numbers. */
  readonly roundedIntegers: number;
  /** How often each missing mark stood for a missing value; `null` are nulls of a typed file. */
  readonly missing: Readonly<Record<string, number>>;
}

export const trimmedEvent = 0;
export const leadingZerosEvent = 1;
export const roundedEvent = 2;
export const nullEvent = 3;
const firstMarkEvent = 4;

const whole = { start: 0, end: 0 };

interface Texts {
  offsets: Int32Array;
  bytes: Buffer;
  readonly present: Uint8Array;
}

/**
 * The rows of one chunk while they are read, and what is summed up over all chunks. A row counts only once it is committed; until then its cells may
 * be written again, because a reader meets rows whose end has not come yet.
 */
export class ColumnBuffers {
  readonly kinds: Uint8Array;
  readonly numbers: Float64Array[];
  readonly codes: Int32Array[];
  readonly dictionaries: (ByteDictionary | null)[];
  rows = 0;
  totalRows = 0;
  /** A kind was too narrow: what is read from here on only serves to find the right one. */
  contradicted = false;
  /** More text than a chunk may hold: chunks must have fewer rows. */
  tooMuchText = false;
  private readonly texts: (Texts | null)[];
  private readonly summaries: NumberSummary[];
  private readonly missing: Float64Array;
  private readonly marks: readonly Buffer[];
  private readonly markSet: ReadonlyMap<string, number>;
  private readonly longestMark: number;
  private readonly eventKinds: number;
  private readonly eventCounts: Float64Array;
  private events: Int32Array;
  private eventsInRow = 0;
  private textColumns: number[] = [];

  constructor(
    private readonly plans: readonly ColumnPlan[],
    missing: readonly string[],
    readonly capacity: number,
  ) {
    this.marks = [...new Set(missing)].map((mark) => Buffer.from(mark));
    this.markSet = new Map([...new Set(missing)].map((mark, index) => [Buffer.from(mark).toString('latin1'), index]));
    this.longestMark = this.marks.reduce((longest, mark) => Math.max(longest, mark.length), 0);
    this.kinds = Uint8Array.from(plans, (plan) => kindNames.indexOf(plan.kind));
    this.numbers = plans.map(({ kind }) => new Float64Array(kind === 'number' ? capacity : 0));
    this.codes = plans.map(({ kind }) => new Int32Array(kind === 'category' ? capacity : 0));
    this.dictionaries = plans.map(({ kind }) => (kind === 'category' ? this.newDictionary() : null));
    this.texts = plans.map(({ kind }) => (kind === 'text' ? newTexts(capacity) : null));
    this.textColumns = plans.flatMap(({ kind }, column) => (kind === 'text' ? [column] : []));
    this.summaries = plans.map(() => new NumberSummary());
    this.missing = new Float64Array(plans.length);
    this.eventKinds = firstMarkEvent + this.marks.length;
    this.eventCounts = new Float64Array(plans.length * this.eventKinds);
    this.events = new Int32Array(plans.length * 4 + 16);
  }

  get full(): boolean {
    return this.rows === this.capacity;
  }

  note(column: number, event: number): void {
    if (this.eventsInRow === this.events.length) {
      const grown = new Int32Array(this.events.length * 2);
      grown.set(this.events);
      this.events = grown;
    }
    this.events[this.eventsInRow++] = column * this.eventKinds + event;
  }

  commitRow(): void {
    const { events, eventCounts } = this;
    for (let i = 0; i < this.eventsInRow; i++) eventCounts[events[i]]++;
    this.eventsInRow = 0;
    this.totalRows++;
    this.rows++;
    if (this.textColumns.length > 0 && !this.contradicted && this.textBytes > limits.chunkTextBytes) this.tooMuchText = this.contradicted = true;
    if (this.contradicted) this.rows = 0; // rows are not kept any more
  }

  dropRow(): void {
    this.eventsInRow = 0;
  }

  putNumber(column: number, value: number): void {
    this.numbers[column][this.rows] = value;
  }

  putNull(column: number): void {
    this.note(column, nullEvent);
    this.putMissing(column);
  }

  /** The cell buffer[start, end), which any kind of column takes; blanks around it are taken off by the caller where they are not part of it. */
  putCell(column: number, buffer: Buffer, start: number, end: number): void {
    const kind = this.kinds[column];
    if (kind === categoryKind) {
      trim(buffer, start, end);
      const isPadded = whole.start > start || whole.end < end; // within quotes: the blanks are part of a level, but not of a missing mark
      const mark = isPadded ? this.markAt(buffer, whole.start, whole.end) : -1;
      if (mark >= 0) this.putMark(column, mark);
      else this.putCategory(column, buffer, start, end, hashOf(buffer, start, end));
    } else if (kind === numberKind) this.putDecimal(column, buffer, start, end);
    else this.putText(column, buffer, start, end);
  }

  putCategory(column: number, buffer: Buffer, start: number, end: number, hash: number): void {
    const code = this.dictionaries[column]!.codeOf(buffer, start, end, hash);
    if (code >= 0) this.codes[column][this.rows] = code;
    else if (code === full) this.putIntoFull(column, buffer, start, end);
    else this.putMark(column, code + this.marks.length);
  }

  private putIntoFull(column: number, buffer: Buffer, start: number, end: number): void {
    trim(buffer, start, end);
    const mark = this.markAt(buffer, whole.start, whole.end);
    if (mark >= 0) return this.putMark(column, mark);
    if (this.plans[column].fixed) {
      throw new ExplainError(
        'BAD_DATA',
        `Column "${this.plans[column].name}" was asked to be a category but has more than ${limits.levels.toLocaleString('en')} distinct values, or one longer than ${limits.levelBytes} bytes (data row ${this.totalRows + 1}). Take it as text or number.`,
      );
    }
    this.contradicted = true;
    this.kinds[column] = textKind;
    this.dictionaries[column] = null;
  }

  private putMark(column: number, mark: number): void {
    this.note(column, firstMarkEvent + mark);
    this.putMissing(column);
  }

  private putMissing(column: number): void {
    const kind = this.kinds[column];
    if (kind === numberKind) this.numbers[column][this.rows] = NaN;
    else if (kind === categoryKind) this.codes[column][this.rows] = -1;
    else {
      const texts = this.texts[column];
      if (texts === null) return; // widened in this pass: nothing is kept
      texts.present[this.rows] = 0;
      texts.offsets[this.rows + 1] = texts.offsets[this.rows];
    }
  }

  private putDecimal(column: number, buffer: Buffer, start: number, end: number): void {
    trim(buffer, start, end);
    const mark = this.markAt(buffer, whole.start, whole.end);
    if (mark >= 0) return this.putMark(column, mark);
    const text = buffer.toString('latin1', whole.start, whole.end);
    const value = readDecimal(text);
    if (typeof value === 'number') {
      if (/^[+-]?0\d/.test(text)) this.note(column, leadingZerosEvent);
      return this.putNumber(column, value);
    }
    if (this.plans[column].fixed) {
      if (value === 'inexactInteger') {
        this.note(column, roundedEvent);
        return this.putNumber(column, Number(text));
      }
      throw new ExplainError(
        'BAD_DATA',
        `Column "${this.plans[column].name}" was asked to be numbers, but data row ${this.totalRows + 1} holds "${excerpt(buffer, start, end)}"${value === 'overflow' ? ', which is too large for a double' : ''}. Correct the file, name the mark as missing, or take the column as a category.`,
      );
    }
    this.contradicted = true;
    this.kinds[column] = categoryKind;
    this.numbers[column] = new Float64Array(0);
    this.codes[column] = new Int32Array(this.capacity);
    this.dictionaries[column] = this.newDictionary();
    this.putCell(column, buffer, start, end);
  }

  private putText(column: number, buffer: Buffer, start: number, end: number): void {
    trim(buffer, start, end);
    const mark = this.markAt(buffer, whole.start, whole.end);
    if (mark >= 0) return this.putMark(column, mark);
    const texts = this.texts[column];
    if (texts === null) return;
    const from = texts.offsets[this.rows];
    const to = from + end - start;
    if (to > texts.bytes.length) {
      const grown = Buffer.allocUnsafe(Math.max(texts.bytes.length * 2, to));
      texts.bytes.copy(grown, 0, 0, from);
      texts.bytes = grown;
    }
    buffer.copy(texts.bytes, from, start, end);
    texts.offsets[this.rows + 1] = to;
    texts.present[this.rows] = 1;
  }

  /** Bytes of text in the rows so far. */
  get textBytes(): number {
    let sum = 0;
    for (const column of this.textColumns) sum += this.texts[column]!.offsets[this.rows];
    return sum;
  }

  /** The rows so far, in arrays of their own; sums them up and begins anew. */
  takeChunk(): RawChunk {
    const rows = this.rows;
    const columns = this.plans.map((plan, column): RawColumn => {
      if (plan.kind === 'number') {
        const values = this.numbers[column].slice(0, rows);
        this.missing[column] += this.summaries[column].add(values);
        return { kind: 'number', name: plan.name, values };
      }
      if (plan.kind === 'category') return this.takeCategory(plan.name, column, rows);
      const { offsets, bytes, present } = this.texts[column]!;
      for (let row = 0; row < rows; row++) this.missing[column] += 1 - present[row];
      return { kind: 'text', name: plan.name, offsets: offsets.slice(0, rows + 1), bytes: new Uint8Array(bytes.subarray(0, offsets[rows])), present: present.slice(0, rows) };
    });
    this.rows = 0;
    return { rows, columns };
  }

  private takeCategory(name: string, column: number, rows: number): RawColumn {
    const dictionary = this.dictionaries[column]!;
    const all = Array.from({ length: dictionary.size }, (_, code) => code);
    const { levels, codes } = firstAppearance(all, this.codes[column].subarray(0, rows));
    for (let row = 0; row < rows; row++) if (codes[row] < 0) this.missing[column]++;
    return { kind: 'category', name, levels: ownBytes(levels.map((code) => dictionary.bytesOf(code))), codes };
  }

  /** The kinds found so far. */
  foundKinds(): ColumnKind[] {
    return Array.from(this.kinds, (kind) => kindNames[kind]);
  }

  columnInfos(): ColumnInfo[] {
    return this.plans.map(({ name, kind, role }, column) => {
      const missing = this.missing[column];
      if (kind === 'number') {
        const summary = this.summaries[column];
        return { name, kind, role, missing, levels: summary.levels(), numbers: summary.numbers() };
      }
      return { name, kind, role, missing, levels: kind === 'category' ? this.sortedLevels(column) : null, numbers: null };
    });
  }

  counts(): CellCounts[] {
    return this.plans.map(({ name }, column) => {
      const at = column * this.eventKinds;
      const missing = this.marks.map((mark, index) => [mark.toString(), this.eventCounts[at + firstMarkEvent + index]] as const).filter(([, count]) => count > 0);
      const nulls = this.eventCounts[at + nullEvent];
      if (nulls > 0) missing.push(['(null)', nulls]);
      return {
        name,
        trimmed: this.eventCounts[at + trimmedEvent],
        leadingZeros: this.eventCounts[at + leadingZerosEvent],
        roundedIntegers: this.eventCounts[at + roundedEvent],
        missing: Object.fromEntries(missing),
      };
    });
  }

  /** By code point, which is the order of the UTF-8 bytes. */
  private sortedLevels(column: number): string[] {
    const dictionary = this.dictionaries[column]!;
    return Array.from({ length: dictionary.size }, (_, code) => Buffer.from(dictionary.bytesOf(code)))
      .sort(Buffer.compare)
      .map((bytes) => bytes.toString());
  }

  private newDictionary(): ByteDictionary {
    return new ByteDictionary(this.marks, limits.levels, limits.levelBytes);
  }

  private markAt(buffer: Buffer, start: number, end: number): number {
    if (end - start > this.longestMark) return -1;
    return this.markSet.get(buffer.toString('latin1', start, end)) ?? -1;
  }
}

/** The same bytes in one buffer of their own. */
function ownBytes(views: readonly Uint8Array[]): Uint8Array[] {
  const bytes = new Uint8Array(views.reduce((sum, view) => sum + view.length, 0));
  let at = 0;
  return views.map((view) => {
    bytes.set(view, at);
    return bytes.subarray(at, (at += view.length));
  });
}

function newTexts(capacity: number): Texts {
  return { offsets: new Int32Array(capacity + 1), bytes: Buffer.allocUnsafe(4096), present: new Uint8Array(capacity) };
}

/** Sets `whole` to the cell without blanks around it. */
function trim(buffer: Buffer, start: number, end: number): void {
  while (start < end && (buffer[start] === 32 || buffer[start] === 9)) start++;
  while (end > start && (buffer[end - 1] === 32 || buffer[end - 1] === 9)) end--;
  whole.start = start;
  whole.end = end;
}

export function excerpt(buffer: Buffer, start: number, end: number): string {
  const text = buffer.toString('utf8', start, Math.min(end, start + 80));
  return end - start > 80 ? `${text}…` : text;
}
