import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { refusal, withFile } from '../../test/readText.js';
import type { Chunk, ChunkSink } from './ingestFile.js';
import { defaultIngestLimits, ingestInChild } from './ingestInChild.js';
import { tableFromFile } from './tableFromFile.js';

const never = new AbortController().signal;

function collector(): ChunkSink & { chunks: Chunk[]; restarts: number } {
  return {
    chunks: [],
    restarts: 0,
    async write(chunk) {
      this.chunks.push(chunk);
    },
    async restart() {
      this.chunks = [];
      this.restarts++;
    },
  };
}

const manyRows = `a,b\n${Array.from({ length: 200_000 }, (_, row) => `${row},${row % 3}`).join('\n')}\nlast,x\n`;

test('a child gives the same result and bytes as reading here, begins again where kinds change, and tells of its progress', async () => {
  await withFile(manyRows, async (path) => {
    const request = { path, filename: 'data.csv' };
    const sink = collector();
    let told = 0;
    const result = await ingestInChild(request, sink, { signal: never, onProgress: (done, total) => (told = Math.max(told, done / total)) });
    const here = await tableFromFile(request);
    expect(result).toEqual({ rows: here.rows, columns: here.columns, digest: here.digest, chunks: here.chunks, source: here.source, warnings: here.warnings });
    expect(sink.restarts).toBe(2); // "a" goes from number over category to text
    expect(sink.chunks.map(({ index, digest }) => [index, digest])).toEqual(here.chunks.map(({ index, digest }) => [index, digest]));
    expect(sink.chunks.every(({ bytes }, index) => Buffer.compare(bytes, here.bytes[index]) === 0)).toBe(true);
    expect(told).toBeGreaterThan(0);
  });
});

test('errors about the file keep their code and message', async () => {
  const error = await withFile('a,a\n1,2\n', (path) => refusal(ingestInChild({ path, filename: 'data.csv' }, collector(), { signal: never })));
  expect(error).toEqual({ code: 'BAD_DATA', message: expect.stringMatching(/names some columns more than once/) });
});

test('cancelling ends the child at once', async () => {
  await withFile(manyRows, async (path) => {
    const cancel = new AbortController();
    const sink: ChunkSink = { write: async () => cancel.abort(), restart: async () => undefined };
    const started = performance.now();
    expect((await refusal(ingestInChild({ path, filename: 'data.csv' }, sink, { signal: cancel.signal }))).code).toBe('CANCELLED');
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

test('a sink that fails ends the child and is what is told', async () => {
  await withFile(manyRows, async (path) => {
    const sink: ChunkSink = { write: () => Promise.reject(new Error('disk full')), restart: async () => undefined };
    expect((await refusal(ingestInChild({ path, filename: 'data.csv' }, sink, { signal: never }))).message).toBe('disk full');
  });
});

test('a sink that fails or is cancelled late, with the pipe full of what nobody will read, keeps nobody waiting', async () => {
  await withFile(manyRows, async (path) => {
    const late: ChunkSink = { write: () => sleep(300).then(() => Promise.reject(new Error('disk full'))), restart: async () => undefined };
    expect((await refusal(ingestInChild({ path, filename: 'data.csv' }, late, { signal: never }))).message).toBe('disk full');
    const cancel = new AbortController();
    const sink: ChunkSink = { write: () => sleep(300).then(() => cancel.abort()), restart: async () => undefined };
    expect((await refusal(ingestInChild({ path, filename: 'data.csv' }, sink, { signal: cancel.signal }))).code).toBe('CANCELLED');
  });
}, 20_000);

test('time and memory have limits', async () => {
  const slow = await withFile(manyRows, (path) => refusal(ingestInChild({ path, filename: 'slow.csv' }, collector(), { signal: never }, { ...defaultIngestLimits, wallMs: 50 })));
  expect(slow).toEqual({ code: 'RESOURCE_LIMIT', message: expect.stringMatching(/"slow.csv" took longer than 0.05 s/) });
  const greedy = await withFile(gzipSync(manyRows), (path) => refusal(ingestInChild({ path, filename: 'greedy.csv' }, collector(), { signal: never }, { ...defaultIngestLimits, memoryBytes: 30 * 2 ** 20 })));
  expect(greedy).toEqual({ code: 'RESOURCE_LIMIT', message: expect.stringMatching(/"greedy.csv" took more memory than it may \(30 MiB\)/) });
});

test('the child is built', () => {
  expect(existsSync(new URL('../../dist/ingest/child.js', import.meta.url))).toBe(true);
});
