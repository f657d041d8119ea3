import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ExplainError } from '@plumbline/explain-core/errors';
import { limits, type Encoding } from './rules.js';

const blockBytes = 2 ** 20;

/** What the first bytes say a file is. */
export type FileForm = 'text' | 'gzip' | 'parquet';

export interface Opening {
  readonly form: FileForm;
  readonly sizeBytes: number;
}

const refused: readonly (readonly [string, string])[] = [
  ['504b0304', 'a ZIP archive or an Excel workbook. Save the sheet as CSV or Parquet'],
  ['d0cf11e0a1b11ae1', 'an old Excel workbook. Save the sheet as CSV or Parquet'],
  ['28b52ffd', 'compressed with Zstandard. Unpack it first, or compress it with gzip'],
  ['fd377a585a00', 'compressed with xz. Unpack it first, or compress it with gzip'],
  ['53514c69746520666f726d6174203300', 'an SQLite database. Export the table as CSV or Parquet'],
  ['894844460d0a1a0a', 'an HDF5 file. Export the table as CSV or Parquet'],
  ['4152524f5731', 'an Arrow file. Export the table as CSV or Parquet'],
  ['25504446', 'a PDF. Export the table as CSV or Parquet'],
  ['fffe0000', 'in UTF-32. Save it as UTF-8'],
  ['0000feff', 'in UTF-32. Save it as UTF-8'],
];

export async function lookAt(path: string, filename: string): Promise<Opening> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const head = Buffer.alloc(16);
    const { bytesRead } = await file.read(head, 0, 16, 0);
    if (size === 0) throw new ExplainError('BAD_DATA', `"${filename}" is empty (0 bytes). Expected a header row and at least one row of data.`);
    return { form: formOf(head.subarray(0, bytesRead), filename), sizeBytes: size };
  } finally {
    await file.close();
  }
}

function formOf(head: Buffer, filename: string): FileForm {
  const hex = head.toString('hex');
  if (hex.startsWith('1f8b')) return 'gzip';
  if (hex.startsWith('50415231')) return 'parquet';
  if (hex.startsWith('50415245')) throw new ExplainError('UNSUPPORTED', `"${filename}" is an encrypted Parquet file. Write it without encryption.`);
  refuseOthers(hex, filename);
  return 'text';
}

function refuseOthers(hex: string, filename: string): void {
  const found = refused.find(([magic]) => hex.startsWith(magic));
  if (found) throw new ExplainError('BAD_DATA', `"${filename}" is ${found[1]}.`);
}

/** The bytes of a CSV file, unpacked if it is gzip, in blocks. */
async function* rawBlocks(path: string, filename: string, form: FileForm, signal: AbortSignal, onRead: (bytes: number) => void): AsyncGenerator<Buffer> {
  const file = await open(path, 'r');
  try {
    const blocks = readBlocks(file, form === 'gzip', signal, onRead);
    if (form !== 'gzip') {
      yield* blocks;
      return;
    }
    yield* gunzipped(blocks, filename);
  } finally {
    await file.close();
  }
}

/** Unless `fresh`, a block is overwritten once the one after the next is asked for: fresh memory for every megabyte costs more than reading it. */
async function* readBlocks(file: Awaited<ReturnType<typeof open>>, fresh: boolean, signal: AbortSignal, onRead: (bytes: number) => void): AsyncGenerator<Buffer> {
  const kept = [Buffer.allocUnsafe(blockBytes), Buffer.allocUnsafe(blockBytes)];
  let turn = 0;
  const room = (): Buffer => (fresh ? Buffer.allocUnsafe(blockBytes) : kept[turn++ & 1]);
  // The next block is read while this one is worked on.
  let next = file.read(room(), 0, blockBytes, 0);
  let position = 0;
  for (;;) {
    const { bytesRead, buffer } = await next;
    if (bytesRead === 0) return;
    if (signal.aborted) throw new ExplainError('CANCELLED', 'Reading the file was cancelled.');
    position += bytesRead;
    onRead(position);
    next = file.read(room(), 0, blockBytes, position);
    next.catch(() => undefined); // reported when it is awaited; the consumer may stop before that
    yield buffer.subarray(0, bytesRead);
  }
}

async function* gunzipped(blocks: AsyncGenerator<Buffer>, filename: string): AsyncGenerator<Buffer> {
  let packed = 0;
  const counted = (async function* () {
    for await (const block of blocks) {
      packed += block.length;
      yield block;
    }
  })();
  const gunzip = createGunzip({ chunkSize: blockBytes });
  const source = Readable.from(counted, { objectMode: true, highWaterMark: 1 });
  source.on('error', (error) => gunzip.destroy(error));
  source.pipe(gunzip);
  let unpacked = 0;
  try {
    for await (const block of gunzip as AsyncIterable<Buffer>) {
      if (unpacked === 0) {
        const hex = block.subarray(0, 16).toString('hex');
        if (hex.startsWith('1f8b')) throw new ExplainError('BAD_DATA', `"${filename}" is compressed twice. Unpack it once and send it again.`);
        if (hex.startsWith('50415231')) throw new ExplainError('BAD_DATA', `"${filename}" is a Parquet file inside gzip. Send the Parquet file itself.`);
        refuseOthers(hex, filename);
      }
      unpacked += block.length;
      if (unpacked > limits.inflatedFreeBytes && unpacked > packed * limits.inflatedRatio) {
        throw new ExplainError('RESOURCE_LIMIT', `"${filename}" unpacks to more than ${limits.inflatedRatio} times its size, which data does not do. Send it unpacked if it is data.`);
      }
      if (unpacked > limits.inflatedBytes) {
        throw new ExplainError('RESOURCE_LIMIT', `"${filename}" unpacks to more than ${limits.inflatedBytes / 2 ** 30} GiB.`);
      }
      yield block;
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (typeof code === 'string' && code.startsWith('Z_')) throw new ExplainError('BAD_DATA', `"${filename}" is damaged: its gzip data cannot be unpacked (${message}). Send it again.`);
    throw error;
  } finally {
    source.destroy();
    gunzip.destroy();
  }
  if (unpacked === 0) throw new ExplainError('BAD_DATA', `"${filename}" is empty when unpacked. Expected a header row and at least one row of data.`);
}

export interface TextBlocks {
  readonly encoding: Encoding;
  readonly isAssumed: boolean;
  readonly blocks: AsyncGenerator<Buffer>;
}

/** The file as blocks of UTF-8 without a byte order mark. Bytes of an assumed UTF-8 are passed on unchecked: the reader checks them, since it knows the row. */
export async function openText(
  path: string,
  filename: string,
  form: FileForm,
  asked: Encoding | undefined,
  signal: AbortSignal,
  onRead: (bytes: number) => void,
): Promise<TextBlocks> {
  const raw = rawBlocks(path, filename, form, signal, onRead);
  const first = await raw.next();
  const head = first.done ? Buffer.alloc(0) : first.value;
  const mark = byteOrderMark(head);
  const encoding = asked ?? mark?.encoding ?? guessUtf16(head) ?? 'utf-8';
  const skip = mark !== null && mark.encoding === encoding ? mark.bytes : 0;
  const whole = (async function* () {
    try {
      yield head.subarray(skip);
      yield* raw;
    } finally {
      await raw.return(undefined);
    }
  })();
  return { encoding, isAssumed: asked === undefined && mark === null && encoding === 'utf-8', blocks: encoding === 'utf-8' ? whole : transcoded(whole, encoding, filename) };
}

function byteOrderMark(head: Buffer): { encoding: Encoding; bytes: number } | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', bytes: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', bytes: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', bytes: 2 };
  return null;
}

/** UTF-16 without a mark: separators, digits and line ends have a zero byte, always on the same side. */
function guessUtf16(head: Buffer): Encoding | null {
  const length = Math.min(head.length, 4096) & ~1;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < length; i += 2) {
    if (head[i] === 0) even++;
    if (head[i + 1] === 0) odd++;
  }
  const units = length / 2;
  if (units >= 4 && odd > 0.2 * units && even === 0) return 'utf-16le';
  if (units >= 4 && even > 0.2 * units && odd === 0) return 'utf-16be';
  return null;
}

async function* transcoded(blocks: AsyncGenerator<Buffer>, encoding: Encoding, filename: string): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const decode = (bytes: Buffer | null): Buffer => {
    let text: string;
    try {
      text = bytes === null ? decoder.decode() : decoder.decode(bytes, { stream: true });
    } catch {
      // A fatal decoder throws for this reason only.
      throw new ExplainError('BAD_DATA', `"${filename}" is not valid ${encoding}. Say which encoding it has, or save it as UTF-8.`);
    }
    return Buffer.from(text);
  };
  for await (const block of blocks) {
    const text = decode(block);
    if (text.length > 0) yield text;
  }
  const rest = decode(null);
  if (rest.length > 0) yield rest;
}
