/**
 * Tree prediction beside LightGBM: 100 trees, depth 6, 30 features, 100,000 rows, one thread each, taken in turns on the same core.
 *   npm run build && taskset -c 1 node bench/tree-predict.mjs [rounds] [python with lightgbm]
 * Prints microseconds a row: median and spread (10th to 90th percentile) of each side, and the largest difference of the margins.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
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
  const rows = { rows: values.length / 30, columns: 30, values };
  const truth = read('margins.f64');
  const ours = [];
  const theirs = [];
  let found = predictMargins(ensemble, rows);
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    found = predictMargins(ensemble, rows);
    ours.push(((performance.now() - start) * 1000) / rows.rows);
    peer.stdin.write('\n');
    theirs.push((Number((await lines.next()).value) * 1e6) / rows.rows);
  }
  const gap = truth.reduce((largest, value, at) => Math.max(largest, Math.abs(value - found.values[at])), 0);
  const show = (times) => {
    const sorted = [...times].sort((a, b) => a - b);
    const at = (q) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))].toFixed(2);
    return `${at(0.5)} µs/row (${at(0.1)} to ${at(0.9)})`;
  };
  console.log(`${rounds} rounds in turns, 100 trees, ${rows.rows} rows, Node ${process.version}`);
  console.log(`plumbline        ${show(ours)}`);
  console.log(`LightGBM ${version}   ${show(theirs)}`);
  console.log(`largest difference of the margins ${gap}`);
} finally {
  peer.kill();
  rmSync(folder, { recursive: true });
}
