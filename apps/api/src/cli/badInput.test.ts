import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../../test/database.js';
import { goldenModel, runCommand, type Ended } from '../../test/commandLine.js';
import { defaultLimits, type Limits } from '../compute/session.js';
import { readEnv } from '../env.js';
import { parseAuditArguments } from './auditArguments.js';
import { auditCommand } from './auditCommand.js';
import { auditOptions, auditUsage } from './auditUsage.js';

/** What the command is given wrongly: exit code 2, one sentence on standard error, and not a row or a file anywhere. */
let database: TestDatabase;
let directory: string;
let home: string;
beforeAll(async () => {
  database = await createTestDatabase();
  directory = await mkdtemp(join(tmpdir(), 'plumbline-bad-'));
  home = join(directory, 'home');
  const rows = Array.from({ length: 120 }, (_, i) => [i % 7, (i * 3) % 11, i % 2 === 0 ? 'a' : 'b', Number(i % 3 === 0), Number(i % 5 === 0), i % 3]);
  const header = 'x,y,group,label,guess,three';
  const csv = (head: string, body: readonly (readonly (string | number)[])[]): string => `${head}\n${body.map((row) => `${row.join(',')}\n`).join('')}`;
  const files: Record<string, string> = {
    'good.csv': csv(header, rows),
    'twice.csv': csv('x,x,group,label,guess,three', rows),
    'empty.csv': '',
    'header.csv': `${header}\n`,
    'one-group.csv': csv(header, rows.map((row) => row.with(2, 'a'))),
    'quote.csv': `${csv(header, rows)}1,"2,a,0,0,0\n`,
    'nan.csv': csv(header, rows.map((row, i) => (i === 50 ? row.with(4, 'NaN') : row))),
    'mapping.json': JSON.stringify({ version: 1, inputs: [{ features: [{ encode: 'number', column: 'x' }, { encode: 'number', column: 'y' }] }], output: { classes: ['0', '1'], scores: 'probability' } }),
    'three-inputs.json': JSON.stringify({ version: 1, inputs: [{ features: ['x', 'y', 'three'].map((column) => ({ encode: 'number', column })) }], output: { classes: ['0', '1'], scores: 'probability' } }),
    'alike.csv': csv(header, rows.map((row, i) => row.with(3, ['Yes', 'yes ', 'no'][i % 3]!).with(4, 'no'))).replaceAll(',yes ,', ',"yes ",'),
    'amounts.csv': csv('x,y,group,amount,guess,word', rows.map((row, i) => [...row.slice(0, 3), i * 3, i * 2, i % 2 === 0 ? 'a' : 'b'])),
    'not.json': '{',
    'plan.json': JSON.stringify({ methods: [{ pillar: 'fairness', method: 'niceness' }] }),
    'policy.json': JSON.stringify({ name: 'P', checks: [] }),
  };
  for (const [name, content] of Object.entries(files)) await writeFile(join(directory, name), content);
});
afterAll(async () => {
  await database.drop();
  await rm(directory, { recursive: true });
});

async function storedRows(): Promise<Record<string, number>> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ tablename: string }>(`select tablename from pg_tables where schemaname = 'public' and tablename <> '_prisma_migrations' order by 1`);
    const counts: Record<string, number> = {};
    for (const { tablename } of tables) {
      const { rows } = await client.query<{ count: string }>(`select count(*) from "${tablename}"`);
      if (Number(rows[0]!.count) > 0) counts[tablename] = Number(rows[0]!.count);
    }
    return counts;
  } finally {
    await client.end();
  }
}

const data = (name: string, label = 'label', groups = 'group'): string[] => ['--data', name, '--label', label, '--protected', groups];
const stored = (name: string, label?: string, groups?: string): string[] => [...data(name, label, groups), '--prediction', 'guess'];
const model = (name: string, mapping = 'mapping.json', label = 'label'): string[] => [...data('good.csv', label), '--model', goldenModel(`hostile/${name}.onnx`), '--mapping', mapping];

const cases: readonly (readonly [string, readonly string[], RegExp])[] = [
  ['no such label column', stored('good.csv', 'nothing'), /no column "nothing".*"x", "y", "group"/],
  ['no such protected column', stored('good.csv', 'label', 'group,nothing'), /no column "nothing"/],
  ['no such prediction column', [...data('good.csv'), '--prediction', 'nothing'], /no column "nothing"/],
  ['no such column to ignore', [...stored('good.csv'), '--ignore', 'nothing'], /no column "nothing"/],
  ['duplicate header names', stored('twice.csv'), /more than once: "x"/],
  ['an empty file', stored('empty.csv'), /is empty \(0 bytes\)/],
  ['a header only', stored('header.csv'), /no row of data/],
  ['a label with three values', stored('good.csv', 'three'), /3 values/],
  ['a label with three values for a binary model', model('nan-producing', 'mapping.json', 'three'), /3 values|classes/],
  ['all rows in one group', stored('one-group.csv'), /in one group of the protected column "group"/],
  ['an unclosed quote', stored('quote.csv'), /quote was opened in data row 121/],
  ['NaN among the predictions', stored('nan.csv'), /"guess" is missing or NaN in 1 row/],
  ['a positive value that the label does not have', [...stored('good.csv'), '--positive', 'yes'], /"positive" is "yes"/],
  ['a model with the wrong number of inputs', model('nan-producing', 'three-inputs.json'), /3 features.*takes 2/],
  ['a model with an input that nothing fills', model('two-inputs'), /2 inputs/],
  ['a truncated ONNX file', model('truncated'), /not a whole ONNX file/],
  ['a pickle named .onnx', model('pickle'), /pickle.*Export the model to ONNX/],
  ['external data beside the file', model('external-data-relative'), /keeps its data in another file/],
  ['external data above the file', model('external-data-parent'), /keeps its data in another file/],
  ['external data anywhere', model('external-data-absolute'), /keeps its data in another file/],
  ['a model that answers NaN', model('nan-producing'), /NaN|not a number/i],
  ['a model that asks for 10 GB', model('expand-bomb-at-run'), /memory/],
  ['an endless model', model('endless-loop'), /time limit/],
  ['a model that is no model', model('text'), /none of the model formats/],
  ['a mapping that is no JSON', model('nan-producing', 'not.json'), /not JSON/],
  ['a mapping that is no mapping', model('nan-producing', 'plan.json'), /mapping does not fit/],
  ['a plan with a method that does not exist', [...stored('good.csv'), '--plan', 'plan.json'], /no fairness method "niceness"/],
  ['a policy without checks', [...stored('good.csv'), '--policy', 'policy.json'], /policy does not fit/],
  ['a file that is not there', stored('absent.csv'), /absent\.csv: there is no such file/],
  ['a directory', stored('.'), /is not a file/],
  ['no protected column', ['--data', 'good.csv', '--label', 'label', '--prediction', 'guess'], /--protected is missing/],
  ['neither model nor predictions', data('good.csv'), /--model FILE, or --prediction/],
  ['both model and predictions', [...model('nan-producing'), '--prediction', 'guess'], /either --model or --prediction/],
  ['an unknown option', [...stored('good.csv'), '--favorable', '1'], /Unknown option '--favorable'/],
  ['an option given twice', [...stored('good.csv'), '--label', 'three'], /--label is given twice/],
  ['a depth that is none', [...stored('good.csv'), '--depth', '0'], /--depth must be a whole number from 1/],
  ['cuts without numbers', [...stored('good.csv'), '--cuts', 'x'], /--cuts must be a column, a colon and ascending numbers/],
  ['cuts of a column that is not protected', [...stored('good.csv'), '--cuts', 'x:3'], /"x", which is not a protected column/],
  ['cuts that descend', [...stored('good.csv', 'label', 'x'), '--cuts', 'x:5,3'], /must be ascending numbers/],
  ['cuts beyond the data', [...stored('good.csv', 'label', 'x'), '--cuts', 'x:50'], /one group of the protected column "x" \("under 50"\)/],
  ['no such weight column', [...stored('good.csv'), '--weight', 'nothing'], /no weight column "nothing"/],
  ['a weight column that is no number', [...stored('good.csv', 'label', 'x'), '--weight', 'group'], /weights are numbers/],
  ['no such cluster column', [...stored('good.csv'), '--cluster', 'nothing'], /no cluster column "nothing"/],
  ['a size to withhold below that is none', [...stored('good.csv'), '--withhold-below', 'few'], /--withhold-below must be a whole number from 0/],
  ['labels that look alike', [...stored('alike.csv'), '--positive', 'Yes'], /"label" differ only in case, .*"Yes" and "yes "/],
  ['a task that is none', [...stored('good.csv'), '--task', 'ranking'], /classification or regression/],
  ['a regression on words', [...stored('amounts.csv', 'word'), '--task', 'regression'], /"word" is a category column, but a regression predicts a number/],
  ['a regression with a positive class', [...stored('amounts.csv', 'amount'), '--positive', '3'], /"amount" is a number; it has no positive class/],
  ['a regression with a favourable class', [...stored('amounts.csv', 'amount'), '--favourable', '3'], /"higher" or "lower"/],
  ['a regression whose predictions are words', [...data('amounts.csv', 'amount'), '--prediction', 'word'], /"word" is a category column. Name the column of predicted numbers/],
  ['a regression on a model of classes', [...model('nan-producing'), '--task', 'regression'], /about a predicted number, but the model decides between classes/],
  ['a seed that is no whole number', [...stored('good.csv'), '--seed', '1.5'], /whole number/],
  ['an empty name in a list', [...stored('good.csv'), '--ignore', 'x,,y'], /empty name/],
  ['a place for the bundle that is not there', [...stored('good.csv'), '--out', join('nowhere', 'bundle.zip')], /nowhere is no directory/],
];

const inDirectory = (args: readonly string[]): string[] => args.map((each) => (/^[a-z-]+\.(csv|json)$/.test(each) || each === '.' ? join(directory, each) : each));
// A model that never answers is given up after seconds here: that the time is the API's is not what this is about.
const limitsOf = (name: string): Limits => (name === 'an endless model' ? { ...defaultLimits, probeMs: 3_000 } : defaultLimits);

/** The command in this process: which process it is does not matter to what it says. */
async function runHere(args: readonly string[], limits = defaultLimits): Promise<Ended> {
  let [stdout, stderr] = ['', ''];
  const code = await auditCommand(args, {
    env: readEnv({ DATABASE_URL: database.url, PLUMBLINE_HOME: home }),
    print: (text) => (stdout += text),
    tell: (line) => (stderr += `${line}\n`),
    stopSignal: () => new AbortController().signal,
    limits,
  });
  return { code, stdout, stderr };
}

async function expectRefusal({ code, stdout, stderr }: Ended, message: RegExp): Promise<void> {
  const [first, ...rest] = stderr.trim().split('\n');
  expect({ code, first, usage: rest.length === 0 || rest[0]!.startsWith('usage:') }).toEqual({ code: 2, first: expect.stringMatching(message), usage: true });
  expect(first).toMatch(/^error: /);
  expect(JSON.parse(stdout)).toEqual({ error: { code: expect.stringMatching(/^[A-Z_]+$/), message: first!.slice('error: '.length) } });
  expect(await storedRows()).toEqual({});
  expect((await readdir(directory)).includes('home')).toBe(false);
}

describe('bad input', () => {
  test.each(cases)('%s', async (name, args, message) => {
    await expectRefusal(await runHere(inDirectory([...args, '--json']), limitsOf(name)), message);
  });

  // As a person meets it: one of the options, one of the data, one of the model.
  test.each(cases.filter(([name]) => ['an unknown option', 'a label with three values', 'a pickle named .onnx'].includes(name)))('%s, in a process of its own', async (_name, args, message) => {
    await expectRefusal(await runCommand('audit', inDirectory([...args, '--json']), { DATABASE_URL: database.url, PLUMBLINE_HOME: home }), message);
  });
});

describe('help', () => {
  test('names every option, with an example, and is no error', async () => {
    const { code, stdout, stderr } = await runCommand('audit', ['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const name of Object.keys(auditOptions)) expect(stdout).toMatch(new RegExp(`^  --${name}\\b.* \\S`, 'm'));
    expect(stdout).toMatch(/^example: npm run audit -- --data \S+ --label /m);
    expect(await runHere(['--label', 'y', '--help', '--json'])).toEqual({ code: 0, stdout, stderr: '' });
  });

  test('its example can be parsed, and what it prints follows a wrong option', async () => {
    const [, words] = /example: npm run audit -- ([^]*?)\n\n/.exec(auditUsage)!;
    expect(parseAuditArguments(words!.replace('\\', '').split(/\s+/))).toMatchObject({ data: 'applicants.csv', protected: ['sex', 'age_group'], model: { source: 'file' } });
    expect(await runHere(['--help-me'])).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining(`\n${auditUsage}\n`) });
  });
});
