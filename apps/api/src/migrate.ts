import { env } from './env.js';
import { makeLogger } from './log.js';
import { findDatabase } from './postgres/findDatabase.js';
import { migrate } from './postgres/migrate.js';

/** Brings the database up to date and ends, so that what starts afterwards finds it so. Doing it again does nothing. */
const database = await findDatabase(env);
try {
  makeLogger(env.logLevel).info({ applied: await migrate({ databaseUrl: database.url }) }, 'the database is up to date');
} finally {
  await database.stop();
}
