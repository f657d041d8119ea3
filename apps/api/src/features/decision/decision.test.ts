import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PgBoss } from 'pg-boss';
import { storePeople } from '../../../test/people.js';
import { makeOrganisation, startTestServer, type TestOrganisation, type TestServer } from '../../../test/server.js';
import { lendingCsv } from '../../demo/lending.js';
import { demoModels, readDemoModel } from '../../demo/models.js';
import { openQueue } from '../../jobs/queue.js';
import { startAudit } from '../audit/audit.service.js';
import { createDatasetFromFile } from '../dataset/dataset.service.js';
import { registerModelFile } from '../model/model.service.js';

let server: TestServer;
let bank: TestOrganisation;
let queue: PgBoss;
let auditId: string;
let lines: string[][];
beforeAll(async () => {
  server = await startTestServer();
  bank = await makeOrganisation('decisions');
  queue = await openQueue(server.databaseUrl, { works: false, onError: (error) => { throw error; } });
  const path = join(server.home, 'lending.csv');
  await writeFile(path, lendingCsv());
  lines = lendingCsv().trim().split('\n').map((line) => line.split(','));
  const { id: datasetId } = await createDatasetFromFile(bank.actor, 'lending', { path, filename: 'lending.csv', columns: [{ name: 'approved', role: 'label' }] });
  const { bytes, mapping } = await readDemoModel(demoModels.find(({ file }) => file.endsWith('.txt'))!);
  const { id: modelVersionId } = await registerModelFile(bank.actor, { name: 'boosting', bytes, mapping, datasetId });
  auditId = (await startAudit(queue, bank.actor, { datasetId, modelVersionId, label: 'approved', positive: 'yes', protected: ['sex'] })).id;
});
afterAll(async () => {
  await queue.stop({ graceful: false });
  await server.stop();
});

const readQuery = 'query($id: ID!, $row: Int!) { decision(auditId: $id, row: $row) { row features values { column kind role value levels least largest whole } } }';
const askQuery = 'query($id: ID!, $rows: [JSON!]!) { askModel(auditId: $id, rows: $rows) { decision scores } }';
const similarQuery = 'query($id: ID!, $row: Int!, $first: Int!) { similarRows(auditId: $id, row: $row, first: $first) { columns searchedRows rows { row distance values } } }';
const ask = (query: string, variables: object) => server.ask(bank.keys.auditor, query, { id: auditId, ...variables });

/** What the model reads of a row. */
async function inputsOf(row: number): Promise<Record<string, unknown>> {
  const { features, values } = (await ask(readQuery, { row })).data.decision as { features: string[]; values: { column: string; value: unknown }[] };
  return Object.fromEntries(values.filter(({ column }) => features.includes(column)).map(({ column, value }) => [column, value]));
}

test('a row is read with what its columns may hold', async () => {
  const { data, errors } = await ask(readQuery, { row: 7 });
  expect(errors).toBeUndefined();
  const { row, values } = data.decision as { row: number; values: { column: string; value: unknown; kind: string; levels: string[] | null; least: number | null; largest: number | null }[] };
  expect(row).toBe(7);
  const written = Object.fromEntries(lines[0]!.map((name, i) => [name, lines[8]![i]]));
  for (const { column, value } of values) expect(value === null ? '' : String(value)).toBe(written[column]);
  expect(values.find(({ column }) => column === 'sex')).toMatchObject({ kind: 'category', least: null, levels: expect.arrayContaining(['female', 'male']) });
  const income = values.find(({ column }) => column === 'income')!;
  expect(income.least!).toBeLessThan(income.largest!);
});

test('the model is asked about rows as they are and as they might be', async () => {
  const rows = await Promise.all([0, 1, 2].map(inputsOf));
  const { data, errors } = await ask(askQuery, { rows });
  expect(errors).toBeUndefined();
  const answers = data.askModel as { decision: string; scores: number[] }[];
  expect(answers).toHaveLength(3);
  for (const { decision, scores } of answers) {
    expect(scores[0]! + scores[1]!).toBeCloseTo(1, 12);
    expect(['yes', 'no']).toContain(decision);
  }
  // The same question again, whoever asks at the same moment: the same bits.
  const again = await Promise.all([ask(askQuery, { rows }), ask(askQuery, { rows: [rows[2]] }), ask(askQuery, { rows })]);
  expect(again.map(({ data: found }) => found.askModel)).toEqual([answers, [answers[2]], answers]);
  const [changed] = (await ask(askQuery, { rows: [{ ...rows[0], income: 500 }] })).data.askModel as { scores: number[] }[];
  expect(changed!.scores).not.toEqual(answers[0]!.scores);
});

test('what cannot be asked says what came and what was expected', async () => {
  const row = await inputsOf(0);
  const refusal = async (rows: unknown[]): Promise<string> => {
    const { errors } = await ask(askQuery, { rows });
    expect(errors![0].extensions.code).toBe('BAD_INPUT');
    return errors![0].message as string;
  };
  expect(await refusal([{ ...row, income: 'much' }])).toBe('"income" of row 0 is "much"; expected a number or null.');
  expect(await refusal([row, { ...row, wealth: 3 }])).toContain('Row 1 has "wealth", which the model does not read');
  const { income: _left, ...without } = row;
  expect(await refusal([without])).toBe('Row 0 lacks "income"; say null for a missing value.');
  expect(await refusal(['row'])).toBe('A row is an object of column names and values; got "row".');
  expect(await refusal([])).toBe('A model is asked about 1 to 50 rows at once; got 0.');
  const { errors } = await ask(readQuery, { row: 10_000_000 });
  expect(errors![0].message).toMatch(/^The data have the rows 0 to \d+; got 10000000\.$/);
});

test('the most similar rows come nearest first, without the row itself', async () => {
  const { data, errors } = await ask(similarQuery, { row: 3, first: 6 });
  expect(errors).toBeUndefined();
  const { columns, rows, searchedRows } = data.similarRows as { columns: string[]; rows: { row: number; distance: number; values: unknown[] }[]; searchedRows: number };
  expect(columns).toEqual(expect.arrayContaining(['income', 'approved', 'sex']));
  expect(searchedRows).toBe(lines.length - 2);
  expect(rows.map(({ row }) => row)).not.toContain(3);
  const distances = rows.map(({ distance }) => distance);
  expect(distances).toEqual(distances.toSorted((a, b) => a - b));
  expect(distances).toHaveLength(6);
  expect((await ask(similarQuery, { row: 3, first: 21 })).errors![0].message).toBe('"first" must be from 1 to 20; got 21.');
});

test('stored predictions cannot be asked, and are read all the same', async () => {
  const stored = await storePeople(bank.actor, server.home);
  const audit = await startAudit(queue, bank.actor, { ...stored, label: 'label', protected: ['sex'] });
  const read = await server.ask(bank.keys.auditor, readQuery, { id: audit.id, row: 1 });
  expect(read.data.decision).toMatchObject({ row: 1, features: [] });
  const asked = await server.ask(bank.keys.auditor, askQuery, { id: audit.id, rows: [{}] });
  expect(asked.errors![0].message).toBe('This audit has stored predictions only; there is no model that can be asked.');
});
