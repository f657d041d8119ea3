import { ExplainError } from '../errors.js';

/** JSON.parse and String.split hold several copies; 256 MB is about 2 million nodes of either format. */
const MAX_BYTES = 256 * 1024 * 1024;

/** The text of a model file from a stranger. */
export function modelText(bytes: Uint8Array, library: string): string {
  if (bytes.length === 0) throw new ExplainError('BAD_MODEL', `The ${library} file is empty.`);
  if (bytes.length > MAX_BYTES) throw new ExplainError('RESOURCE_LIMIT', `The ${library} file has ${bytes.length} bytes; at most ${MAX_BYTES} are read.`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // The decoder's own message says nothing about the file.
    throw new ExplainError('BAD_MODEL', `The ${library} file is not text (invalid UTF-8). Binary forms are not read; save the model as text.`);
  }
}
