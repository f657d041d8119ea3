import { isUtf8 } from 'node:buffer';
import { ExplainError } from '@plumbline/explain-core/errors';
import type { ColumnKind } from '@plumbline/explain-core/data/table';
import type { ColumnBuffers } from './columnBuffers.js';
import { readHeader, type Header } from './csvHeader.js';
import { CsvRows } from './csvRows.js';
import { firstInvalid, unfinishedTail } from './utf8.js';
import type { Guess } from './guessEncoding.js';
import { ReadAgain, type RowReader, type SourceFacts } from './rowReader.js';
import { limits, type Encoding, type IngestWarning, type ReadOptions } from './rules.js';
import { openText, type FileForm, type TextBlocks } from './textFile.js';

const headBytes = 256 * 1024;

interface Source {
  readonly path: string;
  readonly filename: string;
  readonly form: FileForm;
  readonly signal: AbortSignal;
  readonly onRead: (bytes: number) => void;
}

/** The statistics of encodings are loaded only for files that need them. */
async function guess8Bit(bytes: Buffer): Promise<Guess | 'broken'> {
  return (await import('./guessEncoding.js')).guessEncoding(bytes);
}

/** Thrown to begin again: the bytes are not the UTF-8 they were taken for. */
class OtherEncoding extends Error {
  constructor(
    readonly encoding: Encoding,
    readonly examples: readonly string[],
  ) {
    super(encoding);
  }
}

export async function openCsv(source: Source, options: ReadOptions): Promise<RowReader> {
  const csv = new CsvFile(source, options);
  await csv.open();
  return csv;
}

class CsvFile implements RowReader {
  private header!: Header;
  private head!: { bytes: Buffer; isWhole: boolean };
  private encoding: Encoding | undefined;
  private detected: Encoding = 'utf-8';
  private emptyLines = 0;
  private readonly noted: IngestWarning[] = [];

  constructor(
    private readonly source: Source,
    private readonly options: ReadOptions,
  ) {
    this.encoding = options.encoding;
  }

  get names(): readonly string[] {
    return this.header.names;
  }

  get warnings(): readonly IngestWarning[] {
    return this.noted;
  }

  get facts(): SourceFacts {
    return { format: 'csv', encoding: this.detected, separator: this.header.separator, compression: this.source.form === 'gzip' ? 'gzip' : null, emptyLines: this.emptyLines };
  }

  async open(): Promise<void> {
    try {
      await this.openHead();
    } catch (error) {
      if (!(error instanceof OtherEncoding)) throw error;
      this.take(error);
      await this.openHead();
    }
    if (this.header.looksLikeData) {
      this.noted.push({
        code: 'headerLooksLikeData',
        column: null,
        message: 'Some names in the first row are numbers. If the file has no header, its first row of data was taken for one.',
        examples: this.header.names.slice(0, 5),
      });
    }
  }

  private async openHead(): Promise<void> {
      let wanted = headBytes;
      for (;;) {
        const head = await this.readHead(wanted);
        const header = readHeader(head.bytes, head.isWhole, this.options.separator, this.source.filename);
        if (header !== null) {
          this.head = head;
          this.header = header;
          return;
        }
        if (wanted >= limits.recordBytes) {
          throw new ExplainError('BAD_DATA', `The first row of "${this.source.filename}" does not end within ${limits.recordBytes / 2 ** 20} MiB. Expected a header row of at most ${limits.columns.toLocaleString('en')} names; check the line ends and that every quote is closed.`);
        }
        wanted = limits.recordBytes;
      }
  }

  async firstKinds(narrowest: (names: readonly string[]) => ColumnBuffers): Promise<ColumnKind[]> {
    const cells = narrowest(this.names);
    const rows = new CsvRows(cells, this.names, this.header.separator.charCodeAt(0));
    const { bytes, isWhole } = this.head;
    const room = Buffer.concat([bytes, Buffer.alloc(1)]);
    for (let at = this.header.end; at < bytes.length; ) {
      const next = rows.read(room, at, bytes.length, isWhole);
      if (next === at) break;
      at = next;
      if (cells.full) cells.rows = 0;
    }
    return cells.foundKinds();
  }

  async read(cells: ColumnBuffers, onFull: () => Promise<void>): Promise<void> {
    try {
      await this.readAll(cells, onFull);
    } catch (error) {
      if (!(error instanceof OtherEncoding)) throw error;
      this.take(error);
      await this.openHead();
      throw new ReadAgain();
    }
  }

  private async readAll(cells: ColumnBuffers, onFull: () => Promise<void>): Promise<void> {
    const rows = new CsvRows(cells, this.names, this.header.separator.charCodeAt(0));
    const text = await this.openText();
    let buffer = Buffer.allocUnsafe(4 * 2 ** 20);
    let end = 0;
    let at = 0;
    let checked = 0; // bytes before this are UTF-8 without NUL
    let toSkip = this.header.end;
    for await (const block of text.blocks) {
      if (end + block.length + 1 > buffer.length) {
        const rest = end - at;
        const target = rest + block.length + 1 > buffer.length ? Buffer.allocUnsafe(2 * (rest + block.length + 1)) : buffer;
        buffer.copy(target, 0, at, end);
        buffer = target;
        checked -= at;
        at = 0;
        end = rest;
      }
      block.copy(buffer, end);
      end += block.length;
      const valid = end - unfinishedTail(buffer, end);
      const bad = await this.checkBytes(buffer, checked, valid, text.isAssumed);
      checked = valid;
      const readable = bad?.at ?? valid;
      if (toSkip > 0) {
        const skipped = Math.min(toSkip, readable - at);
        toSkip -= skipped;
        at += skipped;
        if (toSkip > 0 && bad === null) continue;
      }
      at = await this.readRows(rows, cells, buffer, at, readable, false, onFull);
      if (bad !== null) throw this.badBytes(rows, buffer, at, bad);
      if (end - at > limits.recordBytes) throw this.tooLong(rows, buffer, at, end);
    }
    if (checked < end) throw this.badBytes(rows, buffer, at, { at: checked, what: 'utf-8' });
    await this.readRows(rows, cells, buffer, at, end, true, onFull);
    rows.finish();
    this.emptyLines = rows.emptyLines;
  }

  private async readRows(rows: CsvRows, cells: ColumnBuffers, buffer: Buffer, from: number, end: number, final: boolean, onFull: () => Promise<void>): Promise<number> {
    const kept = buffer[end]; // the reader puts a line end there
    let at = from;
    for (;;) {
      at = rows.read(buffer, at, end, final);
      if (!cells.full) break;
      if (rows.isRagged) cells.rows = 0;
      else await onFull();
    }
    if (end < buffer.length) buffer[end] = kept;
    return at;
  }

  private async checkBytes(buffer: Buffer, from: number, end: number, isAssumed: boolean): Promise<{ at: number; what: 'nul' | 'utf-8' } | null> {
    const fresh = buffer.subarray(from, end);
    const nul = fresh.indexOf(0);
    if (!isUtf8(fresh)) {
      const at = firstInvalid(buffer, from, end);
      if (nul < 0 && isAssumed) {
        const guess = await guess8Bit(buffer.subarray(from, end));
        if (guess !== 'broken') throw new OtherEncoding(guess.encoding, guess.examples);
      }
      if (nul < 0 || at < from + nul) return { at, what: 'utf-8' };
    }
    return nul < 0 ? null : { at: from + nul, what: 'nul' };
  }

  private badBytes(rows: CsvRows, buffer: Buffer, start: number, bad: { at: number; what: 'nul' | 'utf-8' }): ExplainError {
    const { column } = this.positionIn(buffer, start, bad.at);
    const what = bad.what === 'nul' ? 'a NUL byte, which text never has. Is this really a CSV file?' : 'a byte that is not valid UTF-8. Say which encoding the file has, or save it as UTF-8.';
    return new ExplainError('BAD_DATA', `In ${rows.place(column)} there is ${what}`, { row: rows.rows + 1, column: column + 1 });
  }

  private tooLong(rows: CsvRows, buffer: Buffer, start: number, end: number): ExplainError {
    const { column, openQuote } = this.positionIn(buffer, start, end);
    const limit = `${limits.recordBytes / 2 ** 20} MiB`;
    if (openQuote !== null) {
      return new ExplainError('BAD_DATA', `A quote was opened in ${rows.place(openQuote)} and not closed within ${limit}. Close it, or double it ("") where the quote is part of the text.`, {
        row: rows.rows + 1,
        column: openQuote + 1,
      });
    }
    return new ExplainError('BAD_DATA', `Data row ${rows.rows + 1} is longer than ${limit} (it had come to column ${column + 1}). Check the line ends.`, { row: rows.rows + 1 });
  }

  private positionIn(buffer: Buffer, start: number, end: number): { column: number; openQuote: number | null } {
    const separator = this.header.separator.charCodeAt(0);
    let column = 0;
    let openQuote: number | null = null;
    let isCellStart = true;
    for (let at = start; at < end; at++) {
      const byte = buffer[at];
      if (openQuote !== null) {
        if (byte !== 34) continue;
        if (buffer[at + 1] === 34) at++;
        else openQuote = null;
      } else if (byte === separator) {
        column++;
        isCellStart = true;
        continue;
      } else if (byte === 34 && isCellStart) openQuote = column;
      if (byte !== 32 && byte !== 9) isCellStart = false;
    }
    return { column, openQuote };
  }

  private async readHead(wanted: number): Promise<{ bytes: Buffer; isWhole: boolean }> {
    const text = await this.openText();
    const parts: Buffer[] = [];
    let size = 0;
    for await (const block of text.blocks) {
      parts.push(Buffer.from(block)); // blocks are overwritten
      size += block.length;
      if (size > wanted) break;
    }
    const all = Buffer.concat(parts);
    const isWhole = size <= wanted;
    const bytes = isWhole ? all : all.subarray(0, size - unfinishedTail(all, size));
    const nul = bytes.indexOf(0);
    const firstLine = bytes.indexOf(10);
    if (nul >= 0 && (firstLine < 0 || nul < firstLine)) {
      throw new ExplainError('BAD_DATA', `The first line of "${this.source.filename}" holds NUL bytes, which text never has. Expected CSV or Parquet.`);
    }
    if (!isUtf8(bytes)) {
      const guess = text.isAssumed && nul < 0 ? await guess8Bit(bytes) : 'broken';
      if (guess !== 'broken') throw new OtherEncoding(guess.encoding, guess.examples);
      // A broken byte among the rows is reported by the row reader, which knows where it is.
      if (!isUtf8(firstLine < 0 ? bytes : bytes.subarray(0, firstLine))) {
        throw new ExplainError('BAD_DATA', `The first line of "${this.source.filename}" is not valid UTF-8. Say which encoding the file has, or save it as UTF-8.`);
      }
    }
    return { bytes, isWhole };
  }

  private async openText(): Promise<TextBlocks> {
    const { path, filename, form, signal, onRead } = this.source;
    const text = await openText(path, filename, form, this.encoding, signal, onRead);
    this.detected = text.encoding;
    return text;
  }

  private take(other: OtherEncoding): void {
    this.encoding = other.encoding;
    this.noted.push({
      code: 'encodingGuessed',
      column: null,
      message: `The file is not UTF-8; it was read as ${other.encoding}. Look at the examples, and name the encoding if they are wrong.`,
      examples: other.examples,
    });
  }
}
