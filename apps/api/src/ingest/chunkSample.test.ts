import { describe, expect, test } from '@jest/globals';
import { encodeChunk } from './chunk.js';
import { ChunkSample, repeatsIn, sampledChunks } from './chunkSample.js';
import type { RawColumn } from './rawChunk.js';

test('at most eight chunks, spread evenly over all of them', () => {
  expect(sampledChunks(0)).toEqual([]);
  expect(sampledChunks(1)).toEqual([0]);
  expect(sampledChunks(8)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(sampledChunks(9)).toEqual([0, 2, 4, 6, 8]);
  expect(sampledChunks(16)).toEqual([0, 2, 4, 6, 8, 10, 12, 14]);
  expect(sampledChunks(153)).toEqual([0, 32, 64, 96, 128]);
});

test('are the same whether they are chosen afterwards or while they arrive', () => {
  for (let chunks = 0; chunks <= 70; chunks++) {
    const sample = new ChunkSample();
    sample.write(0, Uint8Array.of(255));
    sample.restart();
    for (let index = 0; index < chunks; index++) sample.write(index, Uint8Array.of(index));
    expect(sample.chunks().map(([index]) => index)).toEqual(sampledChunks(chunks));
  }
});

describe('whether values of a column repeat', () => {
  const text = (value: string | null): RawColumn => {
    const bytes = new TextEncoder().encode(value ?? '');
    return { kind: 'text', name: 'id', present: Uint8Array.of(value === null ? 0 : 1), offsets: Int32Array.of(0, bytes.length), bytes };
  };
  const number = (value: number | null): RawColumn => ({ kind: 'number', name: 'id', values: Float64Array.of(value ?? NaN) });
  const category = (value: string | null): RawColumn => ({ kind: 'category', name: 'id', levels: value === null ? [] : [new TextEncoder().encode(value)], codes: Int32Array.of(value === null ? -1 : 0) });
  const repeats = (...columns: readonly RawColumn[]): boolean => repeatsIn(columns.map((column) => encodeChunk({ rows: 1, columns: [column] })), 'id');

  test('across chunks, of every kind', () => {
    for (const make of [text, category]) {
      expect(repeats(make('a'), make('b'))).toBe(false);
      expect(repeats(make('a'), make('b'), make('a'))).toBe(true);
    }
    expect(repeats(number(1), number(2))).toBe(false);
    expect(repeats(number(1), number(2), number(1))).toBe(true);
  });
  test('missing ones are no value', () => {
    for (const make of [text, category, number]) expect(repeats(make(null), make(null))).toBe(false);
  });
});
