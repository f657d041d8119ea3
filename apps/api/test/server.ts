import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import type { Actor } from '../src/auth/actor.js';
import { addPerson } from '../src/auth/people.js';
import { connectDatabase, disconnectDatabase, inOrganisation, instance } from '../src/db.js';
import { createApiKey } from '../src/features/apiKey/apiKey.service.js';
import { savePolicyIn } from '../src/features/policy/policy.service.js';
import type { Role } from '../src/generated/prisma/enums.js';
import { startServer } from '../src/http/startServer.js';
import { createTestDatabase } from './database.js';

export const origin = 'http://localhost:3000';

export interface Answer<T = any> {
  readonly status: number;
  readonly data: T;
  readonly errors: readonly { message: string; path?: readonly (string | number)[]; extensions: { code: string; errorId?: string } }[] | undefined;
}

export interface TestServer {
  readonly url: string;
  readonly databaseUrl: string;
  readonly home: string;
  /** Everything logged so far, as text. */
  log(): string;
  ask(key: string | null, query: string, variables?: object): Promise<Answer>;
  stop(): Promise<void>;
}

/** The real server on a database of its own. */
export async function startTestServer({ production = true } = {}): Promise<TestServer> {
  const database = await createTestDatabase();
  const home = await mkdtemp(join(tmpdir(), 'plumbline-home-'));
  const lines: string[] = [];
  const sink = new Writable({ write: (chunk, _encoding, done) => (lines.push(String(chunk)), done()) });
  connectDatabase(database.url);
  const server = await startServer({ databaseUrl: database.url, home, host: '127.0.0.1', port: 0, origin, production, log: pino({ level: 'warn' }, sink) });
  return {
    url: server.url,
    databaseUrl: database.url,
    home,
    log: () => lines.join(''),
    async ask(key, query, variables = {}) {
      const response = await fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(key === null ? {} : { authorization: `Bearer ${key}` }) },
        body: JSON.stringify({ query, variables }),
      });
      const { data, errors } = (await response.json()) as Answer;
      return { status: response.status, data, errors };
    },
    async stop() {
      await server.close();
      await disconnectDatabase();
      await database.drop();
      await rm(home, { recursive: true });
    },
  };
}

export interface TestOrganisation {
  readonly actor: Actor;
  readonly email: string;
  readonly password: string;
  /** An API key of each role. */
  readonly keys: Readonly<Record<Role, string>>;
}

export const testPolicy = {
  name: 'Test policy',
  checks: [
    { id: 'screen', label: 'Screen', dimension: 'fairness', select: { method: 'demographicParityRatio' }, bound: { atLeast: 0.8 }, reason: 'four fifths' },
  ],
};

export async function makeOrganisation(name: string): Promise<TestOrganisation> {
  const organisationId = randomUUID();
  const email = `${name}@example.org`;
  const password = `long enough for ${name}`;
  const actor: Actor = { organisationId, userId: null, apiKeyId: null, role: 'administrator' };
  const userId = await instance().$transaction((tx) =>
    addPerson(tx, { organisationId, email, name, role: 'administrator', password }, async () => {
      await tx.organisation.create({ data: { id: organisationId, name } });
      await savePolicyIn(tx, actor, testPolicy);
    }),
  );
  const key = async (role: Role): Promise<string> => (await createApiKey(actor, { name: role, role })).secret;
  return {
    actor: { ...actor, userId },
    email,
    password,
    keys: { administrator: await key('administrator'), auditor: await key('auditor'), officer: await key('officer'), regulator: await key('regulator') },
  };
}

/** How many rows an organisation has in the tables that a refused request must leave alone. */
export function countRows({ organisationId }: Actor): Promise<Record<string, number>> {
  return inOrganisation(organisationId, async (tx) => ({
    datasets: await tx.dataset.count(),
    chunks: await tx.datasetChunk.count(),
    models: await tx.model.count(),
    versions: await tx.modelVersion.count(),
    files: await tx.modelFile.count(),
    audits: await tx.audit.count(),
    tasks: await tx.auditTask.count(),
  }));
}
