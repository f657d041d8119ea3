import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publicKeyOf } from '@plumbline/evidence/dsse';
import { readSigningKey } from './signingKey.js';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'plumbline-key-'));
});
afterAll(() => rm(directory, { recursive: true }));

test('is made once, by however many ask at the same time, for its owner alone', async () => {
  const home = join(directory, 'home');
  const place = { home, signingKeyFile: undefined };
  const keys = await Promise.all(Array.from({ length: 20 }, () => readSigningKey(place)));
  expect(new Set(keys.map((key) => key.privateKeyPem)).size).toBe(1);
  expect(await readSigningKey(place)).toEqual(keys[0]);
  expect(await readdir(home)).toEqual(['signing-key.pem']);
  expect((await stat(join(home, 'signing-key.pem'))).mode & 0o777).toBe(0o600);
  expect(publicKeyOf(keys[0]!).keyId).toMatch(/^[0-9a-f]{64}$/);
});

test('a file that was named is never made', async () => {
  await expect(readSigningKey({ home: directory, signingKeyFile: join(directory, 'absent.pem') })).rejects.toThrow(/ENOENT/);
  expect(await readdir(directory)).not.toContain('absent.pem');
});

test('a file that holds something else is refused by name', async () => {
  const file = join(directory, 'other.pem');
  await writeFile(file, 'not a key');
  await expect(readSigningKey({ home: directory, signingKeyFile: file })).rejects.toThrow(/other\.pem does not hold an Ed25519 private key/);
});
