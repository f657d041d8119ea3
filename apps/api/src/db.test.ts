import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../test/database.js';
import { connectDatabase, disconnectDatabase, inOrganisation, instance, membershipsOf, withOrganisationClient } from './db.js';

let database: TestDatabase;
let admin: pg.Client;
beforeAll(async () => {
  database = await createTestDatabase();
  connectDatabase(database.url, { connections: 4 });
  admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await disconnectDatabase();
  await database.drop();
});

async function makeOrganisation(name: string): Promise<string> {
  const id = randomUUID();
  await inOrganisation(id, (tx) => tx.organisation.create({ data: { id, name } }));
  return id;
}

/** Tables of the installation: nothing in them is about an organisation's work. */
const withoutOrganisation = ['_prisma_migrations', 'account', 'app_user', 'rate_limit', 'session', 'signing_key', 'verification'];

test('27: every table is an organisation’s and forces row-level security, or is on the short list of those that are not', async () => {
  const { rows } = await admin.query<{ name: string; owned: boolean; forced: boolean; policies: number }>(`
    select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as forced,
      exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'organisation_id' and a.attnotnull) as owned,
      (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies
    from pg_class c where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace`);
  const lacking = rows.filter(({ name, owned, forced, policies }) => !((owned || name === 'organisation') && forced && policies > 0)).map(({ name }) => name);
  expect(lacking.sort()).toEqual(withoutOrganisation);
});

test('27: every reference between organisations’ tables names the organisation too', async () => {
  const { rows } = await admin.query<{ reference: string }>(`
    select k.conrelid::regclass || ' -> ' || k.confrelid::regclass as reference from pg_constraint k
    where k.contype = 'f' and k.connamespace = 'public'::regnamespace
      and exists (select from pg_attribute a where a.attrelid = k.confrelid and a.attname = 'organisation_id')
      and not exists (select from pg_attribute a where a.attrelid = k.conrelid and a.attnum = any(k.conkey) and a.attname = 'organisation_id')`);
  expect(rows).toEqual([]);
});

test('the tenants’ role can neither log in nor go round row-level security, and cannot read accounts', async () => {
  const { rows } = await admin.query(`select rolcanlogin, rolsuper, rolbypassrls from pg_roles where rolname = 'plumbline_app'`);
  expect(rows).toEqual([{ rolcanlogin: false, rolsuper: false, rolbypassrls: false }]);
  const organisation = await makeOrganisation('no accounts');
  await expect(inOrganisation(organisation, (tx) => tx.user.count())).rejects.toThrow(/denied/);
});

test('25: without an organisation there are no rows, and what is not a UUID never reaches the database', async () => {
  const organisation = await makeOrganisation('unset');
  await inOrganisation(organisation, (tx) => tx.model.create({ data: { organisationId: organisation, name: 'seen' } }));
  await admin.query('begin');
  await admin.query('set local role plumbline_app');
  expect((await admin.query('select count(*)::int as n from model')).rows).toEqual([{ n: 0 }]);
  await admin.query(`select set_config('app.organisation_id', '', true)`);
  expect((await admin.query('select count(*)::int as n from model')).rows).toEqual([{ n: 0 }]);
  await admin.query(`select set_config('app.organisation_id', 'x'' or true --', true)`);
  await expect(admin.query('select count(*)::int as n from model')).rejects.toMatchObject({ code: '22P02' });
  await admin.query('rollback');
  await expect(inOrganisation(`${organisation}' or true --`, (tx) => tx.model.count())).rejects.toThrow('An organisation id is a UUID.');
});

test('28: another organisation’s row can be neither seen, changed, written nor referred to', async () => {
  const [mine, theirs] = [await makeOrganisation('mine'), await makeOrganisation('theirs')];
  const model = await inOrganisation(theirs, (tx) => tx.model.create({ data: { organisationId: theirs, name: 'theirs' } }));
  await inOrganisation(mine, async (tx) => {
    expect(await tx.model.findUnique({ where: { id: model.id } })).toBeNull();
    expect((await tx.model.updateMany({ where: { id: model.id }, data: { name: 'mine now' } })).count).toBe(0);
    expect((await tx.model.deleteMany({ where: { id: model.id } })).count).toBe(0);
  });
  await expect(inOrganisation(mine, (tx) => tx.model.create({ data: { organisationId: theirs, name: 'smuggled' } }))).rejects.toThrow(/row-level security/);
  const version = { modelId: model.id, number: 1, digest: 'sha256:0', source: 'file' };
  await expect(inOrganisation(mine, (tx) => tx.modelVersion.create({ data: { ...version, organisationId: mine } }))).rejects.toThrow(/[Ff]oreign key/);
});

test('26: 200 transactions at once, some of which fail, never see each other’s rows', async () => {
  const organisations = await Promise.all(Array.from({ length: 5 }, (_, i) => makeOrganisation(`race ${i}`)));
  await Promise.all(organisations.map((id) => inOrganisation(id, (tx) => tx.model.create({ data: { organisationId: id, name: id } }))));
  const seen = await Promise.all(
    Array.from({ length: 200 }, async (_, i) => {
      const id = organisations[i % organisations.length]!;
      if (i % 7 === 0) {
        await expect(withOrganisationClient(id, (client) => client.query('select 1 / 0'))).rejects.toThrow('division by zero');
        return true;
      }
      const models = await inOrganisation(id, (tx) => tx.model.findMany());
      return models.length === 1 && models[0]!.name === id;
    }),
  );
  expect(seen.every(Boolean)).toBe(true);
  // What the pool hands out next is nobody's.
  expect(await instance().$queryRaw`select current_setting('app.organisation_id', true) as organisation, current_user <> 'plumbline_app' as free`).toEqual([{ organisation: '', free: true }]);
});

test('evidence and activity are only ever added to', async () => {
  const organisation = await makeOrganisation('append');
  await inOrganisation(organisation, (tx) => tx.activity.create({ data: { organisationId: organisation, action: 'test', subject: 'x' } }));
  await expect(inOrganisation(organisation, (tx) => tx.activity.updateMany({ data: { action: 'other' } }))).rejects.toThrow(/denied/);
  await expect(inOrganisation(organisation, (tx) => tx.activity.deleteMany())).rejects.toThrow(/denied/);
  await expect(inOrganisation(organisation, (tx) => tx.evidence.deleteMany())).rejects.toThrow(/denied/);
});

test('before an organisation is chosen, a person sees their own memberships only', async () => {
  const [one, two] = [await makeOrganisation('one'), await makeOrganisation('two')];
  const users = await Promise.all(['a', 'b'].map((name) => instance().user.create({ data: { name, email: `${name}@membership.test` } })));
  await inOrganisation(one, (tx) => tx.membership.create({ data: { organisationId: one, userId: users[0]!.id, role: 'auditor' } }));
  await inOrganisation(two, (tx) => tx.membership.create({ data: { organisationId: two, userId: users[1]!.id, role: 'officer' } }));
  expect(await membershipsOf(users[0]!.id)).toMatchObject([{ organisationId: one, role: 'auditor' }]);
});

test('relations read side by side in a transaction reach the driver one at a time', async () => {
  const organisation = await makeOrganisation('side by side');
  const send = pg.Client.prototype.query as (...parameters: unknown[]) => Promise<unknown>;
  const open = new Map<pg.Client, number>();
  let most = 0;
  const spy = jest.spyOn(pg.Client.prototype, 'query').mockImplementation(function (this: pg.Client, ...parameters: unknown[]) {
    const answer = send.apply(this, parameters);
    if (!(answer instanceof Promise)) return answer;
    open.set(this, (open.get(this) ?? 0) + 1);
    most = Math.max(most, open.get(this)!);
    return answer.finally(() => open.set(this, open.get(this)! - 1));
  } as never);
  await inOrganisation(organisation, async (tx) => {
    await tx.organisation.findUniqueOrThrow({ where: { id: organisation }, include: { models: true, policies: true, schedules: true, datasets: true } });
    await Promise.all([tx.model.count(), tx.policy.count(), tx.audit.count()]);
  });
  spy.mockRestore();
  expect(most).toBe(1);
});
