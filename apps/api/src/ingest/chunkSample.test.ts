import { expect, test } from '@jest/globals';
import { ChunkSample, sampledChunks } from './chunkSample.js';

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
