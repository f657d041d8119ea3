import { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { Worker } from 'node:worker_threads';
import { ExplainError } from '@plumbline/explain-core/errors';
import { startEncoder } from './encodeInThread.js';
import { frameHead, resultBody, type Frame } from './frames.js';
import { ingestFile, type IngestRequest } from './ingestFile.js';

/** The process that reads a stranger's file. It has the file, a pipe to its parent, and nothing else: no environment, no database. */
const [, , memoryBytes] = process.argv;
new Worker(new URL('../childProcess/watchdog.js', import.meta.url), { workerData: { memoryBytes: Number(memoryBytes), parent: process.ppid } }).unref();

const encode = startEncoder(); // it loads while the first rows are read
const pipe = new Socket({ fd: 3, readable: false, writable: true });
pipe.on('error', () => process.exit(1)); // the parent is gone or wants no more
const progressEveryMs = 200;

const send = async (frame: Frame, body: Uint8Array = Buffer.alloc(0)): Promise<void> => {
  pipe.write(frameHead(frame, body.length));
  // One chunk may wait in the pipe while the next is read; then the parent's pace counts.
  if (body.length > 0 && !pipe.write(body) && pipe.writableLength > 2 * body.length) await new Promise((resolve) => pipe.once('drain', resolve));
};

let lastProgress = 0;
try {
  const result = await ingestFile(
    JSON.parse(await text(process.stdin)) as IngestRequest,
    {
      write: ({ bytes, ...chunk }) => send({ type: 'chunk', chunk }, bytes),
      restart: () => send({ type: 'restart' }),
    },
    {
      signal: new AbortController().signal, // a cancelled ingest's process is ended by its parent
      onProgress: (done, total) => {
        const now = performance.now();
        if (now - lastProgress < progressEveryMs) return;
        lastProgress = now;
        void send({ type: 'progress', done, total });
      },
    },
    encode,
  );
  await send({ type: 'result' }, resultBody(result));
} catch (error) {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  await send({ type: 'fault', code: error instanceof ExplainError ? error.code : null, message, stack: stack ?? null });
}
pipe.end();
