import type { PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import { startScheduledAudit } from '../features/schedule/schedule.service.js';
import type { ScheduleJob } from './queue.js';

/** Starts the audit that a schedule asks for. The schedule keeps the reason if that was not possible. */
export async function fireSchedule(boss: PgBoss, { organisationId, scheduleId }: ScheduleJob, log: Logger): Promise<void> {
  const auditId = await startScheduledAudit(boss, organisationId, scheduleId);
  log.info({ scheduleId, auditId }, auditId === null ? 'schedule started no audit' : 'schedule started an audit');
}
