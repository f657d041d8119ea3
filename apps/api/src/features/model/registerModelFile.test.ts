import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { digestOf } from '@plumbline/explain-core/audit/digest';
import type { PgBoss } from 'pg-boss';
import { countRows, makeOrganisation, startTestServer, type TestOrganisation, type TestServer } from '../../../test/server.js';
import { lendingCsv } from '../../demo/lending.js';
import { demoModels, readDemoModel } from '../../demo/models.js';
import { openQueue } from '../../jobs/queue.js';
import { readPlan, startAudit } from '../audit/audit.service.js';
import { createDatasetFromFile } from '../dataset/dataset.service.js';
import { fileModelDigest } from './modelDigest.js';
import { registerModelFile, updateModelCard } from './model.service.js';

let server: TestServer;
let bank: TestOrganisation;
let queue: PgBoss;
let datasetId: string;
beforeAll(async () => {
  server = await startTestServer();
  bank = await makeOrganisation('models');
  queue = await openQueue(server.databaseUrl, { works: false, onError: (error) => { throw error; } });
  const path = join(server.home, 'lending.csv');
  await writeFile(path, lendingCsv());
  datasetId = (await createDatasetFromFile(bank.actor, 'lending', { path, filename: 'lending.csv', columns: [{ name: 'approved', role: 'label' }] })).id;
});
afterAll(async () => {
  await queue.stop({ graceful: false });
  await server.stop();
});

const question = { label: 'approved', positive: 'yes', protected: ['sex'] };
const boosting = demoModels.find(({ file }) => file.endsWith('.txt'))!;

test('a file goes up through the API and becomes a model that says what it is', async () => {
  const { bytes, mapping } = await readDemoModel(boosting);
  const offer = (await server.ask(bank.keys.auditor, 'mutation { createUpload(filename: "boosting.txt", purpose: "model") { id url } }')).data.createUpload;
  expect((await fetch(`${server.url}${offer.url}`, { method: 'PUT', body: bytes as Uint8Array<ArrayBuffer> })).status).toBe(201);
  const { data, errors } = await server.ask(
    bank.keys.auditor,
    'mutation($input: RegisterModelInput!) { registerModel(input: $input) { number source format task classes features capabilities digest sizeBytes runtime mapping model { name latestVersion { number } } } }',
    { input: { uploadId: offer.id, datasetId, mapping } },
  );
  expect(errors).toBeUndefined();
  expect(data.registerModel).toMatchObject({ number: 1, source: 'file', format: 'lightgbmText', task: 'binary', capabilities: ['predict', 'trees'], sizeBytes: bytes.length, mapping, model: { name: 'boosting.txt', latestVersion: { number: 1 } } });
  expect(data.registerModel.digest).toBe(fileModelDigest(digestOf(bytes), mapping));
  expect(data.registerModel.classes.toSorted()).toEqual(['no', 'yes']);
});

test('its next version has the next number, and an audit’s plan names the model exactly', async () => {
  const { bytes, mapping } = await readDemoModel(boosting);
  const one = await registerModelFile(bank.actor, { name: 'versions', bytes, mapping, datasetId });
  const two = await registerModelFile(bank.actor, { modelId: one.modelId, bytes, mapping: { ...mapping, output: { ...mapping.output, threshold: 0.4 } }, datasetId });
  expect([one.number, two.number, two.modelId]).toEqual([1, 2, one.modelId]);
  expect(two.digest).not.toBe(one.digest);
  expect(two.fileDigest).toBe(one.fileDigest);
  const audit = await startAudit(queue, bank.actor, { ...question, datasetId, modelVersionId: two.id });
  const { subject, tasks } = await readPlan(bank.actor, audit.id);
  expect(subject.model).toMatchObject({ source: 'file', digest: two.digest, threshold: 0.4 });
  expect(new Set(tasks.map(({ pillar }) => pillar))).toEqual(new Set(['explainability', 'fairness', 'robustness', 'transparency']));
});

test('a card is kept with the version, and one that does not fit is refused', async () => {
  const { bytes, mapping } = await readDemoModel(boosting);
  const { id } = await registerModelFile(bank.actor, { name: 'documented', bytes, mapping, datasetId, card: { modelDetails: { name: 'Documented' } } });
  expect((await updateModelCard(bank.actor, id, { modelDetails: { name: 'Renamed' } })).card).toMatchObject({ modelDetails: { name: 'Renamed' } });
  await expect(updateModelCard(bank.actor, id, { modelDetails: { nickname: 'x' } })).rejects.toMatchObject({ code: 'BAD_INPUT' });
});

describe('what is no model that can be asked is refused, and nothing is stored', () => {
  const hostile = (name: string) => readFile(new URL(`../../../../../packages/explain-core/golden/hostile/${name}`, import.meta.url));
  test.each([
    ['truncated.onnx', 'BAD_MODEL'],
    ['empty.onnx', 'BAD_MODEL'],
    ['pickle.onnx', 'BAD_MODEL'],
    ['text.onnx', 'BAD_MODEL'],
    ['external-data-relative.onnx', 'BAD_MODEL'],
    ['custom-operator.onnx', 'BAD_MODEL'],
  ])('%s', async (name, code) => {
    const before = await countRows(bank.actor);
    await expect(registerModelFile(bank.actor, { name, bytes: await hostile(name), datasetId })).rejects.toMatchObject({ code, message: expect.stringMatching(/\w{3}/) });
    expect(await countRows(bank.actor)).toEqual(before);
  });

  test('a model that answers NaN', async () => {
    const before = await countRows(bank.actor);
    const mapping = { version: 1, inputs: [{ features: ['age', 'income'].map((column) => ({ encode: 'number', column, missing: 0 })) }], output: { classes: ['no', 'yes'] } };
    await expect(registerModelFile(bank.actor, { name: 'nan', bytes: await hostile('nan-producing.onnx'), mapping, datasetId })).rejects.toMatchObject({ code: expect.stringMatching(/BAD_PREDICTION|BAD_MAPPING/) });
    expect(await countRows(bank.actor)).toEqual(before);
  });

  test('a mapping that is none, or of columns that are not there', async () => {
    const { bytes, mapping } = await readDemoModel(boosting);
    await expect(registerModelFile(bank.actor, { name: 'x', bytes, mapping: { version: 2 }, datasetId })).rejects.toMatchObject({ code: 'BAD_MAPPING' });
    const strange = JSON.parse(JSON.stringify(mapping).replace('"income"', '"revenue"'));
    await expect(registerModelFile(bank.actor, { name: 'x', bytes, mapping: strange, datasetId })).rejects.toMatchObject({ code: 'BAD_MAPPING', message: expect.stringContaining('"revenue"') });
    await expect(registerModelFile(bank.actor, { name: 'x', bytes, mapping })).rejects.toMatchObject({ code: 'BAD_INPUT', message: expect.stringContaining('datasetId') });
  });
});

test('what a model reads can be neither the label nor ignored', async () => {
  const { bytes, mapping } = await readDemoModel(boosting);
  const { id } = await registerModelFile(bank.actor, { name: 'rules', bytes, mapping, datasetId });
  const start = (change: object) => startAudit(queue, bank.actor, { ...question, datasetId, modelVersionId: id, ...change });
  await expect(start({ ignore: ['income'] })).rejects.toMatchObject({ code: 'BAD_INPUT', message: expect.stringContaining('"income"') });
  await expect(start({ label: 'origin', positive: null, protected: ['sex'] })).rejects.toMatchObject({ code: expect.stringMatching(/^BAD_/) });
});
