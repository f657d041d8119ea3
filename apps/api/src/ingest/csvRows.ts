import { ExplainError } from '@plumbline/explain-core/errors';
import { hashPrime, hashStart } from './byteDictionary.js';
import { categoryKind, excerpt, leadingZerosEvent, numberKind, trimmedEvent, type ColumnBuffers } from './columnBuffers.js';
import { scaled, scaledDecimals } from './decimal.js';

const lf = 10;
const cr = 13;
const blank = 32;
const tab = 9;
const quote = 34;
const maxExact = 2 ** 53;
const raggedListed = 10;

/**
 * Reads CSV (RFC 4180, with any one-byte separator, any line end, blanks around unquoted cells) from bytes of UTF-8 straight into columns. No string is
 * made of a cell unless it is an unusual number. A quote inside an unquoted cell is an ordinary character; text after a closing quote is an error.
 * A line with nothing on it is no row.
 */
export class CsvRows {
  rows = 0; // read, including ragged ones
  emptyLines = 0;
  private raggedRows = 0;
  private readonly raggedExamples: string[] = [];
  private scratch = Buffer.allocUnsafe(1024);
  private readonly stops = new Uint8Array(256);
  private readonly extraBlank: number; // a second blank: the tab, unless it separates

  constructor(
    private readonly cells: ColumnBuffers,
    private readonly names: readonly string[],
    private readonly separator: number,
  ) {
    this.stops[separator] = this.stops[lf] = this.stops[cr] = 1;
    this.extraBlank = separator === tab ? blank : tab;
  }

  /**
   * Reads rows from buffer[from, end) until the chunk is full or a row is not complete; returns where the next row starts. The byte at `end` belongs to
   * this reader, which puts a line end there so that it need not ask at every byte whether there is another.
   */
  read(buffer: Buffer, from: number, end: number, final: boolean): number {
    const { cells, separator, stops, extraBlank, names } = this;
    const { kinds, numbers } = cells;
    const last = names.length - 1;
    buffer[end] = lf;
    let pos = from;
    while (pos < end) {
      if (cells.full) return pos;
      const rowStart = pos;
      let byte = buffer[pos];
      while (byte === blank || byte === extraBlank) byte = buffer[++pos];
      if (byte === lf || byte === cr) {
        if (pos >= end && !final) return rowStart;
        if (byte === cr && pos + 1 >= end && !final) return rowStart;
        pos = pos >= end ? end : byte === cr && buffer[pos + 1] === lf && pos + 1 < end ? pos + 2 : pos + 1;
        this.emptyLines++;
        continue;
      }
      pos = rowStart;
      const row = cells.rows;
      let column = 0;
      for (;;) {
        const cellStart = pos;
        byte = buffer[pos];
        while (byte === blank || byte === extraBlank) byte = buffer[++pos];
        const start = pos;
        if (byte === quote) {
          pos = this.readQuoted(buffer, pos, end, column, final);
          if (pos < 0) {
            cells.dropRow();
            return rowStart;
          }
          byte = buffer[pos];
        } else {
          const kind = column <= last ? kinds[column] : -1;
          let done = false;
          if (kind === numberKind) {
            const negative = byte === 45;
            if (negative || byte === 43) byte = buffer[++pos];
            const first = pos;
            let mantissa = 0;
            let digit = byte - 48;
            while (digit >= 0 && digit <= 9) {
              mantissa = mantissa * 10 + digit;
              digit = buffer[++pos] - 48;
            }
            const whole = pos - first;
            let decimals = 0;
            byte = digit + 48;
            if (byte === 46) {
              const point = pos;
              digit = buffer[++pos] - 48;
              while (digit >= 0 && digit <= 9) {
                mantissa = mantissa * 10 + digit;
                digit = buffer[++pos] - 48;
              }
              decimals = pos - point - 1;
              byte = digit + 48;
            }
            // Up to here the mantissa is exact if it is below 2^53 now: it only ever grew.
            if (stops[byte] === 1 && whole + decimals > 0 && mantissa < maxExact && decimals <= scaledDecimals) {
              const value = decimals === 0 ? mantissa : scaled(mantissa, decimals);
              numbers[column][row] = negative && value !== 0 ? -value : value;
              if (whole > 1 && buffer[first] === 48) cells.note(column, leadingZerosEvent);
              if (start > cellStart) cells.note(column, trimmedEvent);
              done = true;
            } else {
              pos = start;
            }
          } else if (kind === categoryKind) {
            let hash = hashStart;
            byte = buffer[pos];
            while (stops[byte] === 0) {
              hash = Math.imul(hash ^ byte, hashPrime);
              byte = buffer[++pos];
            }
            const before = pos > start ? buffer[pos - 1] : 0;
            if (before !== blank && before !== extraBlank) {
              if (pos < end || final) {
                cells.putCategory(column, buffer, start, pos, hash);
                if (start > cellStart) cells.note(column, trimmedEvent);
              }
              done = true;
            } else {
              pos = start;
            }
          }
          if (!done) {
            byte = buffer[pos];
            while (stops[byte] === 0) byte = buffer[++pos];
            if (pos >= end && !final) {
              cells.dropRow();
              return rowStart;
            }
            let stop = pos;
            while (stop > start && (buffer[stop - 1] === blank || buffer[stop - 1] === extraBlank)) stop--;
            if (column <= last) {
              cells.putCell(column, buffer, start, stop);
              if (start > cellStart || stop < pos) cells.note(column, trimmedEvent);
            }
          }
        }
        if (byte === separator) {
          pos++;
          column++;
          continue;
        }
        break;
      }
      // At the end of a row, or of what there is of it.
      if (!final && (pos >= end || (byte === cr && pos + 1 >= end))) {
        cells.dropRow();
        return rowStart;
      }
      if (pos >= end) pos = end;
      else if (byte === cr && pos + 1 < end && buffer[pos + 1] === lf) pos += 2;
      else pos++;
      this.rows++;
      if (column === last) cells.commitRow();
      else {
        cells.dropRow();
        this.noteRagged(column + 1);
      }
    }
    return pos;
  }

  /** Throws if rows had other numbers of cells than the header. */
  finish(): void {
    if (this.raggedRows === 0) return;
    const { raggedRows, raggedExamples } = this;
    const listed = raggedExamples.join(', ') + (raggedRows > raggedExamples.length ? `, and ${raggedRows - raggedExamples.length} more` : '');
    throw new ExplainError(
      'BAD_DATA',
      `${raggedRows} ${raggedRows === 1 ? 'row has' : 'rows have'} another number of cells than the header, which has ${this.names.length}: ${listed}. Rows are counted from 1 after the header. Quote cells that hold the separator, and give every row all its cells.`,
      { rows: raggedRows },
    );
  }

  get isRagged(): boolean {
    return this.raggedRows > 0;
  }

  private noteRagged(cells: number): void {
    this.raggedRows++;
    if (this.raggedExamples.length < raggedListed) this.raggedExamples.push(`row ${this.rows} (${cells})`);
  }

  /** Reads the quoted cell at `open`; returns the position of the byte that ends the cell, or −1 where the cell is not complete. */
  private readQuoted(buffer: Buffer, open: number, end: number, column: number, final: boolean): number {
    const { cells, stops, extraBlank, names } = this;
    let close = open + 1;
    let doubled = false;
    for (;;) {
      while (close < end && buffer[close] !== quote) close++;
      if (close >= end) {
        if (!final) return -1;
        throw new ExplainError(
          'BAD_DATA',
          `A quote was opened in ${this.place(column)} and not closed before the end of the file. Close it, or double it ("") where the quote is part of the text.`,
          { row: this.rows + 1, column: column + 1 },
        );
      }
      if (close + 1 < end && buffer[close + 1] === quote) {
        doubled = true;
        close += 2;
        continue;
      }
      break;
    }
    let stop = close + 1;
    while (stop < end && (buffer[stop] === blank || buffer[stop] === extraBlank)) stop++;
    if (stop >= end) {
      if (!final) return -1;
      stop = end;
    } else if (stops[buffer[stop]] === 0) {
      throw new ExplainError(
        'BAD_DATA',
        `In ${this.place(column)} there is text after the closing quote: ${excerpt(buffer, open, Math.min(stop + 20, end))}. Double the quotes that are part of the text ("").`,
        { row: this.rows + 1, column: column + 1 },
      );
    }
    if (column >= names.length) return stop;
    if (!doubled) {
      cells.putCell(column, buffer, open + 1, close);
      return stop;
    }
    if (this.scratch.length < close - open) this.scratch = Buffer.allocUnsafe((close - open) * 2);
    const { scratch } = this;
    let length = 0;
    for (let i = open + 1; i < close; i++) {
      scratch[length++] = buffer[i];
      if (buffer[i] === quote) i++;
    }
    cells.putCell(column, scratch, 0, length);
    return stop;
  }

  place(column: number): string {
    const name = column < this.names.length ? ` ("${this.names[column]}")` : '';
    return `data row ${this.rows + 1}, column ${column + 1}${name}`;
  }
}
