import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A secret of this installation, made on first use and readable by its owner alone. */
export async function secretFile(home: string, name: string): Promise<string> {
  await mkdir(home, { recursive: true });
  const file = join(home, name);
  try {
    const secret = randomBytes(32).toString('base64url');
    await writeFile(file, `${secret}\n`, { mode: 0o600, flag: 'wx' });
    return secret;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const found = (await readFile(file, 'utf8')).trim();
  if (found.length < 32) throw new Error(`${file} does not hold a secret of at least 32 characters. Delete it to have a new one made; everybody is then signed out.`);
  return found;
}
