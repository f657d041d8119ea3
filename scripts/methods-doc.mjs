import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, install, root } from './prepare.mjs';

/** Where the document lies, from the repository's root. */
export const place = 'docs/methods.md';

const words = {
  labels: 'labels',
  predictions: 'predictions (stored or asked for)',
  scores: 'scores',
  groups: 'a protected column',
  predict: 'a model that can be asked',
  gradient: 'a model with a derivative',
  trees: 'a model of trees',
  linear: 'a model that is linear up to its link',
  rescale: 'a network with a rescale rule for each operator',
  modelCard: 'a model card',
};

const directions = { higher: 'more is better', lower: 'less is better', ideal: 'the ideal is best', none: 'neither more nor less is better' };

/** The document as text. `drivers` are explain-core's; `schemaOf` makes a JSON schema of a method's options; `intervalMethods` are the kinds of intervals. */
export function methodsDocument(drivers, schemaOf, intervalMethods) {
  const pillars = drivers.map(({ pillar, methods }) => [`## ${capital(pillar)}`, ...methods.map((method) => section(method, schemaOf(method.options)))].join('\n\n'));
  return [
    '# Methods',
    'Every metric, explainer, attack and measure, as the code describes itself. Written by `npm run docs`; a test fails where it is not current. How each is computed, and where it departs from its source, stands at the method in `packages/explain-core/src`.',
    ...pillars,
    intervals(intervalMethods),
    '',
  ].join('\n\n').trimEnd() + '\n';
}

function intervals(intervalMethods) {
  const rows = Object.entries(intervalMethods).map(([id, { label, meaning, atLeast }]) => `| \`${id}\` | ${label} | ${atLeast ? 'at least the level' : 'the level'} | ${cell(meaning)} |`);
  return [
    '## Intervals',
    'What stands as `method` beside a number’s interval. Those that aim at the level hold the truth about as often as it says where the number rests on enough rows and events; those of at least the level hold it so often or more, since nothing sharper is known to keep it, or can be. `bench/coverage.md` has both, measured.',
    ['| name | in words | holds | made |', '| --- | --- | --- | --- |', ...rows].join('\n'),
  ].join('\n\n');
}

function section(method, schema) {
  const options = Object.entries(schema.properties ?? {});
  const needs = method.needs.length === 0 ? 'nothing beside the data' : method.needs.map((need) => words[need] ?? need).join(', ');
  const parts = [
    `### ${method.label}`,
    `\`${method.id}\`, version ${method.version}. ${method.summary}`,
    method.definition,
    ...(method.caution === undefined ? [] : [method.caution]),
    ...(method.measureWords === undefined ? [] : [Object.entries(method.measureWords).map(([id, says]) => `- \`${id}\`: ${says}`).join('\n')]),
    `Needs ${needs}. ${capital(scaleOf(method))}.${method.onRequest === true ? ' Computed only when a plan names it.' : ''}`,
  ];
  if (options.length > 0) {
    const rows = options.map(([name, option]) => `| \`${name}\` | ${option.default === undefined ? '—' : `\`${JSON.stringify(option.default)}\``} | ${cell(valuesOf(option))} | ${cell(option.description ?? '')} |`);
    parts.push(['| option | default | values | meaning |', '| --- | --- | --- | --- |', ...rows].join('\n'));
  }
  parts.push(method.sources.map(({ authors, year, title, where }) => `- ${authors} ${year}: ${title}${where === undefined ? '' : `, ${where}`}`).join('\n'));
  return parts.join('\n\n');
}

function scaleOf({ range, ideal, direction }) {
  const parts = [range === undefined ? null : `range ${range[0]} to ${range[1]}`, ideal === undefined ? null : `ideal ${ideal}`, directions[direction]];
  return parts.filter((part) => part !== null).join(', ');
}

function valuesOf({ type, enum: values, minimum, maximum, exclusiveMinimum, exclusiveMaximum, items }) {
  if (values) return values.map((value) => `\`${value}\``).join(', ');
  if (type === 'array') return `list of ${items?.type === undefined ? 'values' : valuesOf(items)}`;
  if (type === 'object') return 'by name';
  if (type === 'string') return 'text';
  if (type !== 'integer' && type !== 'number') return type ?? 'one of several';
  const bounds = [
    minimum === undefined ? null : `≥ ${minimum}`,
    exclusiveMinimum === undefined ? null : `> ${exclusiveMinimum}`,
    // JSON's largest whole number is no bound that anybody chose.
    maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? null : `≤ ${maximum}`,
    exclusiveMaximum === undefined ? null : `< ${exclusiveMaximum}`,
  ].filter((bound) => bound !== null);
  return `${type === 'integer' ? 'whole number' : 'number'} ${bounds.join(' and ')}`.trimEnd();
}

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const cell = (text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

if (process.argv[1] === import.meta.filename) {
  install();
  build('@plumbline/explain-core');
  const core = join(root, 'packages', 'explain-core');
  const load = (path) => import(pathToFileURL(path).href);
  const { z } = await load(createRequire(join(core, 'package.json')).resolve('zod'));
  const { drivers } = await load(join(core, 'dist', 'audit', 'drivers.js'));
  const { intervalMethods } = await load(join(core, 'dist', 'numeric', 'intervalMethods.js'));
  writeFileSync(join(root, place), methodsDocument(drivers, (options) => z.toJSONSchema(options, { io: 'input' }), intervalMethods));
}
