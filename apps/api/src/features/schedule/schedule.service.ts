import { CronExpressionParser } from 'cron-parser';
import { ExplainError } from '@plumbline/explain-core/errors';
import { fromPrisma, type PgBoss } from 'pg-boss';
import { demand, type Actor } from '../../auth/actor.js';
import { inOrganisation, isUuid, type Transaction } from '../../db.js';
import { ApiError, badInput, notFound } from '../../errors.js';
import { Prisma } from '../../generated/prisma/client.js';
import { queues, type ScheduleJob } from '../../jobs/queue.js';
import { recordActivity } from '../activity.js';
import { auditWithSubjects, startAudit } from '../audit/audit.service.js';
import { prepareAudit, storedRequest, type AuditRequest } from '../audit/prepareAudit.js';
import { readPage, type Page, type PageRequest } from '../page.js';

export const scheduleWithLastAudit = { audits: { ...auditWithSubjects, orderBy: { id: 'desc' }, take: 1 } } as const satisfies Prisma.ScheduleInclude;
export type StoredSchedule = Prisma.ScheduleGetPayload<{ include: typeof scheduleWithLastAudit }>;

export interface NewSchedule {
  readonly name: string;
  readonly cron: string;
  readonly timeZone: string;
  readonly request: AuditRequest;
}

/** The audit is planned once here, so that what could never start is refused now and not at three in the morning. */
export async function scheduleAudit(queue: PgBoss, actor: Actor, { name, cron, timeZone, request }: NewSchedule): Promise<StoredSchedule> {
  demand(actor, 'schedules.manage');
  if (name.trim() === '' || name.length > 200) throw badInput('A schedule has a name of 1 to 200 characters.');
  nextRun({ cron, timeZone });
  const prepared = await prepareAudit(actor, request);
  const { organisationId } = actor;
  return inOrganisation(organisationId, async (tx) => {
    if (await tx.schedule.findFirst({ where: { name }, select: { id: true } })) throw new ApiError('CONFLICT', `There is a schedule named "${name}" already.`);
    const stored = await tx.schedule.create({
      data: { organisationId, name, cron, timeZone, request: storedRequest(request, prepared), createdBy: actor.userId },
      include: scheduleWithLastAudit,
    });
    await recordActivity(tx, actor, 'schedule.create', stored.id);
    await putOnClock(queue, tx, stored);
    return stored;
  });
}

export async function setScheduleEnabled(queue: PgBoss, actor: Actor, id: string, enabled: boolean): Promise<StoredSchedule> {
  demand(actor, 'schedules.manage');
  if (!isUuid(id)) throw notFound('schedule');
  return inOrganisation(actor.organisationId, async (tx) => {
    const { count } = await tx.schedule.updateMany({ where: { id }, data: { enabled } });
    if (count === 0) throw notFound('schedule');
    await recordActivity(tx, actor, enabled ? 'schedule.enable' : 'schedule.disable', id);
    const stored = await tx.schedule.findUniqueOrThrow({ where: { id }, include: scheduleWithLastAudit });
    await putOnClock(queue, tx, stored);
    return stored;
  });
}

/** The queue's tables belong to the connection's own role; so this is a transaction's last step, as enqueueAudit is. */
async function putOnClock(queue: PgBoss, tx: Transaction, { id, organisationId, cron, timeZone, enabled }: StoredSchedule): Promise<void> {
  await tx.$executeRawUnsafe('RESET ROLE');
  const db = fromPrisma(tx);
  if (!enabled) return queue.unschedule(queues.schedule, id, { db });
  await queue.schedule(queues.schedule, cron, { organisationId, scheduleId: id } satisfies ScheduleJob, { tz: timeZone, key: id, db });
}

/** For the worker, when a schedule is due: the audit's id, or null when none was started. What the person who scheduled it would have been told is kept with the schedule. */
export async function startScheduledAudit(queue: PgBoss, organisationId: string, scheduleId: string): Promise<string | null> {
  const schedule = await inOrganisation(organisationId, (tx) => tx.schedule.findUnique({ where: { id: scheduleId } }));
  if (!schedule?.enabled) return null;
  const actor: Actor = { organisationId, userId: null, apiKeyId: null, role: 'auditor' };
  const note = (lastFault: { code: string; message: string } | null) =>
    inOrganisation(organisationId, (tx) =>
      tx.schedule.update({ where: { id: scheduleId }, data: { lastFiredAt: new Date(), lastFault: lastFault ?? Prisma.DbNull } }),
    );
  try {
    const { id } = await startAudit(queue, actor, schedule.request as unknown as AuditRequest, { scheduleId });
    await note(null);
    return id;
  } catch (error) {
    if (!(error instanceof ApiError || error instanceof ExplainError)) throw error;
    await note({ code: error.code, message: error.message });
    return null;
  }
}

/** Five fields, minutes to days of the week; in the given place's own time, through its changes of clock. */
export function nextRun({ cron, timeZone }: { readonly cron: string; readonly timeZone: string }, after = new Date()): Date {
  if (!isTimeZone(timeZone)) throw badInput(`"${timeZone}" is not a time zone of the IANA list, such as "Europe/Zurich" or "UTC".`);
  if (cron.trim().split(/\s+/).length !== 5) throw badInput(`The cron expression "${cron}" must have five fields: minute, hour, day of the month, month, day of the week.`);
  try {
    return CronExpressionParser.parse(cron, { tz: timeZone, currentDate: after }).next().toDate();
  } catch (error) {
    throw badInput(`The cron expression "${cron}" cannot be read: ${(error as Error).message}.`);
  }
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return !/^[+-]/.test(name); // offsets know nothing of summer time
  } catch {
    return false; // RangeError is how Intl says no
  }
}

export function listSchedules(actor: Actor, request: PageRequest): Promise<Page<StoredSchedule>> {
  demand(actor, 'read');
  return inOrganisation(actor.organisationId, (tx) =>
    readPage('schedules', request, {
      find: ({ before, take }) => tx.schedule.findMany({ where: before, orderBy: { id: 'desc' }, take, include: scheduleWithLastAudit }),
      count: () => tx.schedule.count(),
      exists: async (id) => (await tx.schedule.findUnique({ where: { id }, select: { id: true } })) !== null,
    }),
  );
}
