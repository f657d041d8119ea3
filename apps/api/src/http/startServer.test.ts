import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { makeOrganisation, origin, startTestServer, type TestOrganisation, type TestServer } from '../../test/server.js';
import { peopleCsv } from '../../test/people.js';
import { hashToken, makeToken } from '../auth/token.js';
import { inOrganisation, instance } from '../db.js';
import { createApiKey, revokeApiKey } from '../features/apiKey/apiKey.service.js';

let server: TestServer;
let bank: TestOrganisation;
beforeAll(async () => {
  server = await startTestServer();
  bank = await makeOrganisation('bank');
});
afterAll(() => server.stop());

const viewer = '{ viewer { name email role organisation { name } } }';

const post = (path: string, body: NonNullable<RequestInit['body']>, headers: Record<string, string>) => fetch(`${server.url}${path}`, { method: 'POST', body, headers });
const signIn = (email: string, password: string, headers: Record<string, string> = { origin }) =>
  post('/api/auth/sign-in/email', JSON.stringify({ email, password }), { 'content-type': 'application/json', ...headers });

test('healthz says whether the database answers', async () => {
  const response = await fetch(`${server.url}/healthz`);
  expect([response.status, await response.json()]).toEqual([200, { ok: true, database: true }]);
});

describe('who may come in', () => {
  test('nobody without credentials: 401, introspection included', async () => {
    for (const query of [viewer, '{ __schema { types { name } } }', '{ __type(name: "Audit") { name } }']) {
      expect(await server.ask(null, query)).toMatchObject({ status: 401, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    }
  });

  test('an API key is good while it lasts', async () => {
    const { key, secret } = await createApiKey(bank.actor, { name: 'short', role: 'regulator', expiresInDays: 1 });
    expect(await server.ask(secret, viewer)).toMatchObject({ status: 200, data: { viewer: { name: 'short', email: '', role: 'regulator', organisation: { name: 'bank' } } } });
    await revokeApiKey(bank.actor, key.id);
    expect((await server.ask(secret, viewer)).status).toBe(401);
  });

  test('an expired key is refused', async () => {
    const { key, secret } = await createApiKey(bank.actor, { name: 'old', role: 'regulator', expiresInDays: 1 });
    await inOrganisation(bank.actor.organisationId, (tx) => tx.apiKey.update({ where: { id: key.id }, data: { expiresAt: new Date(Date.now() - 1000) } }));
    expect((await server.ask(secret, viewer)).status).toBe(401);
  });

  test('30: a key cut short, with another secret, or in the address is refused', async () => {
    const { key, secret } = await createApiKey(bank.actor, { name: 'kept', role: 'auditor' });
    expect((await server.ask(secret.slice(0, -1), viewer)).status).toBe(401);
    expect((await server.ask(`plb_${makeToken({ id: key.id, organisationId: bank.actor.organisationId })}`, viewer)).status).toBe(401);
    const response = await fetch(`${server.url}/graphql?query=${encodeURIComponent(viewer)}&key=${secret}&authorization=Bearer%20${secret}`, { headers: { 'apollo-require-preflight': '1' } });
    expect(response.status).toBe(401);
  });

  test('only the hash of a key is stored', async () => {
    const { key, secret } = await createApiKey(bank.actor, { name: 'hashed', role: 'auditor' });
    const stored = await inOrganisation(bank.actor.organisationId, (tx) => tx.apiKey.findUniqueOrThrow({ where: { id: key.id } }));
    expect(stored.secretHash).toBe(hashToken(secret));
    expect(JSON.stringify(stored)).not.toContain(secret.slice(12));
  });

  test('a person signs in, asks with the cookie, and is nobody after signing out', async () => {
    const signed = await signIn(bank.email, bank.password);
    expect(signed.status).toBe(200);
    const [cookie] = signed.headers.getSetCookie();
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Lax/);
    const headers = { 'content-type': 'application/json', cookie: cookie!.split(';')[0]!, origin };
    const asked = await post('/graphql', JSON.stringify({ query: viewer }), headers);
    expect(await asked.json()).toMatchObject({ data: { viewer: { email: 'bank@example.org', role: 'administrator' } } });
    await post('/api/auth/sign-out', '{}', headers);
    expect((await post('/graphql', JSON.stringify({ query: viewer }), headers)).status).toBe(401);
  });

  test('strangers cannot sign up', async () => {
    const response = await post('/api/auth/sign-up/email', JSON.stringify({ email: 'stranger@example.org', password: 'long enough password', name: 'S' }), { 'content-type': 'application/json', origin });
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(await instance().user.count({ where: { email: 'stranger@example.org' } })).toBe(0);
  });

  test('31: sign-in from another origin is refused', async () => {
    expect((await signIn(bank.email, bank.password, { origin: 'https://evil.example', cookie: 'plumbline.session_token=x' })).status).toBe(403);
  });

  test('22: no other origin is let in by CORS', async () => {
    const response = await fetch(`${server.url}/graphql`, { method: 'OPTIONS', headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' } });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('30: guessing a password is slowed down, whatever address the client claims', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 14; i++) statuses.push((await signIn('nobody@example.org', 'wrong password', { origin, 'x-forwarded-for': `10.0.0.${i}`, 'x-plumbline-address': `10.0.1.${i}` })).status);
    expect(statuses).toContain(401);
    expect(statuses.at(-1)).toBe(429);
  });
});

describe('uploads', () => {
  const create = `mutation($purpose: String!) { createUpload(filename: "people.csv", purpose: $purpose) { id url method headers maxBytes } }`;
  const offer = async (purpose = 'dataset') => (await server.ask(bank.keys.auditor, create, { purpose })).data.createUpload as { id: string; url: string };
  const put = (url: string, body: NonNullable<RequestInit['body']>, headers: Record<string, string> = {}) => fetch(`${server.url}${url}`, { method: 'PUT', body, headers: { 'content-type': 'application/octet-stream', ...headers } });
  const register = (id: string, name = 'people') => server.ask(bank.keys.auditor, `mutation($id: ID!, $name: String!) { createDataset(uploadId: $id, name: $name, columns: [{ name: "three", kind: category }]) { id rows digest source columns { name kind levels } } }`, { id, name });

  test('a file goes up once, becomes a data set, and leaves nothing behind', async () => {
    const { id, url } = await offer();
    expect(await register(id)).toMatchObject({ errors: [{ extensions: { code: 'CONFLICT' } }] });
    expect((await put(url, peopleCsv())).status).toBe(201);
    const spooled = join(server.home, 'spool', id);
    expect((await stat(spooled)).mode & 0o777).toBe(0o600);
    const upload = await inOrganisation(bank.actor.organisationId, (tx) => tx.upload.findUniqueOrThrow({ where: { id } }));
    expect(upload).toMatchObject({ state: 'received', digest: `sha256:${createHash('sha256').update(peopleCsv()).digest('hex')}` });
    expect((await put(url, 'again')).status).toBe(409);

    const { data, errors } = await register(id);
    expect(errors).toBeUndefined();
    expect(data.createDataset).toMatchObject({ rows: 60, source: 'people.csv, csv, utf-8, separated by ,' });
    expect(data.createDataset.columns[6]).toEqual({ name: 'three', kind: 'category', levels: ['0', '1', '2'] });
    expect(await readdir(join(server.home, 'spool'))).not.toContain(id);
    expect(await register(id)).toMatchObject({ errors: [{ extensions: { code: 'CONFLICT' } }] });
  });

  test('a file that cannot be read stores nothing, and can be tried again', async () => {
    const { id, url } = await offer();
    await put(url, 'a,a\n1,2\n');
    const before = await inOrganisation(bank.actor.organisationId, async (tx) => [await tx.dataset.count(), await tx.datasetChunk.count()]);
    expect(await register(id, 'twins')).toMatchObject({ data: null, errors: [{ message: expect.stringContaining('"a"'), extensions: { code: 'BAD_DATA' } }] });
    expect(await inOrganisation(bank.actor.organisationId, async (tx) => [await tx.dataset.count(), await tx.datasetChunk.count()])).toEqual(before);
    expect(await register(id, 'twins')).toMatchObject({ errors: [{ extensions: { code: 'BAD_DATA' } }] });
  });

  test('a file is read as it is said to be written, and an unknown way is refused', async () => {
    const { id, url } = await offer();
    await put(url, 'a;b\n1;none\n2;x\n');
    const read = (reading: object) => server.ask(bank.keys.auditor, 'mutation($id: ID!, $reading: ReadingInput) { createDataset(uploadId: $id, name: "read", reading: $reading) { columns { name missing } } }', { id, reading });
    expect(await read({ encoding: 'ebcdic' })).toMatchObject({ errors: [{ message: expect.stringContaining('encoding'), extensions: { code: 'BAD_INPUT' } }] });
    expect((await read({ separator: ';', missing: ['none'] })).data.createDataset.columns).toEqual([{ name: 'a', missing: 0 }, { name: 'b', missing: 1 }]);
  });

  test('12: more than the limit, a false length, or a packed body is refused and nothing is kept', async () => {
    const { id, url } = await offer('model');
    expect((await put(url, gzipSync('x'), { 'content-encoding': 'gzip' })).status).toBe(415);
    const tooMuch = new ReadableStream({
      pull(controller) {
        controller.enqueue(new Uint8Array(16 * 2 ** 20));
      },
    });
    const answer = await fetch(`${server.url}${url}`, { method: 'PUT', body: tooMuch, duplex: 'half' } as RequestInit).then(
      (response) => response.status,
      () => 413, // the connection was closed on the sender, which fetch reports as a failure
    );
    expect(answer).toBe(413);
    expect(await readdir(join(server.home, 'spool'))).not.toContain(id);
    expect((await put(url, 'small enough')).status).toBe(201);
  });

  test('the token is the permission: another one, or another upload’s, opens nothing', async () => {
    const [one, two] = [await offer(), await offer()];
    const token = two.url.split('token=')[1]!;
    for (const url of [`/uploads/${one.id}?token=${token}`, `/uploads/${one.id}`, `/uploads/${one.id}?token=${makeToken({ id: one.id, organisationId: bank.actor.organisationId })}`, `/uploads/..%2f..%2fetc?token=${token}`]) {
      expect((await put(url, 'x')).status).toBe(404);
    }
  });

  test('what is not offered is refused by name', async () => {
    expect(await server.ask(bank.keys.auditor, create, { purpose: 'virus' })).toMatchObject({ errors: [{ extensions: { code: 'BAD_INPUT' } }] });
  });
});

describe('requests that are not what they should be', () => {
  const json = { 'content-type': 'application/json' };
  const asAuditor = (body: NonNullable<RequestInit['body']>, headers: Record<string, string>) => post('/graphql', body, { authorization: `Bearer ${bank.keys.auditor}`, ...headers });

  test('8: batches are refused', async () => {
    for (const size of [2, 1000]) expect((await asAuditor(JSON.stringify(Array.from({ length: size }, () => ({ query: viewer }))), json)).status).toBe(400);
  });

  test('9, 10: what a foreign page could send is refused before it reaches a resolver', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const { status } = await asAuditor(JSON.stringify({ query: viewer }), { 'content-type': type });
      expect([400, 415]).toContain(status);
    }
    const get = (query: string, headers: Record<string, string>) => fetch(`${server.url}/graphql?query=${encodeURIComponent(query)}`, { headers: { authorization: `Bearer ${bank.keys.auditor}`, ...headers } });
    expect((await get(viewer, {})).status).toBe(400);
    expect((await get('mutation { createUpload(filename: "x", purpose: "dataset") { id } }', { 'apollo-require-preflight': '1' })).status).toBe(405);
    expect([400, 415]).toContain((await get(viewer, { 'content-type': 'text/plain' })).status);
  });

  test('11, 12: only plain UTF-8 JSON of a sensible size and depth', async () => {
    const body = JSON.stringify({ query: viewer });
    for (const charset of ['utf-7', 'utf-32', 'gbk']) expect((await asAuditor(body, { 'content-type': `application/json; charset=${charset}` })).status).toBe(415);
    expect((await asAuditor(`\ufeff{`, json)).status).toBe(400);
    expect((await asAuditor(gzipSync(body), { ...json, 'content-encoding': 'gzip' })).status).toBe(415);
    expect((await asAuditor(JSON.stringify({ query: viewer, pad: 'x'.repeat(1_100_000) }), json)).status).toBe(413);
    expect((await asAuditor(`{"query":"{viewer{name}}","variables":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}`, json)).status).toBe(400);
  });

  test('13: U+0000 never reaches the database, and no prototype is changed', async () => {
    expect(await server.ask(bank.keys.auditor, `mutation($f: String!) { createUpload(filename: $f, purpose: "dataset") { id } }`, { f: 'a\u0000b' })).toMatchObject({ status: 400 });
    for (const written of ['\\u0000', '\\u{0}', '\\u{000000}']) {
      expect((await asAuditor(JSON.stringify({ query: `mutation { createUpload(filename: "a${written}b", purpose: "dataset") { id } }` }), json)).status).toBe(400);
    }
    await asAuditor(`{"query":"{viewer{name}}","variables":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}}`, json);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});
