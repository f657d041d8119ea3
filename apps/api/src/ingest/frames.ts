import type { ErrorCode } from '@plumbline/explain-core/errors';
import type { ChunkFacts, IngestResult } from './ingestFile.js';

/**
 * What the ingest child says, in order, on one pipe: a u32 of the header's bytes, a u32 of the body's bytes, the header as JSON, the body. Chunks are large,
 * and a pipe carries them without another encoding and holds the child back while the database is slower.
 */
export type Frame =
  | { readonly type: 'chunk'; readonly chunk: Omit<ChunkFacts, 'sizeBytes'> } // body: the chunk's bytes
  | { readonly type: 'restart' }
  | { readonly type: 'progress'; readonly done: number; readonly total: number }
  | { readonly type: 'result' } // body: IngestResult as JSON
  | { readonly type: 'fault'; readonly code: ErrorCode | null; readonly message: string; readonly stack: string | null };

export function frameHead(frame: Frame, bodyBytes: number): Buffer {
  const header = Buffer.from(JSON.stringify(frame));
  const head = Buffer.allocUnsafe(8 + header.length);
  head.writeUInt32LE(header.length, 0);
  head.writeUInt32LE(bodyBytes, 4);
  header.copy(head, 8);
  return head;
}

export function resultBody(result: IngestResult): Buffer {
  return Buffer.from(JSON.stringify(result));
}

const headerLimit = 2 ** 20; // a child that was taken over must not make its parent allocate what it likes
const bodyLimit = 2 ** 30;

/** Cuts a stream of bytes into frames. */
export async function* frames(pieces: AsyncIterable<Buffer>): AsyncGenerator<{ frame: Frame; body: Buffer }> {
  const source = pieces[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  const take = async (bytes: number): Promise<Buffer | null> => {
    const wanted = Buffer.allocUnsafeSlow(bytes); // not from the pool: a chunk outlives this call
    let filled = 0;
    while (filled < bytes) {
      if (rest.length === 0) {
        const { value, done } = await source.next();
        if (done) return null;
        rest = value;
      }
      const copied = rest.copy(wanted, filled);
      filled += copied;
      rest = rest.subarray(copied);
    }
    return wanted;
  };
  try {
    for (;;) {
      const sizes = await take(8);
      if (sizes === null) return;
      const headerBytes = sizes.readUInt32LE(0);
      const bodyBytes = sizes.readUInt32LE(4);
      if (headerBytes > headerLimit || bodyBytes > bodyLimit) throw new RangeError(`a frame of ${headerBytes} + ${bodyBytes} bytes`);
      const header = await take(headerBytes);
      const body = header && (await take(bodyBytes));
      if (!header || !body) return;
      yield { frame: JSON.parse(header.toString()) as Frame, body };
    }
  } finally {
    // Whoever stops listening closes the stream: a pipe with bytes in it that nobody reads never ends, nor does the child that it belongs to.
    await source.return?.();
  }
}
