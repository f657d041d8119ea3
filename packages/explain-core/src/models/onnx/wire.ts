import { ExplainError } from '../../errors.js';

/**
 * The protocol-buffers wire format (https://protobuf.dev/programming-guides/encoding/), read and written by tables of fields. Only what ONNX uses: no
 * groups, no maps. Fields that the table does not know are skipped and so not written again.
 */
export type Scalar = 'int64' | 'uint64' | 'float' | 'double' | 'string' | 'bytes';
export interface Field {
  readonly name: string;
  readonly type: Scalar | Message;
  readonly repeated: boolean;
}
export interface Message {
  readonly name: string;
  readonly fields: ReadonlyMap<number, Field>;
}
/** A whole number: a bigint only beyond ±2^53, where a double would round it. */
export type Int64 = number | bigint;
export type WireRecord = { [name: string]: unknown };

/** An honest graph nests three messages a subgraph; beyond this a file only wants to exhaust the stack. */
const MAX_DEPTH = 100;
/** Two bytes of file can ask for an object of a hundred; three million of them stay under half a gigabyte. */
const MAX_MESSAGES = 3_000_000;

const VARINT = 0;
const FIXED64 = 1;
const LENGTH = 2;
const FIXED32 = 5;
const utf8 = new TextDecoder('utf-8', { fatal: true });

interface Cursor {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  at: number;
  messages: number;
}

export function decodeMessage(bytes: Uint8Array, message: Message): WireRecord {
  const cursor: Cursor = { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), at: 0, messages: 0 };
  return readMessage(cursor, message, bytes.length, 0);
}

/** Numbers of the fields at the top of a message, in file order; throws like decodeMessage where the bytes are no message. */
export function topFields(bytes: Uint8Array): number[] {
  const cursor: Cursor = { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), at: 0, messages: 0 };
  const found: number[] = [];
  while (cursor.at < bytes.length) {
    const tag = readTag(cursor, bytes.length);
    skip(cursor, tag % 8, bytes.length);
    found.push(Math.floor(tag / 8));
  }
  return found;
}

function readMessage(cursor: Cursor, message: Message, end: number, depth: number): WireRecord {
  if (depth > MAX_DEPTH) throw broken(`its ${message.name} is nested more than ${MAX_DEPTH} levels deep`);
  if (++cursor.messages > MAX_MESSAGES) throw new ExplainError('RESOURCE_LIMIT', `The model file has more than ${MAX_MESSAGES} parts.`);
  const record: WireRecord = {};
  for (const field of message.fields.values()) if (field.repeated) record[field.name] = [];
  while (cursor.at < end) {
    const tag = readTag(cursor, end);
    const wire = tag % 8;
    const field = message.fields.get(Math.floor(tag / 8));
    if (!field) {
      skip(cursor, wire, end);
      continue;
    }
    if (typeof field.type === 'string' && wire === LENGTH && field.type !== 'string' && field.type !== 'bytes') {
      readPacked(cursor, field, record, end);
      continue;
    }
    const value = readValue(cursor, field, wire, end, depth);
    if (field.repeated) {
      const list = record[field.name] as unknown[];
      list.push(value);
      // A tree ensemble is millions of numbers in a row, each with its tag; all have one byte.
      if (tag < 128 && typeof field.type === 'string') {
        while (cursor.at < end && cursor.bytes[cursor.at] === tag) {
          cursor.at++;
          list.push(readValue(cursor, field, wire, end, depth));
        }
      }
    } else if (record[field.name] !== undefined && typeof field.type !== 'string') {
      // Protocol buffers merge a message that is given twice; two readers may differ there, and no exporter writes it.
      throw broken(`its ${message.name} holds "${field.name}" twice`);
    } else record[field.name] = value;
  }
  return record;
}

/** A field's number times 8, plus how it is written. */
function readTag(cursor: Cursor, end: number): number {
  const tag = Number(readVarint(cursor, end));
  if (tag < 8 || tag > 0xffffffff) throw broken(`there is no field ${Math.floor(tag / 8)} at byte ${cursor.at}`);
  return tag;
}

function readValue(cursor: Cursor, field: Field, wire: number, end: number, depth: number): unknown {
  const { type } = field;
  if (type === 'int64' || type === 'uint64') {
    expectWire(field, wire, VARINT);
    return type === 'int64' ? signed(readVarint(cursor, end)) : readVarint(cursor, end);
  }
  if (type === 'float') {
    expectWire(field, wire, FIXED32);
    return cursor.view.getFloat32(take(cursor, 4, end), true);
  }
  if (type === 'double') {
    expectWire(field, wire, FIXED64);
    return cursor.view.getFloat64(take(cursor, 8, end), true);
  }
  expectWire(field, wire, LENGTH);
  const length = Number(readVarint(cursor, end));
  const start = take(cursor, length, end);
  if (type === 'bytes') return cursor.bytes.subarray(start, start + length);
  if (type === 'string') return text(cursor.bytes.subarray(start, start + length), field.name);
  cursor.at = start;
  return readMessage(cursor, type, start + length, depth + 1);
}

function readPacked(cursor: Cursor, field: Field, record: WireRecord, end: number): void {
  const length = Number(readVarint(cursor, end));
  const start = take(cursor, length, end);
  const stop = start + length;
  cursor.at = start;
  const wire = field.type === 'float' ? FIXED32 : field.type === 'double' ? FIXED64 : VARINT;
  while (cursor.at < stop) {
    const value = readValue(cursor, field, wire, stop, 0);
    if (field.repeated) (record[field.name] as unknown[]).push(value);
    else record[field.name] = value;
  }
}

function readVarint(cursor: Cursor, end: number): Int64 {
  if (cursor.at < end && cursor.bytes[cursor.at] < 0x80) return cursor.bytes[cursor.at++];
  let value = 0;
  let scale = 1;
  const first = cursor.at;
  for (let count = 0; count < 7; count++) {
    if (cursor.at >= end) throw broken('it ends in the middle of a number');
    const byte = cursor.bytes[cursor.at++];
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return value;
    scale *= 128;
  }
  cursor.at = first;
  let big = 0n;
  for (let shift = 0n; shift < 70n; shift += 7n) {
    if (cursor.at >= end) throw broken('it ends in the middle of a number');
    const byte = cursor.bytes[cursor.at++];
    big |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) return narrow(BigInt.asUintN(64, big));
  }
  throw broken(`the number at byte ${first} never ends`);
}

/** A varint's 64 bits read as two's complement. */
function signed(value: Int64): Int64 {
  return typeof value === 'number' ? value : narrow(BigInt.asIntN(64, value));
}

function narrow(value: bigint): Int64 {
  return value >= -(2n ** 53n) && value <= 2n ** 53n ? Number(value) : value;
}

function take(cursor: Cursor, length: number, end: number): number {
  const start = cursor.at;
  if (!(length >= 0) || length > end - start) throw broken(`it ends ${length - (end - start)} bytes too early (at byte ${start})`);
  cursor.at = start + length;
  return start;
}

function skip(cursor: Cursor, wire: number, end: number): void {
  if (wire === VARINT) readVarint(cursor, end);
  else if (wire === FIXED64) take(cursor, 8, end);
  else if (wire === FIXED32) take(cursor, 4, end);
  else if (wire === LENGTH) take(cursor, Number(readVarint(cursor, end)), end);
  else throw broken(`byte ${cursor.at} begins nothing known`);
}

function expectWire(field: Field, wire: number, wanted: number): void {
  if (wire !== wanted) throw broken(`"${field.name}" is written in another way than ONNX does`);
}

function text(bytes: Uint8Array, name: string): string {
  try {
    return utf8.decode(bytes);
  } catch {
    // The decoder's own message does not say where.
    throw broken(`"${name}" is not valid UTF-8`);
  }
}

function broken(what: string): ExplainError {
  return new ExplainError('BAD_MODEL', `This is not a whole ONNX file: ${what}. Export the model again.`);
}

/** Bytes that grow by doubling. */
class Output {
  bytes = new Uint8Array(256);
  view = new DataView(this.bytes.buffer);
  length = 0;
  /** Room for `count` more bytes; answers where they go. */
  reserve(count: number): number {
    const at = this.length;
    this.makeRoom(count);
    this.length += count;
    return at;
  }
  private makeRoom(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.length + count, this.bytes.length * 2));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
    this.view = new DataView(grown.buffer);
  }
  varint(value: Int64): void {
    // 64 bits take ten bytes at most.
    this.makeRoom(10);
    const { bytes } = this;
    if (typeof value === 'bigint' || value < 0) {
      let rest = BigInt.asUintN(64, BigInt(value));
      for (; rest >= 128n; rest >>= 7n) bytes[this.length++] = Number(rest & 127n) | 128;
      bytes[this.length++] = Number(rest);
      return;
    }
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) bytes[this.length++] = (rest % 128) | 128;
    bytes[this.length++] = rest;
  }
  block(bytes: Uint8Array): void {
    this.varint(bytes.length);
    const at = this.reserve(bytes.length);
    this.bytes.set(bytes, at);
  }
}

const encoder = new TextEncoder();

export function encodeMessage(record: WireRecord, message: Message): Uint8Array {
  const output = new Output();
  for (const [number, field] of message.fields) {
    const value = record[field.name];
    if (value === undefined) continue;
    for (const item of field.repeated ? (value as unknown[]) : [value]) writeValue(output, number, field, item);
  }
  return output.bytes.subarray(0, output.length);
}

function writeValue(output: Output, number: number, { type }: Field, value: unknown): void {
  if (type === 'int64' || type === 'uint64') {
    output.varint(number * 8 + VARINT);
    output.varint(value as Int64);
  } else if (type === 'float') {
    output.varint(number * 8 + FIXED32);
    const at = output.reserve(4);
    output.view.setFloat32(at, value as number, true);
  } else if (type === 'double') {
    output.varint(number * 8 + FIXED64);
    const at = output.reserve(8);
    output.view.setFloat64(at, value as number, true);
  } else {
    output.varint(number * 8 + LENGTH);
    output.block(type === 'string' ? encoder.encode(value as string) : type === 'bytes' ? (value as Uint8Array) : encodeMessage(value as WireRecord, type));
  }
}
