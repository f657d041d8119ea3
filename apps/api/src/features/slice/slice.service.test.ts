import type { PgBoss } from 'pg-boss';
import { storePeople } from '../../../test/people.js';
import { makeOrganisation, startTestServer, type TestOrganisation, type TestServer } from '../../../test/server.js';
import { openQueue } from '../../jobs/queue.js';
import { readPlan, startAudit } from '../audit/audit.service.js';
import type { AuditRequest } from '../audit/prepareAudit.js';
import { scheduleAudit, startScheduledAudit } from '../schedule/schedule.service.js';
import { deleteSlice, listSlices, saveSlice, watchSlice } from './slice.service.js';
import { readSliceRows } from './sliceRows.js';

let server: TestServer;
let queue: PgBoss;
let bank: TestOrganisation;
let request: AuditRequest;
beforeAll(async () => {
  server = await startTestServer();
  bank = await makeOrganisation('slices');
  queue = await openQueue(server.databaseUrl, { works: false, onError: (error) => { throw error; } });
  const { datasetId, modelVersionId } = await storePeople(bank.actor, server.home);
  request = { datasetId, modelVersionId, label: 'label', protected: ['sex'] };
});
afterAll(async () => {
  await queue.stop({ graceful: false });
  await server.stop();
});

const women = { column: 'sex', levels: ['f'] };
const watchedIn = async (auditId: string): Promise<unknown> => (await readPlan(bank.actor, auditId)).methods.find(({ method }) => method === 'watchedSlices')?.options['slices'];

test('a slice is saved under a name of its own, watched or not, and deleted', async () => {
  const saved = await saveSlice(bank.actor, { name: ' Young women ', conditions: [women, { column: 'age', levels: ['young'] }], watched: false });
  expect(saved).toMatchObject({ name: 'Young women', watched: false, createdBy: bank.actor.userId, document: { version: 1, conditions: [women, { column: 'age', levels: ['young'] }] } });
  await expect(saveSlice(bank.actor, { name: 'Young women', conditions: [women], watched: false })).rejects.toMatchObject({ code: 'CONFLICT' });
  expect(await watchSlice(bank.actor, saved.id, true)).toMatchObject({ watched: true });
  expect((await listSlices(bank.actor, {})).edges.map(({ node }) => node.name)).toEqual(['Young women']);
  await deleteSlice(bank.actor, saved.id);
  await expect(deleteSlice(bank.actor, saved.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(watchSlice(bank.actor, 'no id', true)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect((await listSlices(bank.actor, {})).totalCount).toBe(0);
});

test('ten who save the same name at once: one does', async () => {
  const saved = await Promise.allSettled(Array.from({ length: 10 }, () => saveSlice(bank.actor, { name: 'at once', conditions: [women], watched: false })));
  const kept = saved.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  expect(kept).toHaveLength(1);
  await deleteSlice(bank.actor, kept[0]!.id);
});

test('audits that begin measure what is watched, where the data have the columns', async () => {
  const watched = await saveSlice(bank.actor, { name: 'Women', conditions: [women], watched: true });
  const elsewhere = await saveSlice(bank.actor, { name: 'Rich', conditions: [{ column: 'wage', from: 9000, to: null }], watched: true });
  const kept = await saveSlice(bank.actor, { name: 'Men', conditions: [{ column: 'sex', otherThan: ['f'] }], watched: false });
  const { id } = await startAudit(queue, bank.actor, request);
  expect(await watchedIn(id)).toEqual([{ name: 'Women', conditions: [women] }]);
  const plan = await readPlan(bank.actor, id);
  expect(plan.tasks.filter(({ work }) => work === 'watchedSlices')).toHaveLength(1);
  expect(plan.methods.length).toBeGreaterThan(10);

  const schedule = await scheduleAudit(queue, bank.actor, { name: 'nightly', cron: '0 3 * * *', timeZone: 'UTC', request });
  await watchSlice(bank.actor, kept.id, true);
  const scheduled = await startScheduledAudit(queue, bank.actor.organisationId, schedule.id);
  expect(((await watchedIn(scheduled!)) as { name: string }[]).map(({ name }) => name)).toEqual(['Women', 'Men']);

  // Who names methods gets those, and the slices that they name.
  const named = async (methods: object[]): Promise<unknown> => watchedIn((await startAudit(queue, bank.actor, { ...request, plan: { methods } })).id);
  expect(await named([{ pillar: 'fairness', method: 'selectionRate' }])).toBe(undefined);
  expect(await named([{ pillar: 'fairness', method: 'watchedSlices', options: { level: 0.9 } }])).toHaveLength(2);
  expect(await named([{ pillar: 'fairness', method: 'watchedSlices', options: { slices: [] } }])).toEqual([]);
  for (const slice of [watched, elsewhere, kept]) await deleteSlice(bank.actor, slice.id);
  // Where nothing is watched, the method is not named at all.
  expect(await watchedIn((await startAudit(queue, bank.actor, request)).id)).toBe(undefined);
});

test('no more are watched than an audit takes', async () => {
  const ids: string[] = [];
  for (let i = 0; i < 100; i++) ids.push((await saveSlice(bank.actor, { name: `s${i}`, conditions: [women], watched: true })).id);
  await expect(saveSlice(bank.actor, { name: 'one more', conditions: [women], watched: true })).rejects.toMatchObject({ code: 'BAD_INPUT', message: expect.stringContaining('100 slices are watched already') });
  const spare = await saveSlice(bank.actor, { name: 'one more', conditions: [women], watched: false });
  await expect(watchSlice(bank.actor, spare.id, true)).rejects.toMatchObject({ code: 'BAD_INPUT' });
  await watchSlice(bank.actor, ids[0]!, false);
  expect(await watchSlice(bank.actor, spare.id, true)).toMatchObject({ watched: true });
  for (const id of [...ids, spare.id]) await deleteSlice(bank.actor, id);
});

describe('the rows of a slice', () => {
  const ask = (more: object = {}) => readSliceRows(bank.actor, { datasetId: request.datasetId, conditions: [women, { column: 'age', levels: ['old'] }], first: 3, fromRow: 0, ...more });

  test('are its first, and the answer says where to go on', async () => {
    // Rows 2, 6, 10, … are of old women.
    const found = await ask({ columns: ['age', 'note', 'score', 'sex'] });
    expect(found).toEqual({
      columns: ['age', 'note', 'score', 'sex'],
      rows: [2, 6, 10].map((row) => ({ row, values: ['old', `note ${row}`, expect.any(Number), 'f'] })),
      searchedRows: 11,
      nextRow: 11,
    });
    const rest = await ask({ fromRow: 11, first: 50 });
    expect(rest.rows.map(({ row }) => row)).toEqual([14, 18, 22, 26, 30, 34, 38, 42, 46, 50, 54, 58]);
    expect(rest).toMatchObject({ nextRow: null, searchedRows: 49 });
    expect(rest.columns).toEqual(['label', 'predicted', 'score', 'sex', 'age', 'country', 'three', 'note', 'verdict']);
  });

  test('may be none', async () => {
    expect(await ask({ conditions: [{ column: 'sex', missing: true }] })).toMatchObject({ rows: [], nextRow: null, searchedRows: 60 });
    expect(await ask({ fromRow: 1000 })).toMatchObject({ rows: [], nextRow: null, searchedRows: 0 });
  });

  test.each<[string, object, RegExp]>([
    ['a column that is not there', { conditions: [{ column: 'wage', missing: true }] }, /no column "wage"/],
    ['a range of words', { conditions: [{ column: 'sex', from: 1, to: null }] }, /only numbers have ranges/],
    ['too many rows', { first: 51 }, /from 1 to 50/],
    ['no rows', { first: 0 }, /from 1 to 50/],
    ['a row before the first', { fromRow: -1 }, /0 or more/],
    ['a column to show that is not there', { columns: ['wage'] }, /no column "wage" to show/],
  ])('%s is refused', async (_what, more, message) => {
    await expect(ask(more)).rejects.toMatchObject({ code: 'BAD_INPUT', message: expect.stringMatching(message) });
  });
});

describe('through the API', () => {
  const save = `mutation($conditions: [SliceConditionInput!]!) { saveSlice(name: "asked", conditions: $conditions) { id name says watched conditions { column levels otherThan from to missing } } }`;
  const asked = (conditions: object[]) => server.ask(bank.keys.auditor, save, { conditions });

  test('conditions go in and come out with the same fields', async () => {
    const { data, errors } = await asked([{ column: 'age', levels: null, from: null, to: 30.5 }, { column: 'sex', otherThan: ['f'] }, { column: 'note', missing: false }]);
    expect(errors).toBe(undefined);
    const nothing = { levels: null, otherThan: null, from: null, to: null, missing: null };
    expect(data.saveSlice).toMatchObject({
      says: 'age under 30.5 and sex none of f and note not missing',
      watched: true,
      conditions: [{ ...nothing, column: 'age', to: 30.5 }, { ...nothing, column: 'sex', otherThan: ['f'] }, { ...nothing, column: 'note', missing: false }],
    });
    const opened = await server.ask(bank.keys.auditor, `query($id: ID!) { sliceRows(datasetId: $id, conditions: [{ column: "sex", levels: ["m"] }], first: 2, columns: ["sex"]) { columns rows { row values } searchedRows nextRow } slices { edges { node { name } } } }`, { id: request.datasetId });
    expect(opened.data).toEqual({ sliceRows: { columns: ['sex'], rows: [{ row: 1, values: ['m'] }, { row: 3, values: ['m'] }], searchedRows: 4, nextRow: 4 }, slices: { edges: [{ node: { name: 'asked' } }] } });
    expect((await server.ask(bank.keys.auditor, 'mutation($id: ID!) { deleteSlice(id: $id) }', { id: data.saveSlice.id })).data).toEqual({ deleteSlice: true });
  });

  test.each<[string, object[]]>([
    ['no condition', []],
    ['nothing said', [{ column: 'age' }]],
    ['two things said', [{ column: 'age', levels: ['x'], missing: true }]],
    ['a range without extent', [{ column: 'age', from: 3, to: 3 }]],
  ])('%s is refused', async (_what, conditions) => {
    expect((await asked(conditions)).errors).toMatchObject([{ extensions: { code: 'BAD_INPUT' } }]);
  });
});
