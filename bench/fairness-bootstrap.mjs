/**
 * The bootstrap over cells, one thread each, in turns on the same core.
 *   npm run build && taskset -c 1 node bench/fairness-bootstrap.mjs [rounds] [python with numpy, pandas, scikit-learn and fairlearn] [fairlearn's replicates]
 * First: 1,000 replicates of 2,880 cells that hold 10 million, 100,000 and 10,000 rows, beside numpy.random.Generator.multinomial of the same cells.
 * Second: 1 million rows, three attributes (60 groups), selection rate, true and false positive rate and accuracy by group and as difference between groups, all with 95 % percentile intervals from
 * 1,000 replicates, from columns to intervals. Beside fairlearn's MetricFrame(n_boot, ci_quantiles), which is measured with few replicates (2 unless told otherwise) and scaled up: its time for
 * 1,000 is its time without any plus 1,000 times what one replicate added. Point values must be equal to 1e-12.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { percentileInterval } from '@plumbline/explain-core/numeric/bootstrap';
import { countCells } from '@plumbline/explain-core/numeric/countCells';
import { multinomialReplicates } from '@plumbline/explain-core/numeric/multinomial';
import { randomStream } from '@plumbline/explain-core/random/stream';
import { ratio, show } from './fairnessTimes.mjs';

const rounds = Number(process.argv[2] ?? 9);
const fewReplicates = Number(process.argv[4] ?? 2);
const REPLICATES = 1000;
const ROWS = 1_000_000;
const radices = [3, 5, 4, 2, 2]; // three attributes, label, prediction
const groups = radices.slice(0, -2).reduce((product, radix) => product * radix, 1);
const metrics = ['selectionRate', 'truePositiveRate', 'falsePositiveRate', 'accuracy'];
const random = randomStream(1).child('bench');

const folder = mkdtempSync(join(tmpdir(), 'plumbline-bench-'));
try {
  const columns = lendingColumns();
  columns.forEach((column, i) => writeFileSync(join(folder, `${i}.u8`), column));
  const cells = [10_000_000, 100_000, 10_000].map((rows) => cellsOf(rows, 2880));
  cells.forEach((counts, i) => writeFileSync(join(folder, `cells${i}.f64`), counts));
  const peer = spawn(process.argv[3] ?? 'python3', [join(import.meta.dirname, 'fairness_bootstrap_peer.py'), folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' },
  });
  const lines = createInterface({ input: peer.stdout })[Symbol.asyncIterator]();
  const answer = async () => {
    const line = await lines.next();
    if (line.done) throw new Error('the peer has ended');
    return line.value;
  };
  const ask = async (what) => {
    peer.stdin.write(`${what}\n`);
    return Number(await answer()) * 1000;
  };
  try {
    const [numpy, fairlearn] = (await answer()).split(' ');
    console.log(`${rounds} rounds in turns, Node ${process.version}, numpy ${numpy}, fairlearn ${fairlearn}`);
    for (const [i, counts] of cells.entries()) {
      const total = counts.reduce((sum, count) => sum + count, 0);
      const times = { ours: [], theirs: [] };
      for (let round = -2; round < rounds; round++) {
        times.ours.push(timed(() => multinomialReplicates(counts, total, random, 0, REPLICATES)));
        times.theirs.push(await ask(`multinomial ${i}`));
      }
      // The first rounds are for the engine, which compiles again what is called often.
      for (const measured of Object.values(times)) measured.splice(0, 2);
      console.log(`${REPLICATES} replicates of ${counts.length} cells, ${total} rows: ${show(times.ours, 'ms')}; numpy ${show(times.theirs, 'ms')}, ${ratio(times.theirs, times.ours)}`);
    }

    let found = frame(columns);
    const ours = [];
    for (let round = 0; round < rounds; round++) ours.push(timed(() => (found = frame(columns))));
    const without = await ask('frame 0');
    const theirs = new Float64Array(new Uint8Array(readFileSync(join(folder, 'frame.f64'))).buffer);
    const gap = theirs.reduce((largest, value, at) => Math.max(largest, Math.abs(value - found[at].value)), 0);
    if (theirs.length !== found.length || !(gap < 1e-12)) throw new Error(`fairlearn's values differ by ${gap}`);
    const few = await ask(`frame ${fewReplicates}`);
    const scaled = without + ((few - without) / fewReplicates) * REPLICATES;
    console.log(`${ROWS} rows, ${groups} groups, ${metrics.length} metrics by group and between groups, ${REPLICATES} replicates: ${show(ours, 'ms')}`);
    console.log(`fairlearn ${(without / 1000).toFixed(1)} s without replicates, ${(few / 1000).toFixed(1)} s with ${fewReplicates}; scaled to ${REPLICATES}: ${(scaled / 1000).toFixed(0)} s, ${ratio([scaled], ours)}`);
    console.log(`largest difference of the values ${gap}`);
  } finally {
    peer.kill();
  }
} finally {
  rmSync(folder, { recursive: true });
}

function timed(work) {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** Every group's value of each metric, then the difference between groups of each, with intervals: counted once, then from cells. */
function frame(columns) {
  const counts = new Float64Array(groups * 4);
  countCells(columns, radices, counts);
  const replicates = multinomialReplicates(counts, ROWS, random, 0, REPLICATES);
  const numbers = metrics.length * (groups + 1);
  const values = new Float64Array(numbers);
  rates(counts, 0, values, 0, 1);
  const drawn = new Float64Array(numbers * REPLICATES); // [numbers, replicates]
  for (let r = 0; r < REPLICATES; r++) rates(replicates, r * counts.length, drawn, r, REPLICATES);
  return Array.from(values, (value, i) => ({ value, ...percentileInterval(drawn.subarray(i * REPLICATES, (i + 1) * REPLICATES), 0.95) }));
}

/** From cells [groups, label, prediction] the numbers of one replicate. No group here is ever without label of one kind. */
function rates(counts, at, into, offset, stride) {
  for (let metric = 0; metric < metrics.length; metric++) {
    let [least, most] = [Infinity, -Infinity];
    for (let group = 0; group < groups; group++) {
      const cell = at + 4 * group;
      const [trueNegatives, falsePositives, falseNegatives, truePositives] = [counts[cell], counts[cell + 1], counts[cell + 2], counts[cell + 3]];
      const rows = trueNegatives + falsePositives + falseNegatives + truePositives;
      const value =
        metric === 0
          ? (truePositives + falsePositives) / rows
          : metric === 1
            ? truePositives / (truePositives + falseNegatives)
            : metric === 2
              ? falsePositives / (falsePositives + trueNegatives)
              : (truePositives + trueNegatives) / rows;
      into[(metric * groups + group) * stride + offset] = value;
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    into[(metrics.length * groups + metric) * stride + offset] = most - least;
  }
}

function lendingColumns() {
  const columns = radices.map(() => new Uint8Array(ROWS));
  const stream = random.child('rows');
  for (let row = 0; row < ROWS; row++) {
    const [a, b, c] = [0, 1, 2].map((axis) => Math.floor(radices[axis] * stream.uniform(5 * row + axis) ** 1.3));
    const label = stream.uniform(5 * row + 3) < 0.3 + 0.04 * b ? 1 : 0;
    const prediction = stream.uniform(5 * row + 4) < 0.2 + 0.5 * label + 0.05 * a - 0.02 * c ? 1 : 0;
    [a, b, c, label, prediction].forEach((code, i) => (columns[i][row] = code));
  }
  return columns;
}

function cellsOf(rows, count) {
  const shares = Array.from({ length: count }, (_, i) => 0.2 + random.child('cells').uniform(i));
  const sum = shares.reduce((total, share) => total + share, 0);
  return Float64Array.from(shares, (share) => Math.floor((share / sum) * rows));
}
