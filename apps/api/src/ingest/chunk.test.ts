import { jest } from '@jest/globals';
import { createHash } from 'node:crypto';
import { tableFromArrays, tableFromIPC, tableToIPC } from 'apache-arrow';
import type { ColumnInfo, Table } from '@plumbline/explain-core/data/table';
import { memorySource } from '@plumbline/explain-core/data/memorySource';
import { readText, refusal } from '../../test/readText.js';
import { decodeChunk, encodeChunk, openChunk, tableOfRaw, verifyChunk } from './chunk.js';
import { chunkSource } from './chunkSource.js';
import { chunkDigest, datasetDigest, type RawChunk } from './rawChunk.js';

jest.setTimeout(60_000); // files of many rows, on machines that do other things too

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Two rows, a third all missing. */
const small: RawChunk = {
  rows: 3,
  columns: [
    { kind: 'number', name: 'n', values: Float64Array.of(1.5, -2, NaN) },
    { kind: 'category', name: 'c', levels: [utf8('é'), utf8('b')], codes: Int32Array.of(0, 1, -1) },
    { kind: 'text', name: 't', offsets: Int32Array.of(0, 2, 2, 2), bytes: utf8('hi'), present: Uint8Array.of(1, 1, 0) },
  ],
};

test('the digest is that of the bytes that the format describes, written out by hand', () => {
  const number = (value: number): Buffer => {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleLE(value);
    return bytes;
  };
  const words = (...values: number[]): Buffer => Buffer.concat(values.map((value) => Buffer.of(value & 255, (value >> 8) & 255, (value >> 16) & 255, (value >> 24) & 255)));
  const described = Buffer.concat([
    Buffer.from('plumbline chunk 1\n{"columns":[{"kind":"number","name":"n"},{"kind":"category","name":"c"},{"kind":"text","name":"t"}],"rows":3}\n'),
    Buffer.of(0b011), number(1.5), number(-2), number(0),
    Buffer.of(0b011), words(2, 2), Buffer.from('é'), words(1), Buffer.from('b'), words(0, 1, -1),
    Buffer.of(0b011), words(2, 0, 0), Buffer.from('hi'),
  ]);
  const expected = `sha256:${createHash('sha256').update(described).digest('hex')}`;
  expect(chunkDigest(small)).toBe(expected);
  const whole = `{"chunks":["${expected}"],"columns":[{"kind":"number","name":"n"},{"kind":"category","name":"c"},{"kind":"text","name":"t"}],"format":"plumbline table 1","rows":3}`;
  expect(datasetDigest(3, small.columns, [expected])).toBe(`sha256:${createHash('sha256').update(whole).digest('hex')}`);
});

test('the digest does not depend on how levels are numbered', () => {
  const columns = [...small.columns];
  columns[1] = { kind: 'category', name: 'c', levels: [utf8('unused'), utf8('b'), utf8('é')], codes: Int32Array.of(2, 1, -1) };
  expect(chunkDigest({ rows: 3, columns })).toBe(chunkDigest(small));
});

test('what is encoded is decoded, and another Arrow reader sees the same', () => {
  const bytes = encodeChunk(small);
  expect(decodeChunk(bytes)).toEqual({
    rows: 3,
    columns: [
      { kind: 'number', name: 'n', values: Float64Array.of(1.5, -2, NaN) },
      { kind: 'category', name: 'c', levels: ['é', 'b'], codes: Int32Array.of(0, 1, -1) },
      { kind: 'text', name: 't', values: ['hi', '', null] },
    ],
  } satisfies Table);
  expect(chunkDigest(openChunk(bytes))).toBe(chunkDigest(small));
  expect(tableFromIPC(bytes).toArray().map((row) => row?.toJSON())).toEqual([{ n: 1.5, c: 'é', t: 'hi' }, { n: -2, c: 'b', t: '' }, { n: null, c: null, t: null }]);
});

test.each([
  [[0, 127, -128]], [[0, 128]], [[-129, 0]], [[32_767, -32_768]], [[32_768]], [[2 ** 31 - 1, -(2 ** 31)]], [[2 ** 31]], [[0.5, 1]], [[1e300, NaN]], [[NaN, 3]], [[NaN]],
])('numbers %j come back as they were, whatever type they were stored in', (values) => {
  const chunk: RawChunk = { rows: values.length, columns: [{ kind: 'number', name: 'n', values: Float64Array.from(values) }] };
  const bytes = encodeChunk(chunk);
  expect(openChunk(bytes)).toEqual(chunk);
  expect(() => verifyChunk(bytes, chunkDigest(chunk))).not.toThrow();
});

test.each([200, 40_000])('%d levels', (count) => {
  const levels = Array.from({ length: count }, (_, code) => utf8(`level ${code}`));
  const chunk: RawChunk = { rows: count, columns: [{ kind: 'category', name: 'c', levels, codes: Int32Array.from(levels.keys()) }] };
  expect(chunkDigest(openChunk(encodeChunk(chunk)))).toBe(chunkDigest(chunk));
});

test('79: any changed byte is refused, and content that was exchanged has another digest', () => {
  const bytes = encodeChunk(small);
  for (let at = 0; at < bytes.length; at++) {
    const copy = bytes.slice();
    copy[at] ^= 0x01;
    expect(() => openChunk(copy)).toThrow(expect.objectContaining({ code: 'BAD_DATA' }));
  }
  const columns = [...small.columns];
  columns[0] = { kind: 'number', name: 'n', values: Float64Array.of(1.5, 2, NaN) };
  expect(() => verifyChunk(encodeChunk({ rows: 3, columns }), chunkDigest(small))).toThrow(expect.objectContaining({ code: 'MODEL_CHANGED' }));
});

test('74: bytes that are no chunk, or Arrow that is not ours, are refused', () => {
  const checked = (stream: Uint8Array): Uint8Array => Buffer.concat([stream, createHash('sha256').update(stream).digest()]);
  const foreign = [tableFromArrays({ big: BigInt64Array.of(1n) }), tableFromArrays({ unsigned: Uint8Array.of(1) }), tableFromArrays({ n: new Float64Array(65_537) })].map((table) => checked(tableToIPC(table)));
  for (const bytes of [new Uint8Array(0), utf8('hello'), encodeChunk(small).subarray(0, 200), checked(utf8('hello')), checked(encodeChunk(small).subarray(0, 200)), ...foreign]) {
    expect(() => openChunk(bytes)).toThrow(expect.objectContaining({ code: 'BAD_DATA' }));
  }
});

test('74: Arrow offsets that run outside the text, backwards, or codes outside the levels, are refused', () => {
  const text = (offsets: number[]): RawChunk => ({ rows: 3, columns: [{ kind: 'text', name: 't', offsets: Int32Array.from(offsets), bytes: utf8('abc'), present: Uint8Array.of(1, 1, 1) }] });
  const code = (value: number): RawChunk => ({ rows: 2, columns: [{ kind: 'category', name: 'c', levels: [utf8('a')], codes: Int32Array.of(0, value) }] });
  for (const hostile of [text([0, 1, 2, 1_000_000]), text([0, 3, 1, 3]), code(7)]) {
    expect(() => openChunk(encodeChunk(hostile))).toThrow(expect.objectContaining({ code: 'BAD_DATA' }));
  }
});

describe('a data set of several chunks', () => {
  const rows = 150_000;
  const text = `id,g,t\n${Array.from({ length: rows }, (_, row) => `${row},${['c', 'a', 'b'][Math.floor(row / 60_000)]},${row % 5 === 0 ? '' : `text ${row}`}`).join('\n')}\n`;
  let read: Awaited<ReturnType<typeof readText>>;
  beforeAll(async () => {
    read = await readText(text);
  });
  const source = (columns: readonly ColumnInfo[] = read.columns, fetched: number[] = []): ReturnType<typeof chunkSource> =>
    chunkSource({
      rows: read.rows,
      columns,
      fetchChunk: async (index) => {
        fetched.push(index);
        return read.bytes[index];
      },
    });

  test('reads and takes what the whole table in memory has', async () => {
    const whole = memorySource(tableOfWhole(), read.columns);
    const names = ['g', 'id', 't'];
    for (const [from, to] of [[0, 10], [65_530, 65_540], [65_536, 131_072], [131_000, 1e9], [5, 5], [0, rows]]) {
      expect(await source().read(from, to, names)).toEqual(await whole.read(from, to, names));
    }
    const indices = [149_999, 0, 65_536, 65_535, 0, 131_072, 7];
    expect(await source().take(indices, names)).toEqual(await whole.take(indices, names));
    expect(await source().take([], names)).toEqual(await whole.take([], names));
  });

  test('codes mean the levels of the whole data set, by one array', async () => {
    const { columns } = await source().read(65_530, 65_540, ['g']);
    expect(columns[0]).toEqual({ kind: 'category', name: 'g', levels: ['a', 'b', 'c'], codes: new Int32Array(10).fill(0) });
    expect((columns[0] as { levels: unknown }).levels).toBe(read.columns[1].levels);
  });

  test('rows in any order fetch each chunk once', async () => {
    const fetched: number[] = [];
    await source(read.columns, fetched).take(Array.from({ length: 1000 }, (_, k) => (k * 7919) % rows), ['id']);
    expect(fetched.sort()).toEqual([0, 1, 2]);
  });

  test('refuses rows and columns that are not there, another kind, and a level that is not known', async () => {
    expect((await refusal(source().take([rows], ['id']))).code).toBe('BAD_PLAN');
    expect((await refusal(source().read(0, 1, ['no']))).message).toMatch(/no column "no"/);
    expect((await refusal(source(read.columns.map((info) => ({ ...info, kind: 'text' as const }))).read(0, 1, ['id']))).message).toMatch(/stored as number, and text was expected/);
    expect((await refusal(source(read.columns.map((info) => (info.name === 'g' ? { ...info, levels: ['a', 'b'] } : info))).read(0, 1, ['g']))).message).toMatch(/holds "c", which is not among its known levels/);
  });

  test('a chunk that cannot be had is asked for again', async () => {
    let asked = 0;
    const flaky = chunkSource({ rows: read.rows, columns: read.columns, fetchChunk: (index) => (asked++ === 0 ? Promise.reject(new Error('no connection')) : Promise.resolve(read.bytes[index])) });
    await expect(flaky.read(0, 1, ['id'])).rejects.toThrow('no connection');
    expect((await flaky.read(0, 1, ['id'])).rows).toBe(1);
  });

  function tableOfWhole(): Table {
    return read.table;
  }

  test('a chunk decodes to columns of one’s own order', () => {
    const infos = [read.columns[1], read.columns[0]];
    expect(tableOfRaw(openChunk(read.bytes[0]), infos).columns.map(({ name }) => name)).toEqual(['g', 'id']);
  });
});
