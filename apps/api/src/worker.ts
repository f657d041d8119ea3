import { writeFile } from 'node:fs/promises';
import { defaultLimits } from './compute/session.js';
import { connectDatabase, disconnectDatabase, instance } from './db.js';
import { env } from './env.js';
import { work } from './jobs/work.js';
import { makeLogger } from './log.js';
import { findDatabase } from './postgres/findDatabase.js';

/** The process that computes. Start as many as there are machines; they share one database and nothing else. */
const log = makeLogger(env.logLevel).child({ part: 'worker' });
const database = await findDatabase(env);
connectDatabase(database.url, { connections: env.databaseConnections, onError: (error) => log.error({ error }, 'database connection lost') });
const limits = { ...defaultLimits, taskMs: env.taskSeconds * 1000, memoryBytes: env.modelMemoryMb * 2 ** 20 };
const worker = await work({ connectionString: database.url, log, limits });

const heartbeatMs = 10_000;
if (env.heartbeatFile !== undefined) {
  const beat = (file: string): Promise<void> =>
    instance()
      .$queryRaw`select 1`.then(() => writeFile(file, new Date().toISOString()))
      .catch((error: unknown) => log.error({ error }, 'no heartbeat')); // the file grows old, which is what it is for
  await beat(env.heartbeatFile);
  setInterval(beat, heartbeatMs, env.heartbeatFile).unref();
}

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) process.exit(1); // asked twice: now
  stopping = true;
  await worker.stop();
  await disconnectDatabase();
  await database.stop();
  process.exit(0);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());
process.on('disconnect', () => void stop()); // whoever started this process is gone
