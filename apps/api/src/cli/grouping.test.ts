import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Plan } from '@plumbline/explain-core/audit/plan';
import type { AuditRecord } from '@plumbline/explain-core/audit/record';
import type { Result } from '@plumbline/explain-core/method/result';
import { recordName } from '@plumbline/evidence/bundle';
import { readZip } from '@plumbline/evidence/zip';
import { createTestDatabase, type TestDatabase } from '../../test/database.js';
import { runCommand, type Ended } from '../../test/commandLine.js';

let database: TestDatabase;
let directory: string;
let data: string;
beforeAll(async () => {
  database = await createTestDatabase();
  directory = await mkdtemp(join(tmpdir(), 'plumbline-groups-'));
  data = join(directory, 'people.csv');
  // Ages of 70 values, three people of over 85, weights with a 0 among them, a guess of the label and of an amount.
  const rows = Array.from({ length: 600 }, (_, i) => {
    const age = i < 3 ? 86 + i : 18 + ((i * 7) % 67);
    const label = (i * 11) % 5 < 2 ? 1 : 0;
    const amount = 1000 + 13 * age + ((i * 29) % 400);
    return [i % 2 === 0 ? 'f' : 'm', age, label, i % 4 === 0 ? 1 - label : label, i === 5 ? 0 : 1 + (i % 3) / 2, `p${i % 200}`, amount, 1100 + 11 * age].join(',');
  });
  await writeFile(data, ['sex,age,label,guess,mass,person,amount,estimate', ...rows].join('\n'));
});
afterAll(async () => {
  await database.drop();
  await rm(directory, { recursive: true });
});

const run = (name: string, args: readonly string[]): Promise<Ended> =>
  runCommand('audit', ['--data', data, '--protected', 'sex,age', '--out', join(directory, `${name}.zip`), '--json', ...args], { DATABASE_URL: database.url, PLUMBLINE_HOME: join(directory, 'home') });
const verify = (name: string): Promise<Ended> => runCommand('verify', [join(directory, `${name}.zip`), '--data', data, '--json'], { PLUMBLINE_HOME: '/nonexistent' });
const resultsOf = ({ stdout }: Ended): Result[] => (JSON.parse(stdout) as { results: Result[] }).results;
const planOf = async (name: string): Promise<Plan> => {
  const file = readZip(await readFile(join(directory, `${name}.zip`))).find((entry) => entry.name === recordName)!;
  return (JSON.parse(Buffer.from(file.bytes).toString()) as AuditRecord).plan;
};

describe('an audit with ranges, weights, rows that belong together and small groups withheld', () => {
  let ended: Ended;
  beforeAll(async () => {
    const plan = join(directory, 'plan.json');
    await writeFile(plan, JSON.stringify({ methods: ['selectionRate', 'demographicParityDifference', 'accuracy'].map((method) => ({ pillar: 'fairness', method })) }));
    ended = await run('grouped', ['--label', 'label', '--prediction', 'guess', '--cuts', 'age:30,50,85', '--weight', 'mass', '--cluster', 'person', '--withhold-below', '5', '--plan', plan]);
  });
  test('says so in its plan and names the ranges as groups', async () => {
    expect(ended.code).toBe(0);
    expect((await planOf('grouped')).subject.grouping).toEqual({ depth: 2, cuts: { age: [30, 50, 85] }, weight: 'mass', cluster: 'person', withholdBelow: 5 });
    const rates = resultsOf(ended).filter(({ method, attribute }) => method === 'selectionRate' && attribute === 'age');
    expect(new Set(rates.map(({ group }) => group))).toEqual(new Set(['under 30', '30 to under 50', '50 to under 85', '85 and over']));
    expect(rates.find(({ group }) => group === '85 and over')!.estimate).toEqual({ value: null, n: 0, undefinedBecause: expect.stringMatching(/^withheld/) });
  });
  test('comes out again from the data, bit for bit', async () => {
    const { code, stdout } = await verify('grouped');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ valid: true, recomputed: { same: resultsOf(ended).length, different: 0 } });
  });
});

describe('an audit of a predicted number', () => {
  let ended: Ended;
  beforeAll(async () => {
    ended = await run('number', ['--label', 'amount', '--prediction', 'estimate', '--favourable', 'higher']);
  });
  test('knows by itself that it is one, and cuts the age at its quartiles', async () => {
    expect(ended.code).toBe(0);
    const { subject } = await planOf('number');
    expect(subject.label).toEqual({ kind: 'number', column: 'amount', favourable: 'higher' });
    expect(subject.grouping.cuts).toEqual({ age: [35, 51, 68] });
  });
  test('has numbers in fairness and reasons elsewhere', () => {
    const results = resultsOf(ended);
    expect(results.find(({ method, attribute, group }) => method === 'meanAbsoluteError' && attribute === 'age' && group === 'under 35')!.estimate.value).toBeGreaterThan(0);
    const without = results.filter(({ dimension, estimate }) => dimension !== 'fairness' && estimate.value === null);
    expect(new Set(without.map(({ dimension }) => dimension))).toEqual(new Set(['explainability', 'robustness', 'transparency']));
  });
  test('comes out again from the data, bit for bit', async () => {
    const { code, stdout } = await verify('number');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ valid: true, recomputed: { same: resultsOf(ended).length, different: 0 } });
  });
});
