import type { Actor } from '../auth/actor.js';
import type { Transaction } from '../db.js';

/** Notes who did what, in the transaction that does it. `subject` is the id of what it was done to. */
export async function recordActivity(tx: Transaction, { organisationId, userId, apiKeyId }: Actor, action: string, subject: string): Promise<void> {
  await tx.activity.create({ data: { organisationId, userId, apiKeyId, action, subject } });
}
