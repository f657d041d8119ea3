import { bootstrap } from './bootstrap.js';
import { connectDatabase, disconnectDatabase } from './db.js';
import { env } from './env.js';
import { startServer } from './http/startServer.js';
import { makeLogger } from './log.js';
import { findDatabase } from './postgres/findDatabase.js';
import { migrate } from './postgres/migrate.js';

/** The entry that answers: database, migrations, first administrator, HTTP. Ends on SIGTERM or SIGINT, with what is under way answered. */
const log = makeLogger(env.logLevel);
const closeWithinMs = 15_000;

const database = await findDatabase(env);
const databaseUrl = database.url;
const applied = await migrate({ databaseUrl });
if (applied.length > 0) log.info({ applied }, 'migrations applied');
connectDatabase(databaseUrl, { connections: env.databaseConnections, onError: (error) => log.error({ error }, 'database connection lost') });
const { created } = await bootstrap(env.home);
if (created) log.info({ email: created.email, passwordFile: created.passwordFile }, 'first administrator created');

const { home, host, port, origin, production, secret } = env;
const server = await startServer({ databaseUrl, home, host, port, origin, production, secret, log });
log.info({ url: server.url }, 'listening');

async function stop(signal: string): Promise<void> {
  log.info({ signal }, 'stopping');
  setTimeout(() => process.exit(1), closeWithinMs).unref();
  await server.close();
  await disconnectDatabase();
  await database.stop();
  process.exit(0);
}
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(signal));
process.on('disconnect', () => void stop('disconnect')); // whoever started this process is gone
