import { PgBoss, fromPrisma } from 'pg-boss';

/** Payloads carry ids only: the rows are the truth, the queue delivers. */
export interface AuditJob {
  readonly organisationId: string;
  readonly auditId: string;
}
export interface TaskJob extends AuditJob {
  readonly index: number;
}
export interface ScheduleJob {
  readonly organisationId: string;
  readonly scheduleId: string;
}

export const queues = { audit: 'audit', task: 'audit-task', seal: 'audit-seal', schedule: 'scheduled-audit', lost: 'audit-lost' } as const;

/** A worker that has not been heard from for this long is taken for dead and its jobs go to another. The smallest pg-boss allows. */
const heartbeatSeconds = 10;
const superviseIntervalSeconds = 5;

const queueOptions = {
  heartbeatSeconds,
  retryLimit: 20, // every stop of a worker counts as a try, and deploying often must not fail an audit
  retryDelay: 1,
  expireInSeconds: 3600, // longer than any task's own limit, which the child process keeps
  notify: true,
};

export interface QueueRole {
  /** Only workers watch over lost jobs and fire schedules; the API and the command line just add jobs. */
  readonly works: boolean;
  readonly onError: (error: Error) => void;
}

/** Connects to the queue and makes what it needs in its own schema, `pgboss`. Call stop() on it when done. */
export async function openQueue(connectionString: string, { works, onError }: QueueRole): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString,
    max: works ? 4 : 2,
    schedule: works,
    supervise: works,
    superviseIntervalSeconds,
    monitorIntervalSeconds: superviseIntervalSeconds,
    useListenNotify: works,
  });
  boss.on('error', onError);
  await boss.start();
  await boss.createQueue(queues.lost, queueOptions);
  for (const name of [queues.audit, queues.task]) await boss.createQueue(name, { ...queueOptions, deadLetter: queues.lost });
  await boss.createQueue(queues.schedule, queueOptions);
  // A finished audit must get its evidence once the key is readable again, however long that takes: tried for weeks, at most hourly.
  await boss.createQueue(queues.seal, { ...queueOptions, retryLimit: 1000, retryBackoff: true, retryDelayMax: 3600 });
  return boss;
}

type RawTransaction = Parameters<typeof fromPrisma>[0] & { $executeRawUnsafe(sql: string): Promise<number> };

/**
 * Adds a job within the caller's transaction: either the audit's rows and its job are both there, or neither is.
 * The queue's tables belong to the connection's own role, so a tenant's role is put down first; make this the transaction's last step.
 */
export async function enqueueAudit(boss: PgBoss, transaction: RawTransaction, job: AuditJob): Promise<void> {
  await transaction.$executeRawUnsafe('RESET ROLE');
  await boss.send(queues.audit, job, { db: fromPrisma(transaction), singletonKey: job.auditId });
}
