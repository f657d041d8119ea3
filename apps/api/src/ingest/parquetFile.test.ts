import { jest } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { parquetMetadata } from 'hyparquet';
import { ByteWriter, parquetWriteBuffer, type ColumnSource } from 'hyparquet-writer';
import { writeMetadata } from 'hyparquet-writer/src/metadata.js';
import { cellsOf, readText, refusal } from '../../test/readText.js';
import type { ReadOptions } from './rules.js';

jest.setTimeout(60_000); // files of many rows, on machines that do other things too

type Options = Omit<Parameters<typeof parquetWriteBuffer>[0], 'columnData'>;
const written = (columnData: ColumnSource[], options: Options = {}): Uint8Array => new Uint8Array(parquetWriteBuffer({ columnData, ...options }));
const readParquet = (content: Uint8Array, options: ReadOptions = {}): ReturnType<typeof readText> => readText(content, options, 'data.parquet');
const golden = (name: string): Promise<Buffer> => readFile(new URL(`./golden/${name}`, import.meta.url));

test('the same content as CSV has the same digest, kinds and levels, in row groups of any size', async () => {
  const rows = 70_000;
  const ids = Array.from({ length: rows }, (_, row) => row);
  const rates = ids.map((row) => (row % 9 === 0 ? null : row / 16));
  const groups = ids.map((row) => (row % 7 === 0 ? null : ['ä', 'b', 'c'][row % 3]));
  const flags = ids.map((row) => row % 2 === 0);
  const columns: ColumnSource[] = [
    { name: 'id', data: ids, type: 'INT32' },
    { name: 'rate', data: rates, type: 'DOUBLE', nullable: true },
    { name: 'group', data: groups, type: 'STRING', nullable: true },
    { name: 'flag', data: flags, type: 'BOOLEAN' },
  ];
  const csv = await readText(`id,rate,group,flag\n${ids.map((row) => `${row},${rates[row] ?? ''},${groups[row] ?? ''},${flags[row]}`).join('\n')}\n`);
  for (const rowGroupSize of [1000, 65_536, 69_999, 100_000]) {
    const read = await readParquet(written(columns, { rowGroupSize, pageSize: 20_000 }));
    expect(read.digest).toBe(csv.digest);
    expect(read.columns).toEqual(csv.columns);
  }
  expect(csv.columns.map(({ kind }) => kind)).toEqual(['number', 'number', 'category', 'category']);
});

test.each(['snappy.parquet', 'zstd-v2.parquet', 'gzip.parquet', 'brotli.parquet', 'lz4.parquet', 'plain.parquet'])('%s, written by Arrow C++, is the table that its CSV is', async (name) => {
  const [parquet, csv] = await Promise.all([golden(name), golden('types.csv')]);
  const read = await readParquet(parquet);
  expect(cellsOf(read.table.columns)).toEqual(cellsOf((await readText(csv)).table.columns));
  expect(read.digest).toBe((await readText(csv)).digest);
});

test('decimals are the nearest doubles, not products with rounding', async () => {
  const { table } = await readParquet(await golden('snappy.parquet'));
  expect(cellsOf(table.columns).decimal.slice(0, 3)).toEqual(['0.3', '-12345678901.123', null]);
});

test('whole numbers over 2^53 keep their digits by becoming a category', async () => {
  const read = await readParquet(written([{ name: 'id', data: [1n, 9_007_199_254_740_993n, -5n], type: 'INT64' }]));
  expect(cellsOf(read.table.columns)).toEqual({ id: ['1', '9007199254740993', '-5'] });
  expect(read.columns[0].kind).toBe('category');
  expect((await readParquet(written([{ name: 'id', data: [1n, 2n], type: 'INT64' }]))).columns[0].kind).toBe('number');
});

test('strings stay strings unless numbers are asked for; marks are missing; NaN is missing', async () => {
  const file = written([
    { name: 's', data: ['1', 'NA', '2.50'], type: 'STRING' },
    { name: 'x', data: [0.5, NaN, -0], type: 'DOUBLE' },
  ]);
  const read = await readParquet(file);
  expect(read.columns.map(({ kind, missing }) => [kind, missing])).toEqual([['category', 1], ['number', 1]]);
  expect(cellsOf(read.table.columns)).toEqual({ s: ['1', null, '2.50'], x: ['0.5', null, '0'] });
  const asked = await readParquet(file, { columns: [{ name: 's', kind: 'number' }, { name: 'x', kind: 'category' }] });
  expect(cellsOf(asked.table.columns)).toEqual({ s: ['1', null, '2.5'], x: ['0.5', null, '0'] });
});

describe('73: what is refused', () => {
  const good = written([{ name: 'a', data: Array.from({ length: 1000 }, (_, k) => k % 17), type: 'INT32' }], { codec: 'SNAPPY' });
  const changed = (change: (bytes: Buffer) => Buffer | void): Uint8Array => {
    const bytes = Buffer.from(good);
    return change(bytes) ?? bytes;
  };
  test.each<[string, Uint8Array, string, RegExp]>([
    ['magic only', Buffer.from('PAR1'), 'BAD_DATA', /only 4 bytes long/],
    ['cut off', good.subarray(0, -40), 'BAD_DATA', /it is cut off/],
    ['a footer longer than the file', changed((bytes) => void bytes.writeUInt32LE(0x7fffffff, bytes.length - 8)), 'BAD_DATA', /footer claims 2147483647 bytes/],
    ['a footer of zeros', changed((bytes) => void bytes.fill(0, bytes.length - 8 - bytes.readUInt32LE(bytes.length - 8), bytes.length - 8)), 'BAD_DATA', /cannot be read as Parquet|damaged/],
    ['a cut footer', changed((bytes) => Buffer.concat([bytes.subarray(0, -60), bytes.subarray(-8)])), 'BAD_DATA', /cannot be read as Parquet|damaged/],
    ['broken pages', changed((bytes) => void bytes.fill(0xff, 4, 60)), 'BAD_DATA', /cannot be read as Parquet|damaged/],
    ['an infinite number', written([{ name: 'x', data: [1, Infinity], type: 'DOUBLE' }]), 'BAD_DATA', /"x" holds an infinite number in data row 2/],
    ['bytes that are not text', written([{ name: 'x', data: [Uint8Array.of(0xff, 0xfe)], type: 'BYTE_ARRAY' }]), 'UNSUPPORTED', /"x" holds bytes that are not text/],
    ['no rows', written([{ name: 'x', data: [], type: 'DOUBLE' }]), 'BAD_DATA', /no row of data/],
    ['encrypted', Buffer.from('PARE............'), 'UNSUPPORTED', /encrypted Parquet/],
  ])('%s', async (_, content, code, message) => {
    expect(await refusal(readParquet(content))).toEqual({ code, message: expect.stringMatching(message) });
  });

  test('nested columns', async () => {
    expect(await refusal(readParquet(await golden('nested.parquet')))).toEqual({ code: 'UNSUPPORTED', message: expect.stringMatching(/nested columns \("list", "struct"\)/) });
  });

  test('a few bytes that claim billions of rows', async () => {
    const claim = 2_000_000_000n;
    const metadata = parquetMetadata(good);
    metadata.num_rows = claim;
    for (const group of metadata.row_groups) {
      group.num_rows = claim;
      for (const { meta_data } of group.columns) meta_data!.num_values = claim;
    }
    const footer = new ByteWriter();
    writeMetadata(footer, metadata);
    const end = good.length - 8 - Buffer.from(good).readUInt32LE(good.length - 8);
    const bomb = Buffer.concat([good.subarray(0, end), new Uint8Array(footer.getBuffer()), Buffer.from('PAR1')]);
    expect(await refusal(readParquet(bomb))).toEqual({ code: 'RESOURCE_LIMIT', message: expect.stringMatching(/claims 2000000000 rows of 1 columns/) });
  });

  test('any one byte changed is an error of ours or other data, never a defect', async () => {
    const { digest } = await readParquet(good);
    let refusals = 0;
    for (let at = 4; at < good.length; at += 7) {
      const read = readParquet(changed((bytes) => void (bytes[at] ^= 0x10)));
      await read.then(
        (table) => expect(typeof table.digest).toBe(typeof digest),
        (error: unknown) => {
          refusals++;
          expect(['BAD_DATA', 'UNSUPPORTED', 'RESOURCE_LIMIT']).toContain((error as { code?: string }).code);
        },
      );
    }
    expect(refusals).toBeGreaterThan(10);
  });
});
