/**
 * Partial dependence beside scikit-learn and accumulated local effects beside PyALE: all features of a LightGBM model of numbers, 20 points, one thread each, taken in turns on the same core. Ours has intervals of every
 * point and of the sizes as well; PyALE has intervals of points, scikit-learn none. Both sides ask the same number of times or nearly so.
 *   npm run build && taskset -c 1 node bench/curves.mjs [rounds] [python with lightgbm, scikit-learn and PyALE]
 * Prints milliseconds of each side (median, 10th to 90th percentile) and the median of the pairs' ratios.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { driverOf } from '@plumbline/explain-core/audit/plan';
import { memorySource } from '@plumbline/explain-core/data/memorySource';
import { plainGrouping } from '@plumbline/explain-core/method/subject';
import { loadModel } from '@plumbline/explain-core/models/load';
import { capabilitiesOf } from '@plumbline/explain-core/models/predictor';
import { randomStream } from '@plumbline/explain-core/random/stream';
import { show } from './fairnessTimes.mjs';

const rounds = Number(process.argv[2] ?? 9);
const golden = join(import.meta.dirname, '..', 'packages', 'explain-core', 'golden', 'models');
const expected = JSON.parse(readFileSync(join(golden, 'adult-lightgbm-numeric.expected.json'), 'utf8'));
const names = expected.columns.map(({ name }) => name);
const infos = names.map((name) => ({ name, kind: 'number', role: 'feature', missing: 0, levels: null, numbers: null }));
const model = await loadModel(readFileSync(join(golden, expected.model)), { mapping: null, columns: infos });
const rows = 2000;
const folder = mkdtempSync(join(tmpdir(), 'plumbline-bench-'));
// Rows between those of the fixture: as many distinct values as a real column may have.
const draws = randomStream(1);
const known = names.map((_, j) => expected.rows.map((row) => row[j]).filter((value) => value !== null));
const values = names.map((name, j) => Float64Array.from({ length: rows }, (_, i) => known[j][draws.child(name).integer(i, known[j].length)] * (0.9 + 0.2 * draws.child(`${name} spread`).uniform(i))));
writeFileSync(join(folder, 'rows.f64'), Float64Array.from({ length: rows * names.length }, (_, at) => values[at % names.length][Math.floor(at / names.length)]));
const peer = spawn(process.argv[3] ?? 'python3', [join(import.meta.dirname, 'curves_peer.py'), join(golden, expected.model), join(folder, 'rows.f64'), String(names.length)], { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, OMP_NUM_THREADS: '1' } });
const answered = createInterface({ input: peer.stdout })[Symbol.asyncIterator]();

try {
  const [, lightgbm, sklearn] = (await answered.next()).value.split(' ');
  console.log(`${rounds} rounds in turns, ${names.length} features, Node ${process.version}, LightGBM ${lightgbm}, scikit-learn ${sklearn}`);
  for (const [what, method, theirs] of [['pd', 'partialDependence', 'scikit-learn'], ['ale', 'accumulatedLocalEffects', 'PyALE']]) {
    for (const count of [300, 1000]) {
      const sides = { plumbline: [], [theirs]: [] };
      for (let round = -1; round < rounds; round++) {
        const start = performance.now();
        await ours(method, count);
        const own = performance.now() - start;
        peer.stdin.write(`${what} ${count}\n`);
        const other = 1000 * Number((await answered.next()).value);
        // The first round warms both up.
        if (round >= 0) sides.plumbline.push(own), sides[theirs].push(other);
      }
      const ratios = sides[theirs].map((time, i) => time / sides.plumbline[i]).sort((a, b) => a - b);
      console.log(`${method.padEnd(24)} ${String(count).padStart(5)} rows   plumbline ${show(sides.plumbline, 'ms')}   ${theirs} ${show(sides[theirs], 'ms')}   ${ratios[Math.floor(rounds / 2)].toFixed(2)}×`);
    }
  }
} finally {
  peer.kill();
  rmSync(folder, { recursive: true });
}

/** As an audit of so many rows does it, from the drawn rows to results and artifacts. */
async function ours(id, count) {
  const columns = names.map((name, j) => ({ kind: 'number', name, values: values[j].subarray(0, count) }));
  const table = { rows: count, columns };
  const { format, task, classes, features, threshold, runtime } = model;
  const subject = {
    dataset: { digest: 'sha256:rows', rows: count, columns: infos },
    model: { source: 'file', digest: 'sha256:model', mapping: null, format, task, classes, features, numberFeatures: [], capabilities: capabilitiesOf(model), threshold, runtime },
    label: { column: 'y', classes: [...classes].sort(), positive: classes[1], favourable: classes[1] },
    protected: [],
    grouping: plainGrouping,
    modelCard: null,
  };
  const driver = driverOf('explainability');
  const { version, options } = driver.methods.find((method) => method.id === id);
  const methods = [{ pillar: 'explainability', method: id, version, options: options.parse({ rows: count }) }];
  const random = randomStream(1);
  const context = { subject, methods, model, data: memorySource(table, infos), random, signal: new AbortController().signal, progress: () => undefined };
  const partials = [];
  for (const work of driver.tasks(subject, methods, random)) partials.push(await driver.run(work, context));
  driver.combine(id, partials, { subject, methods, random });
}
