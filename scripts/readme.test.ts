import { existsSync, readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { driverOf, methodOf, planRequest } from '@plumbline/explain-core/audit/plan';
import { policyDocument } from '@plumbline/explain-core/audit/policy';
import { columnMapping } from '@plumbline/explain-core/models/mapping';
import { parseAuditArguments } from '../apps/api/src/cli/auditArguments.js';

/** What the README shows must work as shown. */
const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const readme = read('README.md');
const blocks = (language: string): string[] => [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'gm'))].map(([, body]) => body!);

test('its operations fit the schema', () => {
  const schema = buildSchema(read('apps/api/schema.graphql'));
  const operations = blocks('graphql');
  expect(operations.length).toBeGreaterThan(5);
  for (const operation of operations) expect([operation, validate(schema, parse(operation)).map(({ message }) => message)]).toEqual([operation, []]);
});

test('its documents are read as what they are', () => {
  const [mapping, fairnessPlan, explainabilityPlan, policy] = blocks('json').map((body) => JSON.parse(body) as object);
  expect(columnMapping.parse(mapping).inputs).toHaveLength(1);
  for (const plan of [fairnessPlan, explainabilityPlan]) {
    const { methods } = planRequest.parse(plan);
    expect(methods!.length).toBeGreaterThan(1);
    for (const { pillar, method, options } of methods!) expect(() => methodOf(driverOf(pillar), method).options.parse(options ?? {})).not.toThrow();
  }
  expect(policyDocument.partial({ format: true, version: true }).parse(policy).checks).toHaveLength(1);
});

test('its commands are understood, and name scripts that there are', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const commands = [...blocks('sh'), ...blocks('yaml')].join('\n').replace(/\\\n\s*/g, '').split('\n');
  const audits = commands.flatMap((line) => /npm run audit -- (.*)$/.exec(line)?.[1] ?? []);
  expect(audits.length).toBe(2);
  for (const audit of audits) expect(parseAuditArguments(audit.trim().split(/\s+/))).toMatchObject({ out: 'evidence.zip' });
  for (const [, name] of readme.matchAll(/npm (?:run )?(start|test|audit|verify)\b/g)) expect(Object.keys(scripts)).toContain(name);
});

test('every file it and the pages beside it lead to is there', () => {
  for (const page of ['README.md', 'docs/architecture.md']) {
    const links = [...read(page).matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, link]) => new URL(link!, new URL(`../${page}`, import.meta.url)));
    expect(links.length).toBeGreaterThan(1);
    expect(links.filter((link) => !existsSync(link)).map(String)).toEqual([]);
  }
});

test('its table of variables is that of the code', () => {
  const code = ['apps/api/src/env.ts', 'apps/api/src/start.ts', 'apps/dashboard/serve.mjs', 'apps/dashboard/lib/env.ts'].map(read).join('\n');
  const shown = new Set(readme.match(/\bPLUMBLINE_[A-Z_]+\b/g));
  const used = new Set(code.match(/\bPLUMBLINE_[A-Z_]+\b/g));
  expect([...shown].sort()).toEqual([...used].sort());
});
