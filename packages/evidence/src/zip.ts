import { crc32 } from 'node:zlib';

/** A bundle that cannot be read as one at all; `offset` is the byte where reading had to stop. */
export class UnreadableBundle extends Error {
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(`${message} (at byte ${offset})`);
    this.name = 'UnreadableBundle';
  }
}

export interface ZipFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A file as an archive holds it, with the checksum it states. */
export interface StoredFile extends ZipFile {
  readonly crc: number;
}

/** Where each part of the archive lies, to say what a changed byte belongs to. */
export interface ZipRegion {
  readonly what: string;
  readonly from: number;
  readonly to: number;
}

const localSignature = 0x04034b50;
const centralSignature = 0x02014b50;
const endSignature = 0x06054b50;
export const endMark = Buffer.from('504b0506', 'hex'); // the same, as bytes
const versionNeeded = 20;
const utf8Names = 0x0800;
const dosDate = 0x0021; // 1980-01-01, the format's first day: a bundle's bytes must not tell the time
const localSize = 30;
const centralSize = 46;
export const endSize = 22;
const maxFiles = 10_000;
const maxBytes = 2 ** 31; // far below what would need zip64, which is refused

/**
 * The one way a bundle is written: files in the order of their names' UTF-8 bytes, stored without compression, one fixed date, no extra
 * fields, no comments. Equal files give equal bytes, so a reader can rebuild the archive and compare. APPNOTE.TXT 6.3.10, PKWARE.
 */
export function writeZip(files: readonly ZipFile[]): Uint8Array {
  return writeStored(files.map((file) => ({ ...file, crc: crc32(file.bytes) })));
}

/** As writeZip, with checksums as they were stated. */
export function writeStored(files: readonly StoredFile[]): Uint8Array {
  const entries = files
    .map(({ name, bytes, crc }) => ({ name: checkedName(Buffer.from(name, 'utf8'), 0), nameBytes: Buffer.from(name, 'utf8'), bytes, crc }))
    .sort((a, b) => Buffer.compare(a.nameBytes, b.nameBytes));
  refuseTwins(entries.map((entry) => entry.name));
  const parts: Uint8Array[] = [];
  const central: Uint8Array[] = [];
  let offset = 0;
  for (const { nameBytes, bytes, crc } of entries) {
    const local = Buffer.alloc(localSize);
    local.writeUInt32LE(localSignature, 0);
    writeCommon(local, 4, crc, bytes.length, nameBytes.length);
    parts.push(local, nameBytes, bytes);
    const header = Buffer.alloc(centralSize);
    header.writeUInt32LE(centralSignature, 0);
    header.writeUInt16LE(versionNeeded, 4);
    writeCommon(header, 6, crc, bytes.length, nameBytes.length);
    header.writeUInt32LE(offset, 42);
    central.push(header, nameBytes);
    offset += localSize + nameBytes.length + bytes.length;
  }
  if (offset > maxBytes || entries.length > maxFiles) throw new RangeError(`a bundle holds at most ${maxFiles} files and ${maxBytes} bytes`);
  const centralBytes = Buffer.concat(central);
  const end = Buffer.alloc(endSize);
  end.writeUInt32LE(endSignature, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(centralBytes.length, 12);
  end.writeUInt32LE(offset, 16);
  return new Uint8Array(Buffer.concat([...parts, centralBytes, end]));
}

function writeCommon(header: Buffer, at: number, crc: number, size: number, nameLength: number): void {
  header.writeUInt16LE(versionNeeded, at);
  header.writeUInt16LE(utf8Names, at + 2);
  header.writeUInt16LE(dosDate, at + 8);
  header.writeUInt32LE(crc, at + 10);
  header.writeUInt32LE(size, at + 14);
  header.writeUInt32LE(size, at + 18);
  header.writeUInt16LE(nameLength, at + 22);
}

/**
 * Reads what writeZip writes and nothing else: no compression (so no bombs), no links, no names outside the bundle, no twins even by
 * letter case, nothing before, between or after the files. Throws UnreadableBundle with the place.
 */
export function readZip(bytes: Uint8Array): StoredFile[] {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const endAt = view.length - endSize;
  if (endAt < 0 || view.readUInt32LE(endAt) !== endSignature) {
    throw new UnreadableBundle('This is not an evidence bundle, or it was cut short: the end record of a zip file is not where it must be', Math.max(0, endAt));
  }
  const count = view.readUInt16LE(endAt + 10);
  const centralAt = view.readUInt32LE(endAt + 16);
  if (count > maxFiles || centralAt > endAt) throw new UnreadableBundle('The end record points outside the file', endAt);

  const files: StoredFile[] = [];
  let next = 0;
  let at = centralAt;
  for (let index = 0; index < count; index++) {
    if (at + centralSize > endAt || view.readUInt32LE(at) !== centralSignature) throw new UnreadableBundle(`Entry ${index + 1} of the table of contents is damaged`, at);
    const nameLength = view.readUInt16LE(at + 28);
    const size = view.readUInt32LE(at + 24);
    const offset = view.readUInt32LE(at + 42);
    if (at + centralSize + nameLength > endAt) throw new UnreadableBundle('A name in the table of contents is longer than the table', at + 28);
    const name = checkedName(view.subarray(at + centralSize, at + centralSize + nameLength), at + centralSize);
    const dataAt = offset + localSize + nameLength;
    if (offset !== next || dataAt + size > centralAt) throw new UnreadableBundle(`The table of contents places ${name} where it cannot be`, at + 42);
    files.push({ name, bytes: bytes.subarray(dataAt, dataAt + size), crc: view.readUInt32LE(at + 16) });
    next = dataAt + size;
    at += centralSize + nameLength;
  }
  if (next !== centralAt || at !== endAt) throw new UnreadableBundle('There are bytes that belong to no file', next !== centralAt ? next : at);
  refuseTwins(files.map((file) => file.name));
  return files;
}

/** The same files by their own headers, without the table of contents: what to hold a damaged archive against. */
export function readHeaders(bytes: Uint8Array): StoredFile[] {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const files: StoredFile[] = [];
  let at = 0;
  while (at + localSize <= view.length && view.readUInt32LE(at) === localSignature) {
    const nameAt = at + localSize;
    const dataAt = nameAt + view.readUInt16LE(at + 26);
    const end = dataAt + view.readUInt32LE(at + 22);
    if (end > view.length || files.length === maxFiles) throw new UnreadableBundle('A file is longer than the archive', at + 22);
    files.push({ name: checkedName(view.subarray(nameAt, dataAt), nameAt), bytes: bytes.subarray(dataAt, end), crc: view.readUInt32LE(at + 14) });
    at = end;
  }
  refuseTwins(files.map((file) => file.name));
  return files;
}

/** What each part of an archive of these files is. */
export function regionsOf(files: readonly ZipFile[]): ZipRegion[] {
  const regions: ZipRegion[] = [];
  let at = 0;
  const add = (what: string, length: number): void => {
    regions.push({ what, from: at, to: at + length });
    at += length;
  };
  for (const { name, bytes } of files) {
    add(`the header of ${name}`, localSize + name.length);
    add(`the contents of ${name}`, bytes.length);
  }
  for (const { name } of files) add(`the entry of ${name} in the table of contents`, centralSize + name.length);
  add('the end record', endSize);
  return regions;
}

/** Plain relative paths only: what a reader unpacks must stay where it is unpacked. */
function checkedName(bytes: Uint8Array, at: number): string {
  const name = Buffer.from(bytes).toString('utf8');
  const plain = /^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/;
  if (!plain.test(name)) throw new UnreadableBundle(`The name ${JSON.stringify(name)} is not a plain relative path`, at);
  return name;
}

function refuseTwins(names: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of names) {
    const folded = name.toLowerCase();
    if (seen.has(folded)) throw new UnreadableBundle(`The name ${name} occurs twice`, 0);
    seen.add(folded);
  }
}
