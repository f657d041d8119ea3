/**
 * What the descriptions of the whole model add to an audit: seconds and model answers of each with its own defaults, on Adult's test rows and a LightGBM model of 14 features, 8 of them words;
 * every second counts all tasks one after the other on one core, and the combining. The public data are looked for beside the repository.
 *   npm run build && taskset -c 1 node bench/whole-model.mjs [rounds]
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { memorySource } from '@plumbline/explain-core/data/memorySource';
import { driverOf } from '@plumbline/explain-core/audit/plan';
import { plainGrouping } from '@plumbline/explain-core/method/subject';
import { loadModel } from '@plumbline/explain-core/models/load';
import { capabilitiesOf } from '@plumbline/explain-core/models/predictor';
import { randomStream } from '@plumbline/explain-core/random/stream';
import { show } from './fairnessTimes.mjs';

const rounds = Number(process.argv[2] ?? 5);
const golden = join(import.meta.dirname, '..', 'packages', 'explain-core', 'golden', 'models');
const file = join(import.meta.dirname, '..', '..', 'shared', 'data', 'adult', 'adult-test.csv.gz');
if (!existsSync(file)) throw new Error(`The public data are not at ${file}.`);

const [header, ...lines] = gunzipSync(readFileSync(file)).toString().trim().split('\n').map((line) => line.split(',').map((cell) => cell.trim()));
const expected = JSON.parse(readFileSync(join(golden, 'adult-lightgbm.expected.json'), 'utf8'));
const table = { rows: lines.length, columns: [...expected.columns, { name: 'income', kind: 'category' }].map(column) };
const infos = table.columns.map(infoOf);
const model = await loadModel(readFileSync(join(golden, expected.model)), { mapping: JSON.parse(readFileSync(join(golden, 'adult-lightgbm.mapping.json'), 'utf8')), columns: infos.slice(0, -1) });
const { format, task, classes, features, threshold, runtime } = model;
const subject = {
  dataset: { digest: 'sha256:adult', rows: table.rows, columns: infos },
  model: { source: 'file', digest: 'sha256:model', mapping: null, format, task, classes, features, numberFeatures: [], capabilities: capabilitiesOf(model), threshold, runtime },
  label: { column: 'income', classes: [...classes].sort(), positive: classes[1], favourable: classes[1] },
  protected: [],
  grouping: plainGrouping,
  modelCard: null,
};
let answers = 0;
const counted = { ...model, predict: (rows, signal) => ((answers += rows.rows), model.predict(rows, signal)) };

console.log(`${table.rows} rows, ${features.length} features, Node ${process.version}; median (10th to 90th percentile) of ${rounds}`);
for (const [pillar, method] of [['explainability', 'permutationImportance'], ['explainability', 'partialDependence'], ['explainability', 'accumulatedLocalEffects'], ['explainability', 'hStatistic'], ['explainability', 'prototypes'], ['transparency', 'surrogateTree'], ['transparency', 'ruleList']]) {
  const times = [];
  for (let round = -1; round < rounds; round++) {
    answers = 0;
    const start = performance.now();
    await audit(driverOf(pillar), method);
    if (round >= 0) times.push((performance.now() - start) / 1000);
  }
  console.log(`${method.padEnd(24)} ${show(times, 's')}   ${answers} answers`);
}

async function audit(driver, id) {
  const { version, options } = driver.methods.find((method) => method.id === id);
  const methods = [{ pillar: driver.pillar, method: id, version, options: options.parse({}) }];
  const random = randomStream(1);
  const context = { subject, methods, model: counted, data: memorySource(table, infos), random, signal: new AbortController().signal, progress: () => undefined };
  const partials = [];
  for (const task of driver.tasks(subject, methods, random)) partials.push(JSON.parse(JSON.stringify(await driver.run(task, context))));
  driver.combine(id, partials, { subject, methods, random });
}

function column({ name, kind }) {
  const cells = lines.map((line) => line[header.indexOf(name)]).map((cell) => (cell === '?' || cell === '' ? null : cell.replace(/\.$/, '')));
  if (kind === 'number') return { kind, name, values: Float64Array.from(cells, (cell) => (cell === null ? NaN : Number(cell))) };
  const levels = [...new Set(cells.filter((cell) => cell !== null))].sort();
  const codes = new Map(levels.map((level, code) => [level, code]));
  return { kind, name, levels, codes: Int32Array.from(cells, (cell) => (cell === null ? -1 : codes.get(cell))) };
}

function infoOf(own) {
  const missing = own.kind === 'number' ? own.values.filter(Number.isNaN).length : own.codes.filter((code) => code < 0).length;
  return { name: own.name, kind: own.kind, role: own.name === 'income' ? 'label' : 'feature', missing, levels: own.kind === 'category' ? own.levels : null, numbers: null };
}
