import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { RequestHandler } from 'express';
import { ApiError } from '../errors.js';
import type { Installation } from '../features/installation.js';
import { finishUpload, maxBytes, openUpload, spoolFile } from '../features/upload/upload.service.js';

/** A sender that is silent for this long has gone; a large file takes as long as it takes. */
const idleMs = 60_000;

/** PUT /uploads/:id?token=… — straight to a file, counted and digested on the way; memory does not grow with it. */
export function receiveUpload(installation: Installation): RequestHandler<{ id: string }> {
  return async (request, response) => {
    const { id } = request.params;
    const upload = await openUpload(id, typeof request.query.token === 'string' ? request.query.token : '');
    const limit = maxBytes[upload.purpose];
    if ((request.headers['content-encoding'] ?? 'identity') !== 'identity') return void response.status(415).json({ code: 'BAD_REQUEST', message: 'Send the file as it is, without a Content-Encoding.' });
    const tooLarge = `The file is larger than ${limit} bytes.`;
    if (Number(request.headers['content-length'] ?? 0) > limit) return void response.status(413).json({ code: 'TOO_LARGE', message: tooLarge });
    const { socket } = request;
    socket.setTimeout(idleMs, () => socket.destroy());
    response.once('close', () => socket.setTimeout(0));
    const path = spoolFile(installation, id);
    // The file must not be there: whoever makes it is the one upload that counts.
    const file = createWriteStream(path, { flags: 'wx', mode: 0o600 });
    const hash = createHash('sha256');
    let sizeBytes = 0;
    try {
      await pipeline(
        request,
        async function* (chunks: AsyncIterable<Buffer>) {
          for await (const chunk of chunks) {
            sizeBytes += chunk.length;
            if (sizeBytes > limit) throw new TooLarge();
            hash.update(chunk);
            yield chunk;
          }
        },
        file,
      );
      await finishUpload(upload, { sizeBytes, digest: `sha256:${hash.digest('hex')}` });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw new ApiError('CONFLICT', 'These bytes are being received already.');
      await rm(path, { force: true });
      if (error instanceof TooLarge) {
        // The rest is still on its way and will not be read.
        response.set('connection', 'close').status(413).json({ code: 'TOO_LARGE', message: tooLarge });
        return void response.once('finish', () => socket.destroySoon());
      }
      if (socket.destroyed) return; // the sender went away; it may come again
      throw error;
    }
    response.status(201).json({ id, sizeBytes });
  };
}

class TooLarge extends Error {}
