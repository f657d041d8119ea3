import type { PgBoss } from 'pg-boss';

/** What services need beside the database. */
export interface Installation {
  readonly queue: PgBoss;
  /** Directory where uploads wait, private to this account. */
  readonly spool: string;
}
