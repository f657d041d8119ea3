import chardet from 'chardet';
import { ExplainError } from '@plumbline/explain-core/errors';
import { encodings, type Encoding } from './rules.js';
import { sequenceLength } from './utf8.js';

export interface Guess {
  readonly encoding: Encoding;
  readonly examples: readonly string[];
}

const manyWindows = 64 * 1024;

/**
 * What bytes that are not UTF-8 may be. Only two answers are given without asking: Windows-1252, where one or two non-ASCII bytes stand beside ASCII letters as
 * accents do ("größe"), and GB18030, where they come in pairs as Chinese does and the statistics of chardet do not name another East Asian encoding. Everything else
 * is an error: text read in the wrong encoding makes wrong groups. 'broken' is UTF-8 with some bytes that are not.
 */
export function guessEncoding(bytes: Buffer): Guess | 'broken' {
  const sample = nonAsciiLines(bytes);
  const { pairs, inWords, high } = runsOf(sample);
  if (validSequences(sample) * 2 > high) return 'broken';
  const [top] = chardet.analyse(sample);
  const isWestern = inWords >= 0.8 * high && ['ISO-8859-1', 'windows-1252'].includes(top?.name ?? '');
  const isChinese = pairs >= 0.9 * high && inWords < 0.5 * high && !['EUC-KR', 'EUC-JP', 'Big5', 'Shift_JIS'].includes(top?.name ?? '');
  const encoding = isWestern ? 'windows-1252' : isChinese ? 'gb18030' : null;
  if (encoding === null) {
    throw new ExplainError(
      'BAD_DATA',
      `The file is not UTF-8${top && top.name !== 'ASCII' ? ` (it looks like ${top.name})` : ''}. Say which encoding it has (${encodings.join(', ')}), or save it as UTF-8.`,
    );
  }
  const examples = new TextDecoder(encoding).decode(sample).split(/[\r\n]+/).filter((line) => line !== '');
  return { encoding, examples: examples.slice(0, 3).map((line) => line.slice(0, 80)) };
}

/** Lines with a byte above 127. */
function nonAsciiLines(bytes: Buffer): Buffer {
  const lines: Buffer[] = [];
  let size = 0;
  let at = 0;
  while (at < bytes.length && size < manyWindows) {
    let high = at;
    while (high < bytes.length && bytes[high] < 128) high++;
    if (high === bytes.length) break;
    const start = Math.max(bytes.lastIndexOf(10, high) + 1, at, high - 512);
    const lineEnd = bytes.indexOf(10, high);
    const end = Math.min(lineEnd < 0 ? bytes.length : lineEnd + 1, high + 512);
    lines.push(bytes.subarray(start, end));
    size += end - start;
    at = end;
  }
  return Buffer.concat(lines);
}

/** Counts bytes above 127: all; those in pairs of the rows that GB 2312 has; those in runs of one or two beside an ASCII letter. */
function runsOf(sample: Buffer): { pairs: number; inWords: number; high: number } {
  let pairs = 0;
  let inWords = 0;
  let high = 0;
  for (let i = 0; i < sample.length; i++) {
    if (sample[i] < 128) continue;
    let end = i;
    while (end < sample.length && sample[end] >= 128) end++;
    const run = end - i;
    high += run;
    if (run <= 2 && (isLetter(sample[i - 1]) || isLetter(sample[end]))) inWords += run;
    for (let k = i; k + 1 < end; k += 2) if (sample[k] >= 0xa1 && sample[k] <= 0xf7 && sample[k + 1] >= 0xa1 && sample[k + 1] <= 0xfe) pairs += 2;
    i = end - 1;
  }
  return { pairs, inWords, high };
}

function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122));
}

/** Bytes that belong to well-formed UTF-8 sequences of two bytes and more. */
function validSequences(sample: Buffer): number {
  let valid = 0;
  for (let i = 0; i < sample.length; i++) {
    const length = sequenceLength(sample[i]);
    if (length < 2) continue;
    let k = 1;
    while (k < length && (sample[i + k] & 0xc0) === 0x80) k++;
    if (k === length) {
      valid += length;
      i += length - 1;
    }
  }
  return valid;
}
