/**
 * Peak resident memory of reading a large CSV, in the very threads of the ingest child, chunks thrown away as a store that keeps up would.
 *
 *   node bench/ingestMemory.mjs [bytes, default 2e9] [file, default: one is made and removed]
 *
 * Needs a build. Goal: under 700 MB whatever the size.
 */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEncoder } from '../apps/api/dist/ingest/encodeInThread.js';
import { ingestFile } from '../apps/api/dist/ingest/ingestFile.js';
import { writeLendingCsv } from './ingestData.mjs';

const sizeBytes = Number(process.argv[2] ?? 2e9);
const directory = await mkdtemp(join(tmpdir(), 'plumbline-bench-'));
try {
  const path = process.argv[3] ?? join(directory, 'lending.csv');
  if (process.argv[3] === undefined) await writeLendingCsv(path, { rows: Infinity, sizeBytes });
  const { size } = await stat(path);
  const before = process.resourceUsage().maxRSS / 1024;
  let stored = 0;
  const sink = { write: async ({ bytes }) => void (stored += bytes.byteLength), restart: async () => void (stored = 0) };
  const start = performance.now();
  const { rows, digest } = await ingestFile({ path, filename: 'lending.csv' }, sink, { signal: new AbortController().signal }, startEncoder());
  const seconds = (performance.now() - start) / 1000;
  const peak = process.resourceUsage().maxRSS / 1024;
  console.log(`${(size / 1e6).toFixed(0)} MB, ${rows} rows, ${seconds.toFixed(1)} s (${(size / 1e6 / seconds).toFixed(0)} MB/s), ${(stored / 1e6).toFixed(0)} MB of chunks, ${digest}`);
  console.log(`peak resident memory ${peak.toFixed(0)} MiB (${before.toFixed(0)} MiB before reading)`);
} finally {
  await rm(directory, { recursive: true, force: true });
}
