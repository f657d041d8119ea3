import { join } from 'node:path';
import type { Env } from '../env.js';
import { startEmbeddedPostgres } from './embedded.js';

export interface FoundDatabase {
  readonly url: string;
  /** Gives an embedded server back; does nothing to a server of somebody else's. */
  stop(): Promise<void>;
  /** Resolves when an embedded server is gone; never for a server of somebody else's, to which connections are made again and again. */
  readonly ended: Promise<void>;
}

/** The database that DATABASE_URL names, else the embedded one of this installation, started if it does not run. */
export async function findDatabase({ databaseUrl, home }: Pick<Env, 'databaseUrl' | 'home'>): Promise<FoundDatabase> {
  if (databaseUrl !== undefined) return { url: databaseUrl, stop: async () => undefined, ended: new Promise(() => undefined) };
  return startEmbeddedPostgres({ directory: join(home, 'postgres') });
}
