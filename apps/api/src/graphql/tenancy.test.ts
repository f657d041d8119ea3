import { createHash } from 'node:crypto';
import { makeOrganisation, startTestServer, type TestOrganisation, type TestServer } from '../../test/server.js';
import { storePeople } from '../../test/people.js';
import type { Role } from '../generated/prisma/enums.js';
import { inOrganisation, instance } from '../db.js';
import { startAudit } from '../features/audit/audit.service.js';
import { openQueue } from '../jobs/queue.js';
import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';

let server: TestServer;
let bank: TestOrganisation;
let rival: TestOrganisation;
/** Ids of things that are the bank's. */
const ids: Record<'dataset' | 'modelVersion' | 'model' | 'policy' | 'audit' | 'schedule' | 'apiKey' | 'evidence' | 'upload' | 'member' | 'slice', string> = {} as never;

const auditInput = () => ({ datasetId: ids.dataset, modelVersionId: ids.modelVersion, label: 'label', protected: ['sex', 'age'] });

beforeAll(async () => {
  server = await startTestServer();
  [bank, rival] = [await makeOrganisation('bank'), await makeOrganisation('rival')];
  const stored = await storePeople(bank.actor, server.home);
  Object.assign(ids, { dataset: stored.datasetId, modelVersion: stored.modelVersionId, model: stored.modelId });
  const queue = await openQueue(server.databaseUrl, { works: false, onError: (error) => { throw error; } });
  const audit = await startAudit(queue, bank.actor, auditInput());
  await queue.stop({ graceful: false });
  ids.audit = audit.id;
  ids.policy = audit.policyId;
  ids.member = bank.actor.userId!;
  const { organisationId } = bank.actor;
  await instance().signingKey.create({ data: { id: 'test-key', publicKey: 'none' } });
  await inOrganisation(organisationId, async (tx) => {
    const evidence = await tx.evidence.create({ data: { organisationId, auditId: audit.id, digest: 'sha256:0', keyId: 'test-key', sizeBytes: 3, bytes: Buffer.from('zip') } });
    ids.evidence = evidence.id;
    ids.apiKey = (await tx.apiKey.findFirstOrThrow()).id;
  });
  const asked = await server.ask(bank.keys.officer, `mutation($input: StartAuditInput!) { scheduleAudit(name: "nightly", cron: "0 3 * * *", timeZone: "Europe/Zurich", input: $input) { id } }`, { input: auditInput() });
  ids.schedule = asked.data.scheduleAudit.id;
  const slice = await server.ask(bank.keys.auditor, 'mutation { saveSlice(name: "women", conditions: [{ column: "sex", levels: ["f"] }], watched: false) { id } }');
  ids.slice = slice.data.saveSlice.id;
  const upload = await server.ask(bank.keys.auditor, 'mutation { createUpload(filename: "x", purpose: "model") { id } }');
  ids.upload = upload.data.createUpload.id;
});
afterAll(() => server.stop());

describe('24: another organisation’s ids are like ids that do not exist', () => {
  /** Every operation that takes an id, as [name, who may call it, operation]. Nothing the API offers may be missing here. */
  const operations: readonly (readonly [string, Role, string])[] = [
    ['dataset', 'regulator', 'query($dataset: ID!) { dataset(id: $dataset) { id } }'],
    ['model', 'regulator', 'query($model: ID!) { model(id: $model) { id } }'],
    ['modelVersion', 'regulator', 'query($modelVersion: ID!) { modelVersion(id: $modelVersion) { id } }'],
    ['policy', 'regulator', 'query($policy: ID!) { policy(id: $policy) { id } }'],
    ['audit', 'regulator', 'query($audit: ID!) { audit(id: $audit) { id } }'],
    ['compareModels', 'regulator', 'query($dataset: ID!, $policy: ID!) { compareModels(datasetId: $dataset, policyId: $policy) { models { audit { id } } } }'],
    ['createDataset', 'auditor', 'mutation($upload: ID!) { createDataset(uploadId: $upload, name: "x") { id } }'],
    ['registerModel', 'auditor', 'mutation($upload: ID!) { registerModel(input: { uploadId: $upload, name: "x" }) { id } }'],
    ['registerModel', 'auditor', 'mutation($dataset: ID!) { registerModel(input: { datasetId: $dataset, predictionColumn: "predicted" }) { id } }'],
    ['updateModelCard', 'auditor', 'mutation($modelVersion: ID!) { updateModelCard(modelVersionId: $modelVersion, card: {}) { id } }'],
    ['startAudit', 'auditor', 'mutation($dataset: ID!, $modelVersion: ID!) { startAudit(input: { datasetId: $dataset, modelVersionId: $modelVersion, label: "label", protected: ["sex"] }) { id } }'],
    ['cancelAudit', 'auditor', 'mutation($audit: ID!) { cancelAudit(id: $audit) { id } }'],
    ['scheduleAudit', 'officer', 'mutation($dataset: ID!, $modelVersion: ID!) { scheduleAudit(name: "x", cron: "0 3 * * *", timeZone: "UTC", input: { datasetId: $dataset, modelVersionId: $modelVersion, label: "label", protected: ["sex"] }) { id } }'],
    ['setScheduleEnabled', 'officer', 'mutation($schedule: ID!) { setScheduleEnabled(id: $schedule, enabled: false) { id } }'],
    ['sliceRows', 'auditor', 'query($dataset: ID!) { sliceRows(datasetId: $dataset, conditions: [{ column: "sex", levels: ["f"] }]) { searchedRows } }'],
    ['decision', 'auditor', 'query($audit: ID!) { decision(auditId: $audit, row: 0) { row } }'],
    ['similarRows', 'auditor', 'query($audit: ID!) { similarRows(auditId: $audit, row: 0) { searchedRows } }'],
    ['askModel', 'auditor', 'query($audit: ID!) { askModel(auditId: $audit, rows: [{}]) { decision } }'],
    ['watchSlice', 'auditor', 'mutation($slice: ID!) { watchSlice(id: $slice, watched: true) { id } }'],
    ['deleteSlice', 'auditor', 'mutation($slice: ID!) { deleteSlice(id: $slice) }'],
    ['revokeApiKey', 'administrator', 'mutation($apiKey: ID!) { revokeApiKey(id: $apiKey) }'],
    ['removeMember', 'administrator', 'mutation($member: ID!) { removeMember(id: $member) }'],
  ];

  test('every operation with an id is on the list', async () => {
    const { data } = await server.ask(bank.keys.regulator, '{ __schema { queryType { fields { name args { name type { name ofType { name } } } } } mutationType { fields { name args { name type { name ofType { name } } } } } } }');
    const withIds = [...data.__schema.queryType.fields, ...data.__schema.mutationType.fields]
      .filter(({ args }: { args: { type: { name: string | null; ofType: { name: string | null } | null } }[] }) =>
        args.some(({ type }) => ['ID', 'StartAuditInput', 'RegisterModelInput'].includes(type.ofType?.name ?? type.name ?? '')),
      )
      .map(({ name }: { name: string }) => name)
      .filter((name: string) => name !== 'audits'); // its ids are filters; see below
    expect(new Set(operations.map(([name]) => name))).toEqual(new Set(withIds));
  });

  test.each(operations)('%s (%s)', async (_name, role, query) => {
    const wanted = Object.fromEntries(Object.entries(ids).filter(([name]) => query.includes(`$${name}:`)));
    const before = await stateOfBank();
    const theirs = await server.ask(rival.keys[role], query, wanted);
    const nobodys = await server.ask(rival.keys[role], query, Object.fromEntries(Object.keys(wanted).map((name) => [name, '00000000-0000-7000-8000-000000000000'])));
    expect(theirs.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    expect(theirs.errors![0]!.message).toBe(nobodys.errors![0]!.message);
    expect(await stateOfBank()).toEqual(before);
    const malformed = await server.ask(rival.keys[role], query, Object.fromEntries(Object.keys(wanted).map((name) => [name, "x' or true --"])));
    expect(malformed.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  });

  test('lists show one’s own, also when filtered by another’s id', async () => {
    const query = `query($dataset: ID!) { datasets { totalCount } models { totalCount } audits { totalCount } filtered: audits(datasetId: $dataset) { totalCount } schedules { totalCount } slices { totalCount } }`;
    const none = { totalCount: 0 };
    expect((await server.ask(rival.keys.regulator, query, { dataset: ids.dataset })).data).toEqual({ datasets: none, models: none, audits: none, filtered: none, schedules: none, slices: none });
    const one = { totalCount: 1 };
    expect((await server.ask(bank.keys.regulator, query, { dataset: ids.dataset })).data).toEqual({ datasets: one, models: one, audits: one, filtered: one, schedules: one, slices: one });
  });

  test('evidence is downloaded by its own organisation, and that is noted', async () => {
    const get = (key: string | null) => fetch(`${server.url}/evidence/${ids.evidence}`, { headers: key === null ? {} : { authorization: `Bearer ${key}` } });
    expect((await get(rival.keys.administrator)).status).toBe(404);
    expect((await get(null)).status).toBe(401);
    const response = await get(bank.keys.regulator);
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([200, 'application/zip', 'zip']);
    const noted = await inOrganisation(bank.actor.organisationId, (tx) => tx.activity.count({ where: { action: 'evidence.download', subject: ids.evidence } }));
    expect(noted).toBe(1);
  });
});

async function stateOfBank(): Promise<string> {
  const rows = await inOrganisation(bank.actor.organisationId, async (tx) => [
    await tx.audit.findMany({ orderBy: { id: 'asc' } }),
    await tx.schedule.findMany({ orderBy: { id: 'asc' } }),
    await tx.savedSlice.findMany({ orderBy: { id: 'asc' } }),
    await tx.modelVersion.findMany({ orderBy: { id: 'asc' } }),
    await tx.apiKey.findMany({ orderBy: { id: 'asc' }, omit: { lastUsedAt: true } }),
    await tx.upload.findMany({ orderBy: { id: 'asc' } }),
    await tx.membership.findMany(),
  ]);
  return createHash('sha256').update(JSON.stringify(rows, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))).digest('hex');
}

describe('roles', () => {
  const all: readonly Role[] = ['administrator', 'auditor', 'officer', 'regulator'];
  const cases: readonly (readonly [string, string, readonly Role[]])[] = [
    ['create an upload', 'mutation { createUpload(filename: "x", purpose: "dataset") { id } }', ['administrator', 'auditor']],
    ['register a model', 'mutation { registerModel(input: { name: "x" }) { id } }', ['administrator', 'auditor']],
    ['start an audit', 'mutation { startAudit(input: { datasetId: "x", modelVersionId: "x", label: "y", protected: ["z"] }) { id } }', ['administrator', 'auditor']],
    ['cancel an audit', 'mutation { cancelAudit(id: "x") { id } }', ['administrator', 'auditor']],
    ['save a policy', 'mutation { savePolicy(document: {}) { id } }', ['administrator', 'officer']],
    ['save a slice', 'mutation { saveSlice(name: "", conditions: [{ column: "x", missing: true }]) { id } }', ['administrator', 'auditor']],
    ['watch a slice', 'mutation { watchSlice(id: "x", watched: true) { id } }', ['administrator', 'auditor']],
    ['delete a slice', 'mutation { deleteSlice(id: "x") }', ['administrator', 'auditor']],
    ['open a slice', '{ sliceRows(datasetId: "x", conditions: [{ column: "x", missing: true }]) { searchedRows } }', ['administrator', 'auditor']],
    ['read a decision', '{ decision(auditId: "x", row: 0) { row } }', ['administrator', 'auditor']],
    ['look for similar rows', '{ similarRows(auditId: "x", row: 0) { searchedRows } }', ['administrator', 'auditor']],
    ['ask a model', '{ askModel(auditId: "x", rows: [{}]) { decision } }', ['administrator', 'auditor']],
    ['schedule', 'mutation { setScheduleEnabled(id: "x", enabled: true) { id } }', ['administrator', 'officer']],
    ['see keys', '{ apiKeys { id } }', ['administrator']],
    ['make keys', 'mutation { createApiKey(name: "", role: auditor) { secret } }', ['administrator']],
    ['revoke keys', 'mutation { revokeApiKey(id: "x") }', ['administrator']],
    ['see people', '{ members { id } }', ['administrator']],
    ['add people', 'mutation { addMember(email: "", name: "", role: auditor) { password } }', ['administrator']],
    ['remove people', 'mutation { removeMember(id: "x") }', ['administrator']],
    ['read', '{ audits { totalCount } policies { totalCount } }', all],
  ];
  test.each(cases)('to %s', async (_what, query, allowed) => {
    const refused = await Promise.all(all.map(async (role) => ((await server.ask(bank.keys[role], query)).errors?.[0]?.extensions.code === 'FORBIDDEN' ? [role] : [])));
    expect(refused.flat()).toEqual(all.filter((role) => !allowed.includes(role)));
  });
});

describe('19: progress as a stream', () => {
  const clients: Client[] = [];
  afterAll(() => Promise.all(clients.map((client) => client.dispose())));
  const connect = (key: string | null, headers: Record<string, string> = {}): Client => {
    class WithHeaders extends WebSocket {
      constructor(url: string, protocols: string) {
        super(url, protocols, { headers });
      }
    }
    const client = createClient({
      url: `${server.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WithHeaders,
      retryAttempts: 0,
      lazy: true,
      onNonLazyError: () => undefined,
      ...(key === null ? {} : { connectionParams: { authorization: `Bearer ${key}` } }),
    });
    clients.push(client);
    return client;
  };
  const watch = (client: Client, id: string) => client.iterate({ query: 'subscription($id: ID!) { auditProgress(id: $id) { state tasksDone tasksTotal } }', variables: { id } });

  test('nobody: closed with 4401; a page of somebody else’s with a cookie: 4403', async () => {
    await expect(watch(connect(null), ids.audit).next()).rejects.toMatchObject({ code: 4401 });
    await expect(watch(connect('plb_wrong'), ids.audit).next()).rejects.toMatchObject({ code: 4401 });
    await expect(watch(connect(null, { cookie: 'plumbline.session_token=x', origin: 'https://evil.example' }), ids.audit).next()).rejects.toMatchObject({ code: 4403 });
  });

  test('another organisation’s audit is not found, and a query is refused', async () => {
    await expect(watch(connect(rival.keys.regulator), ids.audit).next()).rejects.toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    await expect(connect(bank.keys.regulator).iterate({ query: '{ viewer { id } }' }).next()).rejects.toMatchObject([{ extensions: { code: 'BAD_REQUEST' } }]);
  });

  test('the state now, then the change, then the end', async () => {
    const stream = watch(connect(bank.keys.regulator), ids.audit);
    const total = await inOrganisation(bank.actor.organisationId, (tx) => tx.auditTask.count({ where: { auditId: ids.audit } }));
    expect((await stream.next()).value).toEqual({ data: { auditProgress: { state: 'queued', tasksDone: 0, tasksTotal: total } } });
    const started = performance.now();
    const next = stream.next();
    expect(await server.ask(bank.keys.auditor, 'mutation($id: ID!) { cancelAudit(id: $id) { state } }', { id: ids.audit })).toMatchObject({ data: { cancelAudit: { state: 'cancelled' } } });
    expect((await next).value).toMatchObject({ data: { auditProgress: { state: 'cancelled' } } });
    expect(performance.now() - started).toBeLessThan(1_500); // by notification; polling alone takes 2 s
    expect((await stream.next()).done).toBe(true);
  });

  test('49: what has ended cannot be cancelled', async () => {
    expect((await server.ask(bank.keys.auditor, 'mutation($id: ID!) { cancelAudit(id: $id) { state } }', { id: ids.audit })).errors).toMatchObject([{ extensions: { code: 'CONFLICT' } }]);
  });
});
