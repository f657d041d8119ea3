import { readFile, stat } from 'node:fs/promises';
import { UsageError } from './usageError.js';

/** A file named on the command line, or one sentence why not. */
export async function readInput(path: string, option: string): Promise<Uint8Array> {
  await checkInput(path, option);
  return readFile(path);
}

export async function readJsonInput(path: string, option: string): Promise<unknown> {
  const bytes = await readInput(path, option);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw new UsageError(`${option} ${path} is not JSON: ${(error as Error).message}.`);
  }
}

/** For files that are read elsewhere, piece by piece. */
export async function checkInput(path: string, option: string): Promise<void> {
  try {
    if (!(await stat(path)).isFile()) throw new UsageError(`${option} ${path} is not a file.`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new UsageError(`${option} ${path}: there is no such file.`);
    if (code === 'EACCES') throw new UsageError(`${option} ${path}: this account may not read it.`);
    throw error;
  }
}
