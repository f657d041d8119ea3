import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient, type Prisma } from './generated/prisma/client.js';
import { OneAtATimeClient } from './postgres/oneAtATime.js';

export type Transaction = Prisma.TransactionClient;

interface Database {
  readonly url: string;
  readonly pool: pg.Pool;
  readonly client: PrismaClient;
}
let database: Database | null = null;

/** The role of the first migration: it owns nothing and cannot go round row-level security. */
const tenantRole = 'plumbline_app';
const waitForConnectionMs = 15_000;
const transactionMs = 15_000;

export interface DatabaseOptions {
  readonly connections?: number;
  /** Told of connections that die while idle; a query in flight rejects by itself. */
  readonly onError?: (error: Error) => void;
}

/** Once per process, before anything else here. Connections are opened when needed. */
export function connectDatabase(url: string, { connections = 10, onError = () => undefined }: DatabaseOptions = {}): void {
  if (database) {
    if (database.url === url) return;
    throw new Error('This process is connected to another database already.');
  }
  const pool = new pg.Pool({ connectionString: url, max: connections, application_name: 'plumbline', Client: OneAtATimeClient });
  pool.on('error', onError);
  database = { url, pool, client: new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: false }) }) };
}

export async function disconnectDatabase(): Promise<void> {
  if (!database) return;
  const { client, pool } = database;
  database = null;
  await client.$disconnect();
  await pool.end();
}

/** What belongs to no organisation: accounts and sessions, signing keys, health. Tenants' rows are out of its reach unless the connection's user bypasses row-level security. */
export function instance(): PrismaClient {
  return connected().client;
}

/** One transaction in which the rows of one organisation exist and nobody else's. */
export async function inOrganisation<T>(
  organisationId: string,
  work: (tx: Transaction) => Promise<T>,
  { timeoutMs = transactionMs }: { readonly timeoutMs?: number } = {},
): Promise<T> {
  return connected().client.$transaction(
    async (tx) => {
      await enterOrganisation(tx, organisationId);
      return work(tx);
    },
    { maxWait: waitForConnectionMs, timeout: timeoutMs },
  );
}

/** Turns a transaction of the installation into one of an organisation, until its end. */
export async function enterOrganisation(tx: Transaction, organisationId: string): Promise<void> {
  const { text, values } = tenantSettings(organisationId, '');
  await tx.$queryRawUnsafe(text, ...values);
}

/** The organisations a user belongs to, which is all that is visible before one is chosen. */
export async function membershipsOf(userId: string): Promise<Prisma.MembershipModel[]> {
  const settings = tenantSettings('', userId);
  return connected().client.$transaction(async (tx) => {
    await tx.$queryRawUnsafe(settings.text, ...settings.values);
    return tx.membership.findMany({ where: { userId }, orderBy: { createdAt: 'asc' } });
  });
}

/** The same as inOrganisation on a bare connection, for chunks as they come. Without a time limit: a large file takes as long as it takes. */
export async function withOrganisationClient<T>(organisationId: string, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await connected().pool.connect();
  let broken: Error | undefined;
  const settings = tenantSettings(organisationId, '');
  try {
    await client.query('BEGIN');
    await client.query(settings.text, [...settings.values]);
    const value = await work(client);
    await client.query('COMMIT');
    return value;
  } catch (error) {
    // A connection that cannot even roll back must not be used again: it could still be inside this organisation.
    await client.query('ROLLBACK').catch((failure: Error) => (broken = failure));
    throw error;
  } finally {
    client.release(broken);
  }
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
export const isUuid = (text: string): boolean => uuid.test(text);

/** `true` makes each setting end with the transaction, so that a pooled connection carries nothing over. */
function tenantSettings(organisationId: string, userId: string): { text: string; values: string[] } {
  if (organisationId !== '' && !isUuid(organisationId)) throw new Error('An organisation id is a UUID.');
  return {
    text: `select set_config('role', $1, true), set_config('app.organisation_id', $2, true), set_config('app.user_id', $3, true)`,
    values: [tenantRole, organisationId, userId],
  };
}

function connected(): Database {
  if (!database) throw new Error('connectDatabase() comes first.');
  return database;
}
