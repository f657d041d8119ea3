import type { PgBoss } from 'pg-boss';
import type { AskPool } from '../compute/askPool.js';

/** What services need beside the database. */
export interface Installation {
  readonly queue: PgBoss;
  /** Directory where uploads wait, private to this account. */
  readonly spool: string;
  /** Models that people are trying out. */
  readonly models: AskPool;
}
