import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyBundle } from '@plumbline/evidence/verify';
import { runCommand } from '../../test/commandLine.js';
import { createTestDatabase, type TestDatabase } from '../../test/database.js';
import { connectDatabase, disconnectDatabase, instance } from '../db.js';
import { softwareVersion } from '../softwareVersion.js';
import { sealAudit } from './sealAudit.js';

let database: TestDatabase;
let home: string;
let place: { home: string; signingKeyFile: undefined };
let organisationId: string;
const auditIds: string[] = [];

/** Two real audits of a few rows, run and sealed by the command. The test looks at the rows as the database's owner. */
beforeAll(async () => {
  database = await createTestDatabase();
  home = await mkdtemp(join(tmpdir(), 'plumbline-seal-'));
  place = { home, signingKeyFile: undefined };
  const rows = Array.from({ length: 60 }, (_, i) => `${i % 2 === 0 ? 'a' : 'b'},${Number(i % 3 === 0)},${Number(i % 5 === 0)}`);
  await writeFile(join(home, 'data.csv'), `group,label,guess\n${rows.join('\n')}\n`);
  for (const seed of ['1', '2']) {
    const { code, stdout, stderr } = await runCommand('audit', ['--data', join(home, 'data.csv'), '--label', 'label', '--prediction', 'guess', '--protected', 'group', '--seed', seed, '--json'], { DATABASE_URL: database.url, PLUMBLINE_HOME: home });
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    auditIds.push((JSON.parse(stdout) as { auditId: string }).auditId);
  }
  connectDatabase(database.url);
  ({ organisationId } = await instance().audit.findFirstOrThrow({ select: { organisationId: true } }));
});
afterAll(async () => {
  await disconnectDatabase();
  await database.drop();
  await rm(home, { recursive: true });
});

test('a finished audit is sealed once, with a bundle that is valid and follows the one before', async () => {
  const evidence = await instance().evidence.findMany({ orderBy: { id: 'asc' } });
  expect(evidence.map(({ auditId }) => auditId)).toEqual(auditIds);
  expect(evidence.map(({ previousDigest }) => previousDigest)).toEqual([null, evidence[0]!.digest]);
  for (const { bytes, auditId } of evidence) {
    const { valid, statement } = verifyBundle(bytes, { softwareVersion });
    const { digest } = await instance().audit.findUniqueOrThrow({ where: { id: auditId } });
    expect({ valid, digest: statement?.predicate.auditDigest }).toEqual({ valid: true, digest });
  }
  const key = await instance().signingKey.findMany();
  expect(key.map(({ id }) => id)).toEqual([evidence[0]!.keyId]);
});

test('sealing again leaves the bundle that somebody may hold already', async () => {
  const before = await instance().evidence.findMany({ orderBy: { id: 'asc' } });
  await sealAudit(organisationId, auditIds[0]!, place);
  expect(await instance().evidence.findMany({ orderBy: { id: 'asc' } })).toEqual(before);
});

test('two workers that seal the same audit at once store one bundle', async () => {
  await instance().evidence.deleteMany({ where: { auditId: auditIds[1]! } });
  await Promise.all(Array.from({ length: 4 }, () => sealAudit(organisationId, auditIds[1]!, place)));
  expect(await instance().evidence.count({ where: { auditId: auditIds[1]! } })).toBe(1);
});

test('results that were changed after the audit are not signed', async () => {
  const auditId = auditIds[1]!;
  await instance().evidence.deleteMany({ where: { auditId } });
  await instance().$executeRaw`update audit_result set result = replace(result::text, '"n":60', '"n":61')::json where audit_id = ${auditId}::uuid`;
  await expect(sealAudit(organisationId, auditId, place)).rejects.toThrow(/the stored results have the digest/);
  expect(await instance().evidence.count({ where: { auditId } })).toBe(0);
});

test('an audit that did not succeed, or is another organisation’s, is not sealed', async () => {
  const auditId = auditIds[1]!;
  await instance().audit.update({ where: { id: auditId }, data: { state: 'failed' } });
  await sealAudit(organisationId, auditId, place);
  await instance().evidence.deleteMany({ where: { auditId: auditIds[0]! } });
  await sealAudit('00000000-0000-7000-8000-000000000000', auditIds[0]!, place);
  expect(await instance().evidence.count()).toBe(0);
});
