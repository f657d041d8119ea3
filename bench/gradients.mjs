/**
 * Integrated gradients with 50 Gauss–Legendre points beside captum on the same network, one thread each, taken in turns on the same core.
 *   npm run build && taskset -c 1 node bench/gradients.mjs [rounds] [python with torch, captum and onnx]
 * Prints the time a row: median and spread (10th to 90th percentile) of each side, the median of the pairs' ratios, and the largest difference of the values.
 *
 * Ours is the explainer of an audit, rows one by one from a table, with the model's answers at both ends. captum is asked twice: row by row ("captum"), and about all rows in one call ("captum, all
 * rows at once"), which an audit never does, since what a row gets would hang on the rows beside it. "to a gap of 0.5 %" is ours with as many points as completeness needs.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { askFor } from '@plumbline/explain-core/explainability/ask';
import { integratedGradients } from '@plumbline/explain-core/explainability/integratedGradients';
import { loadModel } from '@plumbline/explain-core/models/load';
import { randomStream } from '@plumbline/explain-core/random/stream';

const rounds = Number(process.argv[2] ?? 7);
const folder = mkdtempSync(join(tmpdir(), 'plumbline-bench-'));
const threads = Object.fromEntries(['OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'MKL_NUM_THREADS'].map((name) => [name, '1']));
const peer = spawn(process.argv[3] ?? 'python3', [join(import.meta.dirname, 'gradients_peer.py'), folder], { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, ...threads } });
const lines = createInterface({ input: peer.stdout })[Symbol.asyncIterator]();
const median = (times, q = 0.5) => [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(q * times.length))];
const shown = (seconds) => (seconds < 1e-3 ? `${(seconds * 1e6).toFixed(1)} µs` : `${(seconds * 1e3).toFixed(2)} ms`);
const read = (name) => {
  const { buffer, byteOffset, byteLength } = readFileSync(join(folder, name));
  return new Float64Array(buffer.slice(byteOffset, byteOffset + byteLength));
};
async function ask(question) {
  peer.stdin.write(`${question}\n`);
  return Number((await lines.next()).value);
}

const networks = [
  { name: 'table', features: 30, classes: ['no', 'yes'], target: 'yes', rows: 40, layers: '30-64-32-1, ReLU, sigmoid' },
  { name: 'pixels', features: 784, classes: Array.from({ length: 10 }, (_, k) => `${k}`), target: '3', rows: 10, layers: '784-256-256-10, ReLU, softmax' },
];

try {
  console.log(`${rounds} rounds in turns, Node ${process.version}, ${(await lines.next()).value.slice(6)}`);
  for (const { name, features, classes, target, rows: count, layers } of networks) {
    const values = read(`${name}.rows.f64`);
    const names = Array.from({ length: features }, (_, j) => `x${j}`);
    const rows = { rows: count, columns: names.map((column, j) => ({ kind: 'number', name: column, values: Float64Array.from({ length: count }, (_, i) => values[i * features + j]) })) };
    const columns = names.map((column) => ({ name: column, kind: 'number', role: 'feature', missing: 0, levels: null, numbers: null }));
    const mapping = { version: 1, inputs: [{ features: names.map((column) => ({ encode: 'number', column, subtract: 0, divide: 1 })) }], output: { scores: 'probability', classes } };
    const model = await loadModel(readFileSync(join(folder, `${name}.onnx`)), { mapping, columns });
    const { signal } = new AbortController();
    const scene = { background: rows, ask: askFor(target, { model, signal }), model, className: target, signal, random: randomStream(0) };
    const prepare = (options) => integratedGradients.prepare(scene, integratedGradients.options.parse({ baseline: 'zero', ...options }));
    const fixed = await prepare({ steps: 50, maxSteps: 50 });
    const adaptive = await prepare({});
    const sides = { ours: [], 'ours, to a gap of 0.5 %': [], captum: [], 'captum, all rows at once': [] };
    let found;
    for (let round = -1; round < rounds; round++) {
      const times = [];
      for (const explain of [fixed, adaptive]) {
        const start = performance.now();
        const explained = await explain(rows, () => randomStream(0));
        times.push((performance.now() - start) / 1000);
        if (explain === fixed) found = explained;
      }
      times.push(await ask(`${name} single`), await ask(`${name} all`));
      // The first round warms all up.
      if (round >= 0) Object.values(sides).forEach((list, side) => list.push(times[side] / count));
    }
    const theirs = read(`${name}.values.f64`);
    const largest = theirs.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const gap = theirs.reduce((most, value, at) => Math.max(most, Math.abs(value - found[Math.floor(at / features)].values[at % features])), 0);
    const used = (await adaptive(rows, () => randomStream(0))).map(({ detail }) => detail.steps);
    console.log(`\n${layers}, ${count} rows; largest difference, relative to the largest value: ${(gap / largest).toExponential(1)}; points to the gap: ${Math.min(...used)} to ${Math.max(...used)}`);
    for (const [side, times] of Object.entries(sides)) {
      const ratio = side.startsWith('ours') ? '' : `${median(times.map((time, i) => time / sides.ours[i])).toPrecision(3)}× ours`;
      console.log(`${side.padEnd(25)} ${shown(median(times))} a row (${shown(median(times, 0.1))} to ${shown(median(times, 0.9))})   ${ratio}`);
    }
    await model.dispose();
  }
} finally {
  peer.kill();
  rmSync(folder, { recursive: true });
}
