import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { newSigner, sealOptions, smallAudit } from '../../test/smallAudit.js';
import { sealBundle } from '../bundle.js';
import { publicKeyOf } from '../dsse.js';

/** The built program, as it is installed alone. */
const program = fileURLToPath(new URL('../../dist/bin/verify.js', import.meta.url));
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
const signer = newSigner();
let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'plumbline-verify-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

function verify(bytes: Uint8Array | null, ...args: string[]): { code: number | null; document: { valid: boolean; checks: { id: string; ok: boolean }[] } } {
  const file = join(directory, 'bundle.zip');
  if (bytes !== null) writeFileSync(file, bytes);
  const { status, stdout } = spawnSync(process.execPath, [program, bytes === null ? join(directory, 'absent.zip') : file, '--json', ...args], { encoding: 'utf8', env: {} });
  return { code: status, document: JSON.parse(stdout) };
}

test('a bundle is checked, without an environment, and its exit code tells how', () => {
  const bundle = sealBundle(smallAudit(), { ...sealOptions(signer), softwareVersion: version });
  expect(verify(bundle)).toMatchObject({ code: 0, document: { valid: true } });
  expect(verify(bundle, '--key', publicKeyOf(signer).keyId)).toMatchObject({ code: 0 });
  expect(verify(bundle, '--key', 'f'.repeat(64))).toMatchObject({ code: 1, document: { valid: false } });
  expect(verify(Uint8Array.from(bundle, (byte, index) => (index === 500 ? byte ^ 1 : byte)))).toMatchObject({ code: 1, document: { valid: false } });
  expect(verify(bundle.subarray(0, 1000))).toMatchObject({ code: 2, document: { valid: false } });
  expect(verify(null)).toMatchObject({ code: 2, document: { valid: false } });
});

test('says how it is used when asked', () => {
  const { status, stdout } = spawnSync(process.execPath, [program, '--help'], { encoding: 'utf8', env: {} });
  expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringMatching(/^usage: plumbline-verify BUNDLE\.zip/) });
});
