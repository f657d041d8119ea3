/**
 * Tree SHAP beside shap's C++, LightGBM, WOODELF and FastTreeSHAP: 100 trees, depth 6, 30 features, a background of 1,000, 1 to 100,000 rows, one thread each, taken in turns on the same core.
 *   npm run build && taskset -c 1 node bench/tree-shap.mjs [rounds] [python with shap, lightgbm and, where they are to be compared, woodelf_explainer and fasttreeshap]
 * Prints the time a row: median and spread (10th to 90th percentile) of each side, the median of the pairs' ratios, and the largest difference of the values in the rows both explained.
 *
 * A peer whose time grows with the rows is asked about a few of many and its time a row taken for all ("measured on"). WOODELF is asked about all rows, since it too has a cost that does not
 * grow. Ours counts everything from laying the trees out (first), and again for an explainer that is there already (again), which "shap" and FastTreeSHAP's are too. "shap-made", at one row, and WOODELF
 * are explainers made anew each time, to be compared with "first".
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { columnGame } from '@plumbline/explain-core/explainability/treeShap/game';
import { interventionalExplainer } from '@plumbline/explain-core/explainability/treeShap/interventional';
import { pathDependentExplainer } from '@plumbline/explain-core/explainability/treeShap/pathDependent';
import { parseLightgbm } from '@plumbline/explain-core/models/lightgbm';

const rounds = Number(process.argv[2] ?? 7);
const folder = mkdtempSync(join(tmpdir(), 'plumbline-bench-'));
const threads = Object.fromEntries(['OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'NUMBA_NUM_THREADS'].map((name) => [name, '1']));
const peer = spawn(process.argv[3] ?? 'python3', [join(import.meta.dirname, 'tree_shap_peer.py'), folder], { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, ...threads } });
const lines = createInterface({ input: peer.stdout })[Symbol.asyncIterator]();
const read = (name) => {
  // A small file's bytes lie in a buffer that others share.
  const { buffer, byteOffset, byteLength } = readFileSync(join(folder, name));
  return new Float64Array(buffer.slice(byteOffset, byteOffset + byteLength));
};
const median = (times, q = 0.5) => [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(q * times.length))];
const shown = (seconds) => (seconds < 1e-3 ? `${(seconds * 1e6).toFixed(1)} µs` : `${(seconds * 1e3).toFixed(2)} ms`);

/** Seconds of the peer for so many rows; null where it is not there. */
async function ask(name, rows) {
  peer.stdin.write(`${name} ${rows}\n`);
  const answer = (await lines.next()).value;
  return answer === 'missing' ? null : Number(answer);
}

try {
  console.log(`${rounds} rounds in turns, Node ${process.version}, ${(await lines.next()).value.slice(6)}`);
  const ensemble = parseLightgbm(readFileSync(join(folder, 'model.txt')));
  const values = read('rows.f64');
  const background = { rows: 1000, columns: 30, values: read('background.f64') };
  const rowsOf = (count) => ({ rows: count, columns: 30, values: values.subarray(0, 30 * count) });
  /** A game of its own, so that nothing is known of it from before. */
  const fresh = () => columnGame({ ...ensemble, trees: [...ensemble.trees] });
  const works = [
    { name: 'interventional', make: () => interventionalExplainer(fresh(), background), run: (explainer, rows) => explainer.explain(rows).values, peers: { shap: 20, 'shap-made': 1, woodelf: Infinity }, counts: [1, 100, 10_000, 100_000] },
    { name: 'path', make: () => pathDependentExplainer(fresh()), run: (explainer, rows) => explainer.explain(rows).values, peers: { shap: 500, 'shap-made': 1, lightgbm: 500, fasttreeshap: 2000, woodelf: Infinity }, counts: [1, 100, 10_000, 100_000] },
    { name: 'interactions', make: () => pathDependentExplainer(fresh()), run: (explainer, rows) => explainer.interactions(rows).interactions, peers: { shap: 10, 'shap-made': 1 }, counts: [1, 100, 1000, 10_000, 100_000] },
  ];
  for (const { name, make, run, peers, counts } of works) {
    for (const count of counts) {
      const rows = rowsOf(count);
      const asked = Object.entries(peers).filter(([side]) => count === 1 || side !== 'shap-made');
      const sides = { first: [], again: [], ...Object.fromEntries(asked.map(([side]) => [side, []])) };
      let gaps = '';
      for (let round = -1; round < rounds; round++) {
        const start = performance.now();
        const explainer = make();
        run(explainer, rows);
        const middle = performance.now();
        const found = run(explainer, rows);
        const end = performance.now();
        const times = { first: (middle - start) / 1000, again: (end - middle) / 1000 };
        for (const [side, most] of asked) {
          const some = Math.min(count, most);
          const seconds = await ask(`${name}/${side}`, some);
          if (seconds === null) continue;
          times[side] = (seconds * count) / some;
          if (round < 0) gaps += `   ${side} ${largestGap(found, read('values.f64'), name === 'interactions' ? 900 : 30).toExponential(1)} in ${some} rows`;
        }
        // The first round warms all up: WOODELF and numba compile then.
        if (round >= 0) for (const [side, time] of Object.entries(times)) sides[side].push(time / count);
      }
      console.log(`\n${name}, ${count} rows; largest difference, relative to the largest value:${gaps}`);
      for (const [side, times] of Object.entries(sides)) {
        if (times.length === 0) {
          console.log(`${side.padEnd(13)} not installed`);
          continue;
        }
        const most = peers[side] ?? Infinity;
        const ratios = ['first', 'again'].map((own) => `${median(times.map((time, i) => time / sides[own][i])).toPrecision(3)}× ${own}`).join(', ');
        console.log(`${side.padEnd(13)} ${shown(median(times))} a row (${shown(median(times, 0.1))} to ${shown(median(times, 0.9))})   ${side in peers ? ratios : ''}${count > most ? `   measured on ${most} rows` : ''}`);
      }
    }
  }
} finally {
  peer.kill();
  rmSync(folder, { recursive: true });
}

/** Both as [rows, width] from the first row on; LightGBM's own values have the expected value beside them. */
function largestGap(found, theirs, width) {
  const rows = Math.floor(theirs.length / width) * width === theirs.length ? theirs.length / width : theirs.length / (width + 1);
  const stride = theirs.length / rows;
  let gap = 0;
  let largest = 0;
  for (let row = 0; row < rows; row++) {
    for (let at = 0; at < width; at++) {
      gap = Math.max(gap, Math.abs(found[row * width + at] - theirs[row * stride + at]));
      largest = Math.max(largest, Math.abs(theirs[row * stride + at]));
    }
  }
  return gap / largest;
}
