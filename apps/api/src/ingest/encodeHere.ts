import { encodeChunk } from './chunk.js';
import type { EncodeChunk } from './ingestFile.js';
import { chunkDigest } from './rawChunk.js';

export const encodeHere: EncodeChunk = async (chunk) => ({ digest: chunkDigest(chunk), bytes: encodeChunk(chunk) });
