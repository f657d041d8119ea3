import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateKeyPairSync } from 'node:crypto';
import { canonicalJson } from '@plumbline/explain-core/audit/digest';
import { envelopeName, keyName } from '@plumbline/evidence/bundle';
import { publicKeyOf, signEnvelope } from '@plumbline/evidence/dsse';
import { payloadType } from '@plumbline/evidence/statement';
import { verifyBundle } from '@plumbline/evidence/verify';
import { readZip, writeZip } from '@plumbline/evidence/zip';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../test/database.js';
import { softwareVersion } from '../softwareVersion.js';
import { goldenModel, publicData, runCommand, type Ended } from '../../test/commandLine.js';

interface Document {
  readonly auditId: string;
  readonly state: string;
  readonly digest: string;
  readonly dataset: { digest: string; rows: number };
  readonly model: { digest: string };
  readonly dimensions: Record<string, { verdict: string; checks: object[] }>;
  readonly warnings: object[];
  readonly results: { dimension: string; method: string; version: number; attribute?: string; group?: string; options: object; estimate: { value: number | null; n: number }; counts?: { numerator: number; denominator: number } }[];
  readonly bundle: string | null;
}

const compas = publicData('compas/compas-for-aequitas.csv');
const german = publicData('german-credit/german.csv');
// Said once, so that a run without the data does not look like one with it.
if (compas === null || german === null) console.log('The public data are not beside the repository: audits of COMPAS and German Credit are not tested.');

let database: TestDatabase;
let home: string;
let env: Record<string, string>;
beforeAll(async () => {
  database = await createTestDatabase();
  home = await mkdtemp(join(tmpdir(), 'plumbline-cli-'));
  env = { DATABASE_URL: database.url, PLUMBLINE_HOME: home };
});
afterAll(async () => {
  await database.drop();
  await rm(home, { recursive: true });
});

const audit = (args: readonly string[]): Promise<Ended> => runCommand('audit', args, env);
const documentOf = ({ stdout }: Ended): Document => JSON.parse(stdout) as Document;

async function countRows(table: string): Promise<number> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return Number((await client.query<{ count: string }>(`select count(*) from "${table}"`)).rows[0]!.count);
  } finally {
    await client.end();
  }
}

(compas === null ? describe.skip : describe)('an audit of COMPAS', () => {
  const question = ['--data', compas!, '--label', 'label_value', '--prediction', 'score', '--protected', 'race,sex,age_cat'];
  let first: Ended;
  let bundle: string;
  beforeAll(async () => {
    bundle = join(home, 'compas.zip');
    first = await audit([...question, '--out', bundle, '--json']);
  });

  test('finishes and prints one document', () => {
    expect(first.code).toBe(0);
    const document = documentOf(first);
    expect(Object.keys(document)).toEqual(['auditId', 'state', 'digest', 'dataset', 'model', 'dimensions', 'warnings', 'results', 'bundle']);
    expect(document).toMatchObject({ state: 'succeeded', digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/), dataset: { rows: 7214 }, bundle });
    expect(Object.keys(document.dimensions)).toEqual(['explainability', 'fairness', 'robustness', 'transparency']);
  });

  // ProPublica, "Compas Analysis.ipynb": counts and rates of all 7214 rows, prediction = Medium or High.
  test.each([
    ['African-American', { TN: 990, FP: 805, FN: 532, TP: 1369 }, '44.85', '72.01'],
    ['Caucasian', { TN: 1139, FP: 349, FN: 461, TP: 505 }, '23.45', '52.28'],
  ])('gives ProPublica’s rates for %s', (group, { TN, FP, FN, TP }, falsePositive, truePositive) => {
    const { results } = documentOf(first);
    const of = (method: string) => results.find((result) => result.method === method && result.attribute === 'race' && result.group === group)!;
    expect((of('falsePositiveRate').estimate.value! * 100).toFixed(2)).toBe(falsePositive);
    expect((of('truePositiveRate').estimate.value! * 100).toFixed(2)).toBe(truePositive);
    expect(of('falsePositiveRate').counts).toEqual({ numerator: FP, denominator: FP + TN });
    expect(of('truePositiveRate').counts).toEqual({ numerator: TP, denominator: TP + FN });
    expect(of('selectionRate').counts).toEqual({ numerator: TP + FP, denominator: TP + FP + TN + FN });
    expect(of('precision').counts).toEqual({ numerator: TP, denominator: TP + FP });
    expect(of('accuracy').counts).toEqual({ numerator: TP + TN, denominator: TP + FP + TN + FN });
  });

  test('the same again, for people, has the same digest and stores data and model once', async () => {
    const again = await audit(question);
    expect(again.code).toBe(0);
    expect(again.stdout).toContain(documentOf(first).digest);
    expect(again.stdout).toContain('fairness: not met');
    expect([await countRows('audit'), await countRows('dataset'), await countRows('model_version'), await countRows('policy'), await countRows('evidence')]).toEqual([2, 1, 1, 2, 2]); // two policies: of classes and of numbers
  });

  test('behind a gate ends with 1 when a check is not met, and with 0 when all are; with another seed it is another audit under the same policy', async () => {
    const check = (atMost: number) => ({ id: 'gap', label: 'Gap', dimension: 'fairness', select: { method: 'demographicParityDifference', attribute: 'sex' }, bound: { atMost }, reason: 'for the test' });
    for (const [atMost, code] of [[0.01, 1], [1, 0]] as const) {
      const policy = join(home, `policy-${atMost}.json`);
      await writeFile(policy, JSON.stringify({ format: 'plumbline/policy', name: `Gate ${atMost}`, version: 7, checks: [check(atMost)] }));
      const plan = join(home, 'plan.json');
      await writeFile(plan, JSON.stringify({ methods: [{ pillar: 'fairness', method: 'demographicParityDifference' }] }));
      const gated = [...question, '--policy', policy, '--plan', plan, '--gate', '--json'];
      const [one, other] = [await audit(gated), await audit([...gated, '--seed', '1'])];
      expect([one.code, other.code]).toEqual([code, code]);
      expect(documentOf(other).digest).not.toBe(documentOf(one).digest);
    }
    expect(await countRows('policy')).toBe(4); // the second time each is found again
  });

  describe('its bundle', () => {
    const verify = (args: readonly string[]): Promise<Ended> => runCommand('verify', [...args, '--json'], { PLUMBLINE_HOME: '/nonexistent' });
    test('is valid, offline and without a database', async () => {
      const { code, stdout } = await verify([bundle]);
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toEqual({ valid: true, checks: expect.arrayContaining([{ id: 'signature', ok: true, detail: expect.any(String) }]) });
    });
    test('is computed again from the data, every result bit for bit', async () => {
      const { code, stdout } = await verify([bundle, '--data', compas!]);
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ valid: true, recomputed: { same: documentOf(first).results.length, different: 0 } });
    });
    test('is not about data of which one cell differs', async () => {
      const other = join(home, 'other.csv');
      await writeFile(other, (await readFile(compas!, 'utf8')).replace(/,Male,/, ',Female,'));
      const { code, stdout } = await verify([bundle, '--data', other]);
      expect(code).toBe(1);
      expect(JSON.parse(stdout)).toMatchObject({ valid: false, checks: expect.arrayContaining([{ id: 'data', ok: false, detail: expect.stringContaining('digest') }]) });
    });
    test('has no model file that could be given', async () => {
      expect((await verify([bundle, '--model', compas!])).code).toBe(2);
    });
    test('of a later version is left to a later program', async () => {
      const files = readZip(await readFile(bundle)).filter(({ name }) => name !== envelopeName && !name.startsWith('keys/'));
      const { statement } = verifyBundle(await readFile(bundle), { softwareVersion });
      const { privateKey } = generateKeyPairSync('ed25519', { privateKeyEncoding: { type: 'pkcs8', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } });
      const signer = { privateKeyPem: privateKey };
      const { keyId, pem } = publicKeyOf(signer);
      const later = { ...statement, predicate: { ...statement!.predicate, version: 2 } };
      const envelope = signEnvelope(payloadType, Buffer.from(canonicalJson(later)), signer);
      const file = join(home, 'later.zip');
      await writeFile(file, writeZip([...files, { name: keyName(keyId), bytes: Buffer.from(pem) }, { name: envelopeName, bytes: Buffer.from(canonicalJson(envelope)) }]));
      const { code, stdout, stderr } = await verify([file]);
      expect({ code, document: JSON.parse(stdout), stderr }).toEqual({ code: 3, document: { valid: false, checks: [{ id: 'version', ok: false, detail: expect.any(String) }] }, stderr: expect.stringContaining('newer') });
    });
    test('with a byte changed is invalid, cut short or absent unreadable', async () => {
      const bytes = await readFile(bundle);
      const broken = join(home, 'broken.zip');
      const flipped = Uint8Array.from(bytes);
      flipped[Math.floor(bytes.length / 2)]! ^= 1;
      await writeFile(broken, flipped);
      expect(await verify([broken])).toMatchObject({ code: 1, stdout: expect.stringContaining('report.html') });
      await writeFile(broken, bytes.subarray(0, bytes.length / 2));
      expect((await verify([broken])).code).toBe(2);
      await writeFile(broken, 'not a zip');
      expect(await verify([broken])).toMatchObject({ code: 2, stdout: expect.stringContaining('"valid": false') });
      expect((await verify([join(home, 'nothing.zip')])).code).toBe(2);
      expect((await verify([])).code).toBe(2);
    });
  });
});

(german === null ? describe.skip : describe)('an audit of a model file on German Credit', () => {
  // A tenth of the rows: every method and every task has some, and the models are asked as they would be about all.
  let rows: string;
  beforeAll(async () => {
    rows = join(home, 'rows.csv');
    await writeFile(rows, (await readFile(german!, 'utf8')).split('\n').slice(0, 101).join('\n'));
  });
  test.each([
    ['models/german-logistic-columns', 'onnx'],
    ['models/german-mlp-onehot', 'onnx'], // has a gradient
    ['models/german-lightgbm', 'txt'],
    ['models/german-xgboost', 'json'],
    ['tfjs/german-dense', 'zip'],
  ])('%s.%s: all four dimensions have results, which come out again from data and model', async (name, extension) => {
    const bundle = join(home, 'german.zip');
    const model = goldenModel(`${name}.${extension}`);
    const ended = await audit(['--data', rows, '--label', 'credit', '--positive', '1', '--protected', 'personal_status,foreign_worker', '--model', model, '--mapping', goldenModel(`${name}.mapping.json`), '--seed', '7', '--out', bundle, '--json']);
    expect({ code: ended.code, fault: ended.code === 0 ? undefined : (JSON.parse(ended.stdout) as { fault?: object }).fault }).toEqual({ code: 0 });
    const { results } = documentOf(ended);
    const dimensions = new Set(results.filter(({ estimate }) => estimate.value !== null).map(({ dimension }) => dimension));
    expect([...dimensions].sort()).toEqual(['explainability', 'fairness', 'robustness', 'transparency']);

    const verified = await runCommand('verify', [bundle, '--data', rows, '--model', model, '--json']);
    expect(JSON.parse(verified.stdout)).toMatchObject({ valid: true, recomputed: { same: results.length, different: 0 } });
    const stranger = await runCommand('verify', [bundle, '--model', goldenModel('models/german-forest-numeric.onnx'), '--json']);
    expect([stranger.code, JSON.parse(stranger.stdout)]).toEqual([1, expect.objectContaining({ valid: false })]);
  }, 240_000);

  test('a model that fails on a row far down fails the audit, with the reason', async () => {
    const [header, ...rows] = (await readFile(german!, 'utf8')).trimEnd().split('\n');
    const broken = join(home, 'huge.csv');
    // Numbers that no 32-bit input can hold, where no first look comes.
    await writeFile(broken, [header, ...rows.map((row, index) => (index === 900 ? row.replace(/(?<=^|,)\d+(?=,)/g, '1e300') : row))].join('\n'));
    const ended = await audit(['--data', broken, '--label', 'credit', '--positive', '1', '--protected', 'foreign_worker', '--model', goldenModel('models/german-logistic-numeric.onnx'), '--mapping', goldenModel('models/german-logistic-numeric.mapping.json'), '--json']);
    expect({ code: ended.code, document: JSON.parse(ended.stdout) }).toMatchObject({ code: 3, document: { state: 'failed', digest: null, dimensions: null, bundle: null, fault: { code: expect.any(String), message: expect.any(String) } } });
  });

  test('Ctrl-C cancels the audit and leaves nothing running', async () => {
    const child = spawn(process.execPath, [fileURLToPath(new URL('../../dist/cli/audit.js', import.meta.url)), '--data', german!, '--label', 'credit', '--positive', '1', '--protected', 'foreign_worker', '--model', goldenModel('models/german-logistic-columns.onnx'), '--mapping', goldenModel('models/german-logistic-columns.mapping.json'), '--seed', '99', '--json'], { env: { PATH: process.env.PATH, ...env } });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (text: Buffer) => (stdout += text));
    child.stderr.on('data', (text: Buffer) => {
      if (!stderr.includes('running') && String(text).includes('running')) child.kill('SIGINT');
      stderr += text;
    });
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect({ code, document: JSON.parse(stdout) }).toMatchObject({ code: 3, document: { state: 'cancelled', bundle: null } });
  });
});

test('a time limit that leaves next to nothing to ask the model says so, in place of numbers, and the plan of it is evidence', async () => {
  const rows = Array.from({ length: 60 }, (_, i) => `${i % 7},${i % 5},${i % 3 === 0 ? 'a' : 'b'},${i % 2}`);
  const [data, plan, bundle] = [join(home, 'limited.csv'), join(home, 'limited.json'), join(home, 'limited.zip')];
  await writeFile(data, ['x,y,group,label', ...rows].join('\n'));
  await writeFile(plan, JSON.stringify({ methods: [{ pillar: 'explainability', method: 'kernelShap' }] }));
  const mapping = join(home, 'limited.mapping.json');
  await writeFile(mapping, JSON.stringify({ version: 1, inputs: [{ features: ['x', 'y'].map((column) => ({ encode: 'number', column })) }], output: { scores: 'probability' } }));
  const model = goldenModel('hostile/endless-on-large-rows.onnx');
  const ended = await audit(['--data', data, '--label', 'label', '--protected', 'group', '--model', model, '--mapping', mapping, '--plan', plan, '--time-limit', '0.0001', '--out', bundle, '--json']);
  expect(ended).toMatchObject({ code: 0 });
  const { results } = documentOf(ended);
  expect(results.length).toBeGreaterThan(0);
  for (const { estimate } of results) expect(estimate).toMatchObject({ value: null, undefinedBecause: expect.stringMatching(/^the time limit of 0\.0001 s leaves [\d,]+ rows to ask the model about, which answers about [\d,]+ a second, and this method needs [\d,]+ at least$/) });
  expect(verifyBundle(await readFile(bundle), { softwareVersion }).valid).toBe(true);
});
