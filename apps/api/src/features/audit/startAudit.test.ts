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
import { savePolicy } from '../policy/policy.service.js';
import { regressionPolicy } from '../policy/regressionPolicy.js';
import { cancelAudit, listAudits, readAudit, readPlan, startAudit } from './audit.service.js';
import { showAudit } from './audit.type.js';
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
  expect(plan.subject.grouping).toEqual({ depth: 2, cuts: {}, weight: null, cluster: null, withholdBelow: 0 });
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

describe('how rows become groups', () => {
  let lent: AuditRequest;
  beforeAll(async () => {
    const path = join(server.home, 'lent.csv');
    await writeFile(path, lentCsv());
    const dataset = await createDatasetFromFile(bank.actor, 'lent', { path, filename: 'lent.csv', columns: [{ name: 'mass', role: 'weight' }, { name: 'person', role: 'id' }] });
    const { id } = await registerPredictions(bank.actor, { datasetId: dataset.id, predictionColumn: 'guess' });
    lent = { datasetId: dataset.id, modelVersionId: id, label: 'label', protected: ['sex', 'age'] };
  });
  const groupingOf = async (change: Partial<AuditRequest> = {}) => {
    const audit = await startAudit(queue, bank.actor, { ...lent, ...change });
    return { grouping: (await readPlan(bank.actor, audit.id)).subject.grouping, request: audit.request };
  };

  test('a number of many values is cut at its quartiles, the one weight column is used and rows of one id belong together; all are in the stored request', async () => {
    // Ascending, rows 0 to 188 hold nine each of 20 to 40 and the others eight each of 41 to 79; rows 125, 250 and 375 are the quartiles.
    const grouping = { depth: 2, cuts: { age: [33, 48, 64] }, weight: 'mass', cluster: 'person', withholdBelow: 0 };
    const found = await groupingOf();
    expect(found.grouping).toEqual(grouping);
    expect(found.request).toMatchObject({ task: 'classification', grouping: { ...grouping, cuts: [{ column: 'age', at: [33, 48, 64] }] } });
    expect(showAudit(await readAudit(bank.actor, (await startAudit(queue, bank.actor, found.request as unknown as AuditRequest)).id)).grouping).toEqual({ ...grouping, cuts: [{ column: 'age', at: [33, 48, 64] }] });
  });
  test('what is asked for is used, and ignored weights and ids are none', async () => {
    const asked = { depth: 1, cuts: [{ column: 'age', at: [25, 45] }], cluster: 'person', withholdBelow: 10 };
    const { grouping } = await groupingOf({ grouping: asked, ignore: ['mass'] });
    expect(grouping).toEqual({ depth: 1, cuts: { age: [25, 45] }, weight: null, cluster: 'person', withholdBelow: 10 });
    expect((await groupingOf({ ignore: ['person'] })).grouping.cluster).toBeNull();
    expect((await groupingOf({ protected: ['sex'], grouping: { cluster: 'name' } })).grouping.cluster).toBe('name');
    expect((await groupingOf({ grouping: { weight: 'other' } })).grouping.weight).toBe('other');
  });
  test('a number of few values is grouped by them', async () => {
    expect((await groupingOf({ protected: ['children'] })).grouping.cuts).toEqual({});
    expect((await groupingOf({ protected: ['children'], grouping: { cuts: [{ column: 'children', at: [1] }] } })).grouping.cuts).toEqual({ children: [1] });
  });

  const cases: readonly (readonly [string, Partial<AuditRequest>, string, RegExp])[] = [
    ['an attribute of ten thousand values', { protected: ['name'] }, 'BAD_INPUT', /"name" has 501 groups; at most 400 can be compared. Put its values into fewer groups/],
    ['cuts twice', { grouping: { cuts: [{ column: 'age', at: [3] }, { column: 'age', at: [5] }] } }, 'BAD_INPUT', /twice for "age"/],
    ['cuts of a category', { grouping: { cuts: [{ column: 'sex', at: [3] }] } }, 'BAD_PLAN', /"sex", which is a category column; only numbers/],
    ['cuts of a column that is not protected', { grouping: { cuts: [{ column: 'children', at: [3] }] } }, 'BAD_PLAN', /"children", which is not a protected column/],
    ['cuts that descend', { grouping: { cuts: [{ column: 'age', at: [45, 25] }] } }, 'BAD_PLAN', /ascending numbers/],
    ['no cut at all', { grouping: { cuts: [{ column: 'age', at: [] }] } }, 'BAD_PLAN', /at least one/],
    ['cuts beyond the data', { grouping: { cuts: [{ column: 'age', at: [200] }] } }, 'BAD_INPUT', /in one group of the protected column "age" \("under 200"\): its values run from 20 to 79/],
    ['a depth of 0', { grouping: { depth: 0 } }, 'BAD_PLAN', /whole number of at least 1; got 0/],
    ['half a depth', { grouping: { depth: 1.5 } }, 'BAD_PLAN', /whole number of at least 1; got 1.5/],
    ['no such weight', { grouping: { weight: 'kilos' } }, 'BAD_PLAN', /no weight column "kilos"/],
    ['a weight that is a category', { grouping: { weight: 'sex' }, protected: ['age'] }, 'BAD_PLAN', /weights are numbers/],
    ['a negative weight', { grouping: { weight: 'debt' } }, 'BAD_DATA', /goes down to -1/],
    ['a weight that is missing somewhere', { grouping: { weight: 'gappy' } }, 'BAD_DATA', /no value in 1 row/],
    ['weights of nothing', { grouping: { weight: 'nought' } }, 'BAD_DATA', /All weights in "nought" are 0/],
    ['the label as weight', { grouping: { weight: 'label' } }, 'BAD_PLAN', /"label" cannot be the weight column/],
    ['an ignored weight that is asked for', { grouping: { weight: 'mass' }, ignore: ['mass'] }, 'BAD_INPUT', /"mass" is ignored, but it is also the weight column/],
    ['no such cluster', { grouping: { cluster: 'family' } }, 'BAD_PLAN', /no cluster column "family"/],
    ['withholding below a negative number', { grouping: { withholdBelow: -1 } }, 'BAD_PLAN', /0 for none; got -1/],
    ['a label whose values look alike', { label: 'spelt', positive: 'Yes' }, 'BAD_INPUT', /"spelt" differ only in case, .*: "Yes" and "yes "\. .*write them alike before uploading/],
  ];
  test.each(cases)('%s is refused', async (_what, change, code, message) => {
    const before = await countRows(bank.actor);
    await expect(startAudit(queue, bank.actor, { ...lent, ...change })).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    expect(await countRows(bank.actor)).toEqual(before);
  });
});

describe('a predicted number', () => {
  let number: AuditRequest;
  beforeAll(async () => {
    const path = join(server.home, 'amounts.csv');
    await writeFile(path, lentCsv());
    const dataset = await createDatasetFromFile(bank.actor, 'amounts', { path, filename: 'amounts.csv' });
    const { id } = await registerPredictions(bank.actor, { datasetId: dataset.id, predictionColumn: 'estimate' });
    number = { datasetId: dataset.id, modelVersionId: id, label: 'amount', protected: ['sex', 'age'] };
  });
  test('is known by the label, and the audit says so', async () => {
    const audit = await startAudit(queue, bank.actor, { ...number, favourable: 'lower' });
    expect(audit.request).toMatchObject({ task: 'regression', positive: null, favourable: 'lower' });
    expect(showAudit(audit)).toMatchObject({ task: 'regression', positive: null, favourable: 'lower' });
    const { subject, methods, tasks } = await readPlan(bank.actor, audit.id);
    expect(subject.label).toEqual({ kind: 'number', column: 'amount', favourable: 'lower' });
    expect(methods.map(({ method }) => method)).toContain('meanAbsoluteError');
    expect(methods.map(({ method }) => method)).not.toContain('selectionRate');
    expect(tasks.map(({ work }) => work)).toEqual(['regressionOutcomes']);
    expect((await startAudit(queue, bank.actor, audit.request as unknown as AuditRequest)).request).toEqual(audit.request);
  });
  test('is judged by the policy for predicted numbers where it names none, and does what that asks about', async () => {
    const saved = await savePolicy(bank.actor, regressionPolicy);
    const audit = await startAudit(queue, bank.actor, number);
    expect(audit.request).toMatchObject({ policyId: saved.id });
    const { methods } = await readPlan(bank.actor, audit.id);
    expect(methods.map(({ pillar, method }) => `${pillar}/${method}`)).toEqual(expect.arrayContaining(regressionPolicy.checks.map(({ dimension, select }) => `${dimension}/${select.method}`)));
    expect((await startAudit(queue, bank.actor, base)).request).not.toMatchObject({ policyId: saved.id });
  });
  test('may be one of few values, if somebody says so', async () => {
    const audit = await startAudit(queue, bank.actor, { ...number, label: 'children', protected: ['sex'], task: 'regression' });
    expect((await readPlan(bank.actor, audit.id)).subject.label).toEqual({ kind: 'number', column: 'children', favourable: null });
  });
  const cases: readonly (readonly [string, Partial<AuditRequest>, RegExp])[] = [
    ['a positive class', { positive: '1000' }, /"amount" is a number; it has no positive class/],
    ['a favourable class', { favourable: '1000' }, /say whether "higher" or "lower"/],
    ['a label of words', { label: 'spelt', task: 'regression' }, /"spelt" is a category column, but a regression predicts a number/],
    ['classes of which there are too many', { task: 'classification' }, /too many different values to be classes/],
    ['the label as a group', { protected: ['amount'] }, /both the label and a protected column/],
  ];
  test.each(cases)('%s is refused', async (_what, change, message) => {
    const before = await countRows(bank.actor);
    await expect(startAudit(queue, bank.actor, { ...number, ...change })).rejects.toMatchObject({ code: 'BAD_INPUT', message: expect.stringMatching(message) });
    expect(await countRows(bank.actor)).toEqual(before);
  });
});

/** 501 rows: ages of 60 values, weights of several kinds, more names than can be groups, and a label that is spelt in two ways. */
function lentCsv(): string {
  const rows = Array.from({ length: 501 }, (_, i) => {
    const label = i % 3 === 0 ? 1 : 0;
    return [label, i % 5 === 0 ? 1 - label : label, i % 2 === 0 ? 'f' : 'm', 20 + (i % 60), i % 4, `n${i}`, `p${i % 50}`, 1 + (i % 3), 1, (i % 3) - 1, i === 7 ? '' : 1, 0, i % 3 === 0 ? 'no' : i % 2 === 0 ? 'Yes' : '"yes "', 1000 + i, 900 + 2 * i, i % 2].join(',');
  });
  return ['label,guess,sex,age,children,name,person,mass,other,debt,gappy,nought,spelt,amount,estimate,half', ...rows].join('\n');
}

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
