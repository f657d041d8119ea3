import { crc32 } from 'node:zlib';
import { endMark, endSize, readHeaders, readZip, regionsOf, UnreadableBundle, writeStored, type StoredFile } from './zip.js';

export interface Place {
  readonly offset: number;
  readonly what: string;
}

export interface Archive {
  readonly files: readonly StoredFile[];
  /** Empty when the archive is what writeZip writes for these files. Two places when they contradict each other and nothing tells which one was changed. */
  readonly damage: readonly Place[];
}

/**
 * Reads an archive and says where it differs from the one canonical form. An archive says most things twice, in the table of contents and in the files' own
 * headers: it is read by each, written again, and the reading that leaves less unexplained tells what was changed. Throws UnreadableBundle when neither can
 * be followed, or the end is cut off.
 */
export function openArchive(bytes: Uint8Array): Archive {
  const [byContents, byHeaders] = [explain(bytes, readZip), explain(bytes, readHeaders)];
  if (byContents instanceof UnreadableBundle && (byHeaders instanceof UnreadableBundle || byHeaders.files.length === 0 || !hasEnd(bytes))) throw byContents;
  const readings = [byContents, byHeaders].filter((reading): reading is Reading => !(reading instanceof UnreadableBundle));
  const least = Math.min(...readings.map(({ unexplained }) => unexplained));
  const best = readings.filter(({ unexplained }) => unexplained === least);
  const places = best.flatMap((reading) => placeOf(reading, bytes));
  return { files: best[0]!.files, damage: places.filter(({ offset }, index) => places.findIndex((other) => other.offset === offset) === index) };
}

function placeOf({ files, first }: Reading, bytes: Uint8Array): Place[] {
  if (first !== null) return [{ offset: first, what: regionsOf(sorted(files)).find(({ from, to }) => first >= from && first < to)?.what ?? 'what comes after the end' }];
  const spoilt = files.find(isSpoilt);
  return spoilt === undefined ? [] : [{ offset: spoilt.bytes.byteOffset - bytes.byteOffset, what: `the contents of ${spoilt.name}, ${spoilt.bytes.length} bytes from there on` }];
}

/** A whole end record, one changed byte in its signature forgiven; without one the archive was cut short. */
function hasEnd(bytes: Uint8Array): boolean {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = view.lastIndexOf(endMark);
  if (found >= 0 && found + endSize <= view.length) return true;
  const expected = view.length - endSize;
  return expected >= 0 && endMark.filter((byte, index) => view[expected + index] === byte).length >= endMark.length - 1;
}

interface Reading {
  readonly files: readonly StoredFile[];
  /** The first byte that differs; null when none does. */
  readonly first: number | null;
  readonly unexplained: number;
}

function explain(bytes: Uint8Array, read: (bytes: Uint8Array) => StoredFile[]): Reading | UnreadableBundle {
  try {
    const files = read(bytes);
    const expected = writeStored(files);
    let first: number | null = null;
    let different = Math.abs(bytes.length - expected.length);
    for (let offset = 0; offset < Math.min(bytes.length, expected.length); offset++) {
      if (bytes[offset] === expected[offset]) continue;
      first ??= offset;
      different++;
    }
    if (bytes.length !== expected.length) first ??= Math.min(bytes.length, expected.length);
    return { files, first, unexplained: different + files.filter(isSpoilt).length };
  } catch (error) {
    if (!(error instanceof UnreadableBundle)) throw error;
    return error;
  }
}

function isSpoilt({ bytes, crc }: StoredFile): boolean {
  return crc32(bytes) !== crc;
}

/** As the archive is written. */
function sorted(files: readonly StoredFile[]): StoredFile[] {
  return [...files].sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
}
