import { availableParallelism } from 'node:os';
import type { Logger } from 'pino';
import type { Job } from 'pg-boss';
import { defaultLimits, sweepDirectories, type Limits } from '../compute/session.js';
import { sealAudit } from '../evidence/sealAudit.js';
import { openQueue, queues, type AuditJob, type ScheduleJob, type TaskJob } from './queue.js';
import { fireSchedule } from './fireSchedule.js';
import { giveUp } from './giveUp.js';
import { announce } from './progress.js';
import { runTask } from './runTask.js';
import { sessionPool } from './sessionPool.js';
import { startAudit } from './startAudit.js';

export interface WorkerOptions {
  readonly connectionString: string;
  readonly log: Logger;
  /** Tasks done at the same time, each in a child process of its own. */
  readonly concurrency?: number;
  readonly limits?: Limits;
}

export interface Worker {
  /** Finishes nothing: children are ended, and what they were at goes to another worker. */
  stop(): Promise<void>;
}

// Woken by NOTIFY; polling is for jobs that come back from a lost worker, which nobody announces.
const polling = { pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 2 };

/** Takes jobs until stopped. Any number of workers, on any number of machines, may share one database. */
export async function work({ connectionString, log, concurrency = availableParallelism(), limits = defaultLimits }: WorkerOptions): Promise<Worker> {
  const boss = await openQueue(connectionString, { works: true, onError: (error) => log.error({ error }, 'queue') });
  await sweepDirectories();
  const pool = sessionPool(limits);

  await boss.work(queues.audit, polling, each<AuditJob>((job) => startAudit(boss, pool, job)));
  // Two at a time, one after the other: a full batch tells pg-boss that there is more, and it fetches again at once.
  await boss.work(queues.task, { ...polling, batchSize: 2, burstWhenBatchFull: true, localConcurrency: concurrency }, each<TaskJob>((job) => runTask(boss, pool, job)));
  await boss.work(queues.lost, polling, each<AuditJob>((job) => giveUp(job)));
  await boss.work(
    queues.seal,
    polling,
    each<AuditJob>(async (job) => {
      await sealAudit(job.organisationId, job.auditId);
      await announce(job);
    }),
  );
  await boss.work(queues.schedule, polling, each<ScheduleJob>((job) => fireSchedule(boss, job, log)));
  log.info({ concurrency }, 'worker ready');

  return {
    async stop() {
      await pool.close();
      await boss.stop({ graceful: false });
    },
  };
}

function each<T>(handle: (job: T) => Promise<void>): (jobs: Job<T>[]) => Promise<void> {
  return async (jobs) => {
    for (const { data } of jobs) await handle(data);
  };
}
