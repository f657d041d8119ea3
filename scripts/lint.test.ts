import { findings, sources } from './lint.mjs';

test('the repository keeps its rules', () => {
  const files = [...sources()];
  expect(files.length).toBeGreaterThan(300);
  expect(files.flatMap(({ path, text }) => findings(path, text))).toEqual([]);
});

const core = 'packages/explain-core/src';

function example([path, text]: string[]): { path: string; text: string; shown: string } {
  return { path: path!, text: text!, shown: JSON.stringify(text!.slice(0, 60)) };
}

const faults = [
  [`${core}/fairness/rate.ts`, 'const x = Math.random();'],
  [`${core}/fairness/rate.ts`, 'const now = Date.now();'],
  [`${core}/fairness/rate.ts`, 'const now = new Date();'],
  [`${core}/fairness/rate.ts`, "import { readFileSync } from 'node:fs';"],
  [`${core}/fairness/rate.ts`, "import { x } from '../robustness/share.js';"],
  [`${core}/models/load.ts`, "import { digestOf } from '../audit/digest.js';"],
  [`${core}/random/stream.ts`, "const { x } = await import('../numeric/sum.js');"],
  [`${core}/errors.ts`, "import { x } from './data/table.js';"],
  [`${core}/audit/plan.ts`, "import { x } from '@plumbline/charts/svg';"],
  ['apps/dashboard/lib/x.ts', "import { x } from '@plumbline/explain-core/audit/plan';"],
  ['apps/api/src/jobs/work.ts', 'if (process.env.DEBUG) stop();'],
  ['packages/charts/src/svg.ts', "console.log('here');"],
  ['apps/api/src/jobs/work.test.ts', "test.only('this', () => {});"],
  ['apps/api/src/jobs/work.test.ts', "describe.skip('these', () => {});"],
  ['apps/api/src/jobs/work.test.ts', 'it.skip.each([1])(\'x\', () => {});'],
  ['docs/demo.md', 'open /home/ada/plumbline/report.html'],
  ['apps/api/src/jobs/work.ts', 'x\n'.repeat(451)],
].map(example);

test.each(faults)('finds a fault in $path: $shown', ({ path, text }) => {
  expect(findings(path, text)).toHaveLength(1);
});

const clean = [
  [`${core}/fairness/rate.ts`, "import { wilson } from '../numeric/wilson.js';\nimport { x } from './metric.js';"],
  [`${core}/audit/plan.ts`, "import { fairness } from '../fairness/driver.js';\nconst made = new Date(1980, 0, 1);"],
  ['packages/evidence/src/report/report.ts', "import { x } from '@plumbline/charts/svg';\nimport { y } from '@plumbline/explain-core/audit/record';"],
  ['apps/api/src/jobs/work.test.ts', '(data === null ? describe.skip : describe)(\'these\', () => {});'],
  ['scripts/start.mjs', 'console.log(process.env.PATH);'],
  ['apps/api/src/env.ts', 'readEnv(process.env);'],
  ['apps/api/src/jobs/work.ts', 'x\n'.repeat(450)],
  ['apps/api/src/http/startServer.ts', "const path = '/graphql'; const other = './work/chunk.js';"],
].map(example);

test.each(clean)('finds none in $path: $shown', ({ path, text }) => {
  expect(findings(path, text)).toEqual([]);
});
