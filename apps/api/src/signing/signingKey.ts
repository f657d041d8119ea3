import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { publicKeyOf, type Signer } from '@plumbline/evidence/dsse';
import type { Env } from '../env.js';

/**
 * The Ed25519 key this installation signs with. A file that was named must be there: making another key in its place would sign with a name
 * nobody trusts. The file in PLUMBLINE_HOME is made on first use, readable by its owner alone.
 */
export async function readSigningKey({ home, signingKeyFile }: Pick<Env, 'home' | 'signingKeyFile'>): Promise<Signer> {
  const file = signingKeyFile ?? join(home, 'signing-key.pem');
  if (signingKeyFile === undefined) await makeKey(home, file);
  const signer = { privateKeyPem: await readFile(file, 'utf8') };
  try {
    publicKeyOf(signer);
  } catch (error) {
    throw new Error(`${file} does not hold an Ed25519 private key (PKCS #8, PEM) to sign evidence with.`, { cause: error });
  }
  return signer;
}

async function makeKey(home: string, file: string): Promise<void> {
  const exists = await readFile(file).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
  if (exists) return;
  await mkdir(home, { recursive: true });
  const { privateKey } = generateKeyPairSync('ed25519', { privateKeyEncoding: { type: 'pkcs8', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } });
  // Written whole beside its place and then linked: of several processes one wins, and none reads half a key.
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  await writeFile(draft, privateKey, { mode: 0o600, flag: 'wx' });
  try {
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft);
  }
}
