import { Worker } from 'node:worker_threads';
import type { Digest } from '@plumbline/explain-core/audit/digest';
import type { EncodeChunk } from './ingestFile.js';
import type { RawChunk } from './rawChunk.js';

type Encoded = { readonly bytes: Uint8Array; readonly digest: Digest };

/** Encodes in a thread of its own. The chunk's arrays move there. The thread does not keep the process alive. */
export function startEncoder(): EncodeChunk {
  const worker = new Worker(new URL('./encoder.js', import.meta.url));
  worker.unref();
  const waiting = new Map<number, { resolve: (encoded: Encoded) => void; reject: (error: Error) => void }>();
  let nextId = 0;
  worker.on('message', ({ id, bytes, digest }: Encoded & { id: number }) => {
    waiting.get(id)?.resolve({ bytes, digest });
    waiting.delete(id);
    if (waiting.size === 0) worker.unref();
  });
  worker.on('error', (error: Error) => waiting.forEach(({ reject }) => reject(error)));
  return (chunk) =>
    new Promise((resolve, reject) => {
      const id = nextId++;
      waiting.set(id, { resolve, reject });
      worker.ref();
      worker.postMessage({ id, chunk }, [...buffersOf(chunk)]);
    });
}

function buffersOf(chunk: RawChunk): Set<ArrayBuffer> {
  const buffers = new Set<ArrayBuffer>();
  const add = (view: ArrayBufferView): unknown => buffers.add(view.buffer as ArrayBuffer);
  for (const column of chunk.columns) {
    if (column.kind === 'number') add(column.values);
    else if (column.kind === 'category') [column.codes, ...column.levels.slice(0, 1)].forEach(add);
    else [column.offsets, column.bytes, column.present].forEach(add);
  }
  return buffers;
}
