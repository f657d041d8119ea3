/**
 * Tree prediction beside LightGBM and onnxruntime-node: 100 trees, depth 6, 30 features, 1 to 100,000 rows that are new to each side, one thread each, taken in turns on the same core.
 *   npm run build && taskset -c 1 node bench/tree-predict.mjs [rounds] [python with lightgbm and onnxmltools]
 * Prints microseconds a row: median and spread (10th to 90th percentile) of each side, the median of the pairs' ratios, and the largest difference of the margins.
 * LightGBM is asked from Python, as its users do; for one row most of its time is the call.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { parseLightgbm } from '@plumbline/explain-core/models/lightgbm';
import { predictMargins } from '@plumbline/explain-core/models/treeEnsemble';

const rounds = Number(process.argv[2] ?? 15);
const folder = mkdtempSync(join(tmpdir(), 'plumbline-bench-'));
const peer = spawn(process.argv[3] ?? 'python3', [join(import.meta.dirname, 'tree_predict_peer.py'), folder], { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, OMP_NUM_THREADS: '1' } });
const lines = createInterface({ input: peer.stdout })[Symbol.asyncIterator]();

try {
  const [, version] = (await lines.next()).value.split(' ');
  const read = (name) => new Float64Array(readFileSync(join(folder, name)).buffer.slice(0));
  const ensemble = parseLightgbm(readFileSync(join(folder, 'model.txt')));
  const values = read('rows.f64');
  const truth = read('margins.f64');
  const session = await InferenceSession.create(join(folder, 'model.onnx'), { intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential', logSeverityLevel: 3 });
  const [input] = session.inputNames;
  console.log(`${rounds} rounds in turns, 100 trees, Node ${process.version}, LightGBM ${version}`);
  for (const count of [1, 100, 10_000, 100_000]) {
    // Small batches walk on through the rows: the same few rows again and again would teach the processor their branches.
    const batches = Math.min(200, 100_000 / count);
    const slices = Array.from({ length: batches }, (_, batch) => values.subarray(30 * count * batch, 30 * count * (batch + 1)));
    const singles = slices.map((slice) => new Tensor('float32', Float32Array.from(slice), [count, 30]));
    const sides = { plumbline: [], LightGBM: [], onnxruntime: [] };
    const perRow = 1e6 / (count * batches);
    for (let round = -1; round < rounds; round++) {
      let start = performance.now();
      for (const slice of slices) predictMargins(ensemble, { rows: count, columns: 30, values: slice });
      const ours = ((performance.now() - start) / 1000) * perRow;
      peer.stdin.write(`${count} ${batches}\n`);
      const theirs = Number((await lines.next()).value) * perRow;
      start = performance.now();
      for (const single of singles) await session.run({ [input]: single });
      const onnx = ((performance.now() - start) / 1000) * perRow;
      // The first round warms all three up.
      if (round >= 0) [ours, theirs, onnx].forEach((time, side) => Object.values(sides)[side].push(time));
    }
    const found = predictMargins(ensemble, { rows: count, columns: 30, values: slices[0] });
    const gap = found.values.reduce((largest, value, at) => Math.max(largest, Math.abs(value - truth[at])), 0);
    const at = (times, q) => [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(q * times.length))];
    console.log(`\n${count} rows, largest difference from LightGBM's margins ${gap}`);
    for (const [side, times] of Object.entries(sides)) {
      const ratio = at(times.map((time, i) => time / sides.plumbline[i]), 0.5);
      console.log(`${side.padEnd(12)} ${at(times, 0.5).toFixed(2)} µs/row (${at(times, 0.1).toFixed(2)} to ${at(times, 0.9).toFixed(2)})   ${ratio.toFixed(2)}×`);
    }
  }
} finally {
  peer.kill();
  rmSync(folder, { recursive: true });
}
