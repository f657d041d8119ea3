import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plan } from '@plumbline/explain-core/audit/plan';
import type { PgBoss } from 'pg-boss';
import { peopleCsv, storePeople } from '../../../test/people.js';
import { countRows, makeOrganisation, startTestServer, type TestOrganisation, type TestServer } from '../../../test/server.js';
import { inOrganisation, instance } from '../../db.js';
import { openQueue } from '../../jobs/queue.js';
import { createDatasetFromFile, discardDataset } from '../dataset/dataset.service.js';
import { discardModelVersion, registerPredictions } from '../model/model.service.js';
import { cancelAudit, listAudits, readAudit, readPlan, startAudit } from './audit.service.js';
import type { AuditRequest } from './prepareAudit.js';

let server: TestServer;
let queue: PgBoss;
let bank: TestOrganisation;
let base: AuditRequest;
beforeAll(async () => {
  server = await startTestServer();
  bank = await makeOrganisation('starter');
  queue = await openQueue(server.databaseUrl, { works: false, onError: (error) => { throw error; } });
  const { datasetId, modelVersionId } = await storePeople(bank.actor, server.home);
  base = { datasetId, modelVersionId, label: 'label', protected: ['sex', 'age'] };
});
afterAll(async () => {
  await queue.stop({ graceful: false });
  await server.stop();
});

const jobsOf = async (auditId: string): Promise<number> => {
  const [row] = await instance().$queryRaw<{ n: number }[]>`select count(*)::int as n from pgboss.job where name = 'audit' and data ->> 'auditId' = ${auditId}`;
  return row!.n;
};

test('the plan, its tasks and one job are stored together', async () => {
  const audit = await startAudit(queue, bank.actor, base);
  expect(audit).toMatchObject({ state: 'queued', seed: 0, digest: null, request: { version: 1, label: 'label', positive: '1', favourable: '1', protected: ['sex', 'age'] } });
  const plan: Plan = await readPlan(bank.actor, audit.id);
  expect(plan.subject.label).toEqual({ column: 'label', classes: ['0', '1'], positive: '1', favourable: '1' });
  expect(plan.subject.model).toEqual({ source: 'predictions', digest: audit.modelVersion.digest, prediction: 'predicted', score: 'score' });
  expect(Object.fromEntries(plan.subject.dataset.columns.map(({ name, role }) => [name, role]))).toMatchObject({ label: 'label', predicted: 'prediction', score: 'score', note: 'feature' });
  const tasks = await inOrganisation(bank.actor.organisationId, (tx) => tx.auditTask.findMany({ where: { auditId: audit.id }, orderBy: { index: 'asc' } }));
  expect(tasks.map(({ key, state }) => [key, state])).toEqual(plan.tasks.map(({ key }) => [key, 'pending']));
  expect(await jobsOf(audit.id)).toBe(1);
});

test('equal requests have equal plans; a seed, an outcome and ignored columns are kept', async () => {
  const request = { ...base, seed: 0, positive: '0', favourable: '1', ignore: ['note', 'country'] };
  const [one, two] = [await startAudit(queue, bank.actor, request), await startAudit(queue, bank.actor, request)];
  const plan = await readPlan(bank.actor, one.id);
  expect(await readPlan(bank.actor, two.id)).toEqual(plan);
  expect(plan.subject.label).toMatchObject({ positive: '0', favourable: '1' });
  expect(plan.subject.dataset.columns.find(({ name }) => name === 'note')!.role).toBe('ignored');
});

describe('what cannot be audited is refused in a sentence, and nothing is stored', () => {
  const cases: readonly (readonly [string, Partial<AuditRequest>, string, RegExp])[] = [
    ['no such label', { label: 'labl' }, 'BAD_INPUT', /no column "labl" \(label\); the columns are "label", "predicted"/],
    ['no such protected column', { protected: ['sex', 'race'] }, 'BAD_INPUT', /no column "race"/],
    ['no such ignored column', { ignore: ['nothing'] }, 'BAD_INPUT', /no column "nothing"/],
    ['no protected column', { protected: [] }, 'BAD_INPUT', /at least one protected column/],
    ['a protected column twice', { protected: ['sex', 'sex'] }, 'BAD_INPUT', /"sex" is named twice/],
    ['all rows in one group', { protected: ['country'] }, 'BAD_INPUT', /All rows are in one group of the protected column "country" \("CH"\)/],
    ['a label of three values', { label: 'three' }, 'BAD_INPUT', /has 3 values \("0", "1", "2"\)/],
    ['a label of one value', { label: 'country' }, 'BAD_INPUT', /only the value "CH"/],
    ['a label whose positive value is not evident', { label: 'verdict' }, 'BAD_INPUT', /which value of the label "verdict" is the positive one: "no", "yes"/],
    ['a positive value that does not occur', { positive: '2' }, 'BAD_INPUT', /"positive" is "2", but the values of the label "label" are "0", "1"/],
    ['a favourable value that does not occur', { favourable: 'yes' }, 'BAD_INPUT', /"favourable" is "yes"/],
    ['the label as its own group', { protected: ['label'] }, 'BAD_INPUT', /both the label and a protected column/],
    ['an ignored label', { ignore: ['label'] }, 'BAD_INPUT', /"label" is ignored/],
    ['the predictions as a group', { protected: ['predicted'] }, 'BAD_INPUT', /"predicted" holds the predictions/],
    ['predictions that are not of this label', { label: 'verdict', positive: 'yes' }, 'BAD_INPUT', /must hold values of the label \(no, yes\); it also holds 0, 1/],
    ['a negative seed', { seed: -1 }, 'BAD_INPUT', /"seed" must be a whole number/],
    ['half a seed', { seed: 0.5 }, 'BAD_INPUT', /"seed" must be a whole number/],
    ['a plan that is none', { plan: { method: 'x' } }, 'BAD_INPUT', /The plan does not fit/],
    ['a method that does not exist', { plan: { methods: [{ pillar: 'fairness', method: 'karma' }] } }, 'BAD_PLAN', /no fairness method "karma"/],
    ['options that do not exist', { plan: { methods: [{ pillar: 'fairness', method: 'selectionRate', options: { colour: 'red' } }] } }, 'BAD_OPTIONS', /selectionRate/],
    ['a policy that does not exist', { policyId: '00000000-0000-7000-8000-000000000000' }, 'NOT_FOUND', /no such policy/],
  ];
  test.each(cases)('%s', async (_what, change, code, message) => {
    const before = await countRows(bank.actor);
    await expect(startAudit(queue, bank.actor, { ...base, ...change })).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    expect(await countRows(bank.actor)).toEqual(before);
  });

  test('predictions of another data set', async () => {
    const path = join(server.home, 'other.csv');
    await writeFile(path, peopleCsv().replace('note 0', 'another note'));
    const other = await createDatasetFromFile(bank.actor, 'other', { path, filename: 'other.csv' });
    await expect(startAudit(queue, bank.actor, { ...base, datasetId: other.id })).rejects.toMatchObject({ code: 'BAD_INPUT', message: expect.stringMatching(/another data set/) });
  });

  test('score columns that are no probabilities, and prediction columns that are not there', async () => {
    await expect(registerPredictions(bank.actor, { datasetId: base.datasetId, predictionColumn: 'guess' })).rejects.toMatchObject({ code: 'BAD_INPUT' });
    await expect(registerPredictions(bank.actor, { datasetId: base.datasetId, predictionColumn: 'predicted', scoreColumn: 'three' })).rejects.toMatchObject({ message: expect.stringMatching(/from 0 to 1; it reaches from 0 to 2/) });
    await expect(registerPredictions(bank.actor, { datasetId: base.datasetId, predictionColumn: 'predicted', scoreColumn: 'note' })).rejects.toMatchObject({ message: expect.stringMatching(/must hold numbers/) });
  });
});

test('cancelling is once and for all, and noted', async () => {
  const { id } = await startAudit(queue, bank.actor, base);
  expect(await cancelAudit(bank.actor, id)).toMatchObject({ state: 'cancelled', cancelledBy: bank.actor.userId });
  await expect(cancelAudit(bank.actor, id)).rejects.toMatchObject({ code: 'CONFLICT' });
  expect((await readAudit(bank.actor, id)).finishedAt).toBeInstanceOf(Date);
});

test('pages follow each other without gap or repetition, newest first', async () => {
  const seen: string[] = [];
  let after: string | null = null;
  for (;;) {
    const page = await listAudits(bank.actor, { first: 2, after });
    seen.push(...page.edges.map(({ node }) => node.id));
    expect(page.totalCount).toBe((await countRows(bank.actor)).audits);
    if (!page.pageInfo.hasNextPage) break;
    after = page.pageInfo.endCursor;
  }
  const all = await inOrganisation(bank.actor.organisationId, (tx) => tx.audit.findMany({ orderBy: { createdAt: 'desc' }, select: { id: true } }));
  expect(seen).toEqual(all.map(({ id }) => id));
  expect(await listAudits(bank.actor, { first: 100 }, { state: 'cancelled' })).toMatchObject({ totalCount: 1 });
});

test('what an audit has used cannot be discarded; what none has used goes without a trace', async () => {
  await expect(discardDataset(bank.actor, base.datasetId)).rejects.toMatchObject({ code: 'BAD_INPUT' });
  await expect(discardModelVersion(bank.actor, base.modelVersionId)).rejects.toMatchObject({ code: 'BAD_INPUT' });
  const before = await countRows(bank.actor);
  const { datasetId, modelVersionId } = await storePeople(bank.actor, server.home);
  await discardModelVersion(bank.actor, modelVersionId);
  await discardDataset(bank.actor, datasetId);
  expect(await countRows(bank.actor)).toEqual(before);
});
