import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyPassword } from 'better-auth/crypto';
import { createTestDatabase, type TestDatabase } from '../test/database.js';
import { bootstrap } from './bootstrap.js';
import { connectDatabase, disconnectDatabase, instance } from './db.js';
import { listPolicies } from './features/policy/policy.service.js';

let database: TestDatabase;
let home: string;
beforeAll(async () => {
  database = await createTestDatabase();
  home = await mkdtemp(join(tmpdir(), 'plumbline-home-'));
  connectDatabase(database.url);
});
afterAll(async () => {
  await disconnectDatabase();
  await database.drop();
  await rm(home, { recursive: true });
});

test('the first start makes one organisation with an administrator of its own password; later ones find it', async () => {
  const both = await Promise.all([bootstrap(home), bootstrap(home)]);
  const [made, ...more] = both.flatMap(({ created }) => (created ? [created] : []));
  expect(more).toEqual([]);
  expect(await instance().user.count()).toBe(1);
  expect(both[0].actor).toEqual(both[1].actor);
  expect(both[0].actor).toMatchObject({ role: 'administrator', userId: null });

  expect(made!.password.length).toBeGreaterThanOrEqual(20);
  expect((await stat(made!.passwordFile)).mode & 0o777).toBe(0o600);
  expect(await readFile(made!.passwordFile, 'utf8')).toBe(`${made!.email}\n${made!.password}\n`);
  const { password } = await instance().account.findFirstOrThrow();
  expect(await verifyPassword({ hash: password!, password: made!.password })).toBe(true);

  expect((await bootstrap(home)).created).toBeNull();
  const policies = await listPolicies(both[0].actor, {});
  expect(policies.edges.map(({ node }) => [node.name, node.version])).toEqual([['Predicted numbers', 1], ['Starting points', 1]]);
});
