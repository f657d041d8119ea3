import { pino } from 'pino';
import { connectDatabase, disconnectDatabase } from './db.js';
import { env } from './env.js';
import { work } from './jobs/work.js';
import { findDatabase } from './postgres/findDatabase.js';

/** The process that computes. Start as many as there are machines; they share one database and nothing else. */
const log = pino({ level: env.logLevel, name: 'worker' }, pino.destination(2));
const database = await findDatabase(env);
connectDatabase(database.url, { connections: env.databaseConnections, onError: (error) => log.error({ err: error }, 'database') });
const worker = await work({ connectionString: database.url, log });

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stopping) process.exit(1); // asked twice: now
    stopping = true;
    void worker
      .stop()
      .then(disconnectDatabase)
      .then(() => database.stop())
      .then(() => process.exit(0));
  });
}
