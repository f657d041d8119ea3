import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { ExplainError } from '@plumbline/explain-core/errors';
import { memoryLimitMark } from '../childProcess/memoryLimitMark.js';
import { frames } from './frames.js';
import type { ChunkSink, IngestRequest, IngestResult, IngestWatch } from './ingestFile.js';

export interface IngestLimits {
  readonly wallMs: number;
  /** Resident memory of the child. Files of any size need about 250 MB; wide or text-heavy tables more. */
  readonly memoryBytes: number;
}

export const defaultIngestLimits: IngestLimits = { wallMs: 3_600_000, memoryBytes: 1.5 * 2 ** 30 };

// Seen from src (tests) and from dist alike: a child is always the built file.
const childFile = fileURLToPath(new URL('../../dist/ingest/child.js', import.meta.url));
const complaintsKept = 8192;

/**
 * `ingestFile` in a process of its own. A process rather than a thread: what a hostile file can exhaust is memory outside the JavaScript heap (buffers, decompression),
 * which a thread's resourceLimits do not count and which would take the server down with it; and a blocked decompressor can only be killed from outside.
 */
export async function ingestInChild(request: IngestRequest, sink: ChunkSink, { signal, onProgress }: IngestWatch, limits: IngestLimits = defaultIngestLimits): Promise<IngestResult> {
  if (signal.aborted) throw new ExplainError('CANCELLED', 'Reading the file was cancelled.');
  const flags = ['--permission', '--allow-worker', '--allow-fs-read=*', '--disable-warning=SecurityWarning', '--disable-warning=ExperimentalWarning'];
  const child = spawn(process.execPath, [...flags, childFile, String(limits.memoryBytes)], { env: {}, stdio: ['pipe', 'ignore', 'pipe', 'pipe'] });
  child.stdin!.on('error', () => undefined); // a child that ended before it read its request says why in its exit
  child.stdin!.end(JSON.stringify(request));
  let complaints = '';
  let ended: Error | null = null;
  const end = (reason: Error): void => {
    ended ??= reason;
    child.kill('SIGKILL');
  };
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (complaints = (complaints + text).slice(-complaintsKept)));
  child.on('error', end);
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => child.on('close', (code, by) => resolve({ code, signal: by })));
  const onAbort = (): void => end(new ExplainError('CANCELLED', 'Reading the file was cancelled.'));
  signal.addEventListener('abort', onAbort, { once: true });
  const timer = setTimeout(() => end(new ExplainError('RESOURCE_LIMIT', `Reading "${request.filename}" took longer than ${limits.wallMs / 1000} s and was ended. Split the file.`)), limits.wallMs);
  try {
    let result: IngestResult | null = null;
    for await (const { frame, body } of frames(child.stdio[3] as Readable)) {
      if (ended) break;
      switch (frame.type) {
        case 'chunk':
          await sink.write({ ...frame.chunk, bytes: body });
          break;
        case 'restart':
          await sink.restart();
          break;
        case 'progress':
          onProgress?.(frame.done, frame.total);
          break;
        case 'result':
          result = JSON.parse(body.toString()) as IngestResult;
          break;
        case 'fault':
          if (frame.code !== null) throw new ExplainError(frame.code, frame.message);
          throw Object.assign(new Error(frame.message), { stack: frame.stack ?? frame.message });
      }
    }
    if (result !== null && !ended) return result;
    const exit = await exited;
    throw ended ?? reasonOf(exit, complaints, request.filename, limits);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
    child.kill('SIGKILL'); // no effect on one that has ended
    await exited;
  }
}

function reasonOf({ code, signal }: { code: number | null; signal: NodeJS.Signals | null }, complaints: string, filename: string, limits: IngestLimits): Error {
  if (complaints.includes(memoryLimitMark) || signal === 'SIGKILL' || /heap out of memory|bad_alloc|Array buffer allocation failed/i.test(complaints)) {
    return new ExplainError('RESOURCE_LIMIT', `Reading "${filename}" took more memory than it may (${Math.round(limits.memoryBytes / 2 ** 20)} MiB) and was ended. Split the file, or leave wide text columns out.`);
  }
  return new Error(`the ingest process ended by itself (${signal ?? `exit code ${code}`}): ${complaints.slice(-1000)}`);
}
