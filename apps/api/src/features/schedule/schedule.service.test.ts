import type { PgBoss } from 'pg-boss';
import { storePeople } from '../../../test/people.js';
import { countRows, makeOrganisation, startTestServer, type TestOrganisation, type TestServer } from '../../../test/server.js';
import { inOrganisation } from '../../db.js';
import { openQueue, queues } from '../../jobs/queue.js';
import type { AuditRequest } from '../audit/prepareAudit.js';
import { listSchedules, nextRun, scheduleAudit, setScheduleEnabled, startScheduledAudit } from './schedule.service.js';

let server: TestServer;
let queue: PgBoss;
let bank: TestOrganisation;
let request: AuditRequest;
beforeAll(async () => {
  server = await startTestServer();
  bank = await makeOrganisation('scheduler');
  queue = await openQueue(server.databaseUrl, { works: false, onError: (error) => { throw error; } });
  const { datasetId, modelVersionId } = await storePeople(bank.actor, server.home);
  request = { datasetId, modelVersionId, label: 'label', protected: ['sex'] };
});
afterAll(async () => {
  await queue.stop({ graceful: false });
  await server.stop();
});

test('44: times are those of the place, through its changes of clock', () => {
  const next = (cron: string, timeZone: string, after: string) => nextRun({ cron, timeZone }, new Date(after)).toISOString();
  expect(next('0 8 * * *', 'Asia/Shanghai', '2026-01-01T00:00:00Z')).toBe('2026-01-02T00:00:00.000Z');
  expect(next('0 8 * * *', 'America/New_York', '2026-03-07T14:00:00Z')).toBe('2026-03-08T12:00:00.000Z'); // summer time begins that night
  expect(next('0 8 * * *', 'America/New_York', '2026-03-06T14:00:00Z')).toBe('2026-03-07T13:00:00.000Z');
  expect(next('0 0 29 2 *', 'UTC', '2026-01-01T00:00:00Z')).toBe('2028-02-29T00:00:00.000Z');
});

test('what is no time is refused, in a sentence', () => {
  for (const [cron, timeZone, message] of [
    ['0 3 * *', 'UTC', /five fields/],
    ['0 0 3 * * *', 'UTC', /five fields/],
    ['61 3 * * *', 'UTC', /cannot be read/],
    ['0 3 * * *', 'Mars/Olympus', /not a time zone/],
    ['0 3 * * *', '+02:00', /not a time zone/],
  ] as const) {
    expect(() => nextRun({ cron, timeZone })).toThrow(message);
  }
});

test('a schedule stands in the queue while it is enabled', async () => {
  const { id } = await scheduleAudit(queue, bank.actor, { name: 'nightly', cron: '0 3 * * *', timeZone: 'Europe/Zurich', request });
  expect(await queue.getSchedule(queues.schedule, id)).toMatchObject({ cron: '0 3 * * *', timezone: 'Europe/Zurich', data: { organisationId: bank.actor.organisationId, scheduleId: id } });
  await setScheduleEnabled(queue, bank.actor, id, false);
  expect(await queue.getSchedule(queues.schedule, id)).toBeNull();
  expect(await startScheduledAudit(queue, bank.actor.organisationId, id)).toBeNull();
  await setScheduleEnabled(queue, bank.actor, id, true);
  expect(await queue.getSchedule(queues.schedule, id)).toMatchObject({ key: id });
  await expect(scheduleAudit(queue, bank.actor, { name: 'nightly', cron: '0 4 * * *', timeZone: 'UTC', request })).rejects.toMatchObject({ code: 'CONFLICT' });
});

test('when due it starts the audit it describes, and is linked to it', async () => {
  const { id } = await scheduleAudit(queue, bank.actor, { name: 'weekly', cron: '0 3 * * 1', timeZone: 'UTC', request: { ...request, seed: 7 } });
  const auditId = await startScheduledAudit(queue, bank.actor.organisationId, id);
  const stored = await inOrganisation(bank.actor.organisationId, (tx) => tx.audit.findUniqueOrThrow({ where: { id: auditId! } }));
  expect(stored).toMatchObject({ scheduleId: id, seed: 7, state: 'queued' });
  const { edges } = await listSchedules(bank.actor, {});
  expect(edges.find(({ node }) => node.id === id)!.node).toMatchObject({ lastFiredAt: expect.any(Date), lastFault: null, audits: [{ id: auditId }] });
});

test('an audit that could never start is refused when it is scheduled', async () => {
  const before = await countRows(bank.actor);
  await expect(scheduleAudit(queue, bank.actor, { name: 'never', cron: '0 3 * * *', timeZone: 'UTC', request: { ...request, label: 'nothing' } })).rejects.toMatchObject({ code: 'BAD_INPUT' });
  expect(await countRows(bank.actor)).toEqual(before);
  expect((await listSchedules(bank.actor, {})).edges.map(({ node }) => node.name)).not.toContain('never');
});

test('one that can no longer start keeps the reason', async () => {
  const { id } = await scheduleAudit(queue, bank.actor, { name: 'broken later', cron: '0 3 * * *', timeZone: 'UTC', request });
  await inOrganisation(bank.actor.organisationId, (tx) => tx.schedule.update({ where: { id }, data: { request: { ...request, label: 'gone' } as object } }));
  expect(await startScheduledAudit(queue, bank.actor.organisationId, id)).toBeNull();
  const { lastFault } = await inOrganisation(bank.actor.organisationId, (tx) => tx.schedule.findUniqueOrThrow({ where: { id } }));
  expect(lastFault).toMatchObject({ code: 'BAD_INPUT', message: expect.stringContaining('"gone"') });

  await inOrganisation(bank.actor.organisationId, (tx) => tx.schedule.update({ where: { id }, data: { request: { ...request } as object } }));
  expect(await startScheduledAudit(queue, bank.actor.organisationId, id)).toEqual(expect.any(String));
  const mended = await inOrganisation(bank.actor.organisationId, (tx) => tx.schedule.findUniqueOrThrow({ where: { id } }));
  expect(mended.lastFault).toBeNull(); // a reason that no longer holds is not shown
});
