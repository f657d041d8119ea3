import { crc32 } from 'node:zlib';
import { readHeaders, readZip, regionsOf, UnreadableBundle, writeStored, type StoredFile } from './zip.js';

export interface Damage {
  readonly offset: number;
  readonly what: string;
}

export interface Archive {
  readonly files: readonly StoredFile[];
  /** Null when the archive is what writeZip writes for these files. */
  readonly damage: Damage | null;
}

/**
 * Reads an archive and says where it differs from the one canonical form. An archive says most things twice, in the table of contents and in the files' own
 * headers: it is read by each, written again, and the reading that leaves less unexplained tells what was changed. Throws UnreadableBundle when neither can
 * be followed, or the end is cut off.
 */
export function openArchive(bytes: Uint8Array): Archive {
  const readings = [readZip, readHeaders].map((read) => explain(bytes, read));
  const [best] = readings.filter((reading) => 'files' in reading).sort((a, b) => a.unexplained - b.unexplained);
  if (best === undefined || best.files.length === 0) throw (readings[0] as { error: UnreadableBundle }).error;
  const { files, expected, first } = best;
  if (bytes.length < expected.length && first === bytes.length) throw new UnreadableBundle('The bundle was cut short', bytes.length);
  if (first !== null) return { files, damage: { offset: first, what: regionsOf(sorted(files)).find(({ from, to }) => first >= from && first < to)?.what ?? 'what comes after the end' } };
  const spoilt = files.find(isSpoilt);
  if (spoilt === undefined) return { files, damage: null };
  return { files, damage: { offset: spoilt.bytes.byteOffset - bytes.byteOffset, what: `the contents of ${spoilt.name}, ${spoilt.bytes.length} bytes from there on` } };
}

interface Reading {
  readonly files: readonly StoredFile[];
  readonly expected: Uint8Array;
  /** The first byte that differs; null when none does. */
  readonly first: number | null;
  readonly unexplained: number;
}

function explain(bytes: Uint8Array, read: (bytes: Uint8Array) => StoredFile[]): Reading | { readonly error: UnreadableBundle; readonly unexplained: number } {
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
    return { files, expected, first, unexplained: different + files.filter(isSpoilt).length };
  } catch (error) {
    if (!(error instanceof UnreadableBundle)) throw error;
    return { error, unexplained: Infinity };
  }
}

function isSpoilt({ bytes, crc }: StoredFile): boolean {
  return crc32(bytes) !== crc;
}

/** As the archive is written. */
function sorted(files: readonly StoredFile[]): StoredFile[] {
  return [...files].sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
}
