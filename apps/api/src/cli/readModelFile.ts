import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { packTfjs } from '@plumbline/explain-core/models/tfjs/archive';
import { readInput } from './readInput.js';
import { UsageError } from './usageError.js';

/** A model is one file, but TensorFlow.js saves a folder: for that, or for the model.json in it, the one file that is kept is put together here. */
export async function readModelFile(path: string): Promise<Uint8Array> {
  const isFolder = await stat(path).then((found) => found.isDirectory(), () => false); // what is not there is told of when it is read
  const file = isFolder ? join(path, 'model.json') : path;
  const bytes = await readInput(file, '--model');
  if (!namesWeightFiles(bytes)) {
    if (isFolder) throw new UsageError(`--model ${path}: the model.json in this folder names no weight files, as a TensorFlow.js model's does.`);
    return bytes;
  }
  return packTfjs((name) => readInput(join(dirname(file), name), '--model'), bytes);
}

function namesWeightFiles(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0x7b) return false; // "{"
  try {
    const { weightsManifest } = JSON.parse(new TextDecoder().decode(bytes)) as { weightsManifest?: unknown };
    return Array.isArray(weightsManifest) && weightsManifest.length > 0;
  } catch {
    return false; // whoever loads the model says what is wrong with it
  }
}
