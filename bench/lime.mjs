/**
 * LIME beside the package lime (tabular): 5,000 rows drawn around each explained one, 30 numbers, a model that costs next to nothing, so that the rest shows; one thread each, taken in turns on the same core.
 *   npm run build && taskset -c 1 node bench/lime.mjs [rounds] [python with lime] [--own]
 * Forty rows are explained in a round, in tasks as large as an audit's. Ours draws rows once for a task, and asks the model about them once; that is counted, and shared by its rows. With `--own` every row has draws of its own, as the package's.
 * Prints milliseconds of processor time a row, median and spread (10th to 90th percentile) of each side, and the median of the pairs' ratios. What is learnt from the background beforehand is counted on neither side; what that takes us for a task is printed.
 * Ours gives standard errors as well, and says whether the first features would be the same in another draw. With a slow model the model's time is the floor, the same for both.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { askFor } from '@plumbline/explain-core/explainability/ask';
import { lime } from '@plumbline/explain-core/explainability/lime';
import { taskRowsOf } from '@plumbline/explain-core/explainability/localWork';
import { takeRows } from '@plumbline/explain-core/data/select';
import { matrix } from '@plumbline/explain-core/numeric/matrix';
import { randomStream } from '@plumbline/explain-core/random/stream';

const FEATURES = 30;
/** Rounds that do not count, for the engine to compile what runs often. */
const WARM_UP = 3;
const ROWS = 40;
const [roundsAsked, python] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const shareSamples = !process.argv.includes('--own');
const rounds = Number(roundsAsked ?? 7);
const folder = mkdtempSync(join(tmpdir(), 'plumbline-bench-'));
const peer = spawn(python ?? 'python3', [join(import.meta.dirname, 'lime_peer.py'), folder], { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' } });
const lines = createInterface({ input: peer.stdout })[Symbol.asyncIterator]();

/** Processor time of this process, in seconds: unlike the clock's it does not run while others have the core. */
const spent = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};
const at = (numbers, q) => [...numbers].sort((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(q * numbers.length))];
const shown = (numbers, digits = 2) => `${at(numbers, 0.5).toFixed(digits)} (${at(numbers, 0.1).toFixed(digits)} to ${at(numbers, 0.9).toFixed(digits)})`;

const names = Array.from({ length: FEATURES }, (_, j) => `f${j}`);
const tableOf = (values, rows) => ({ rows, columns: names.map((name, j) => ({ kind: 'number', name, values: Float64Array.from({ length: rows }, (_, i) => values[FEATURES * i + j]) })) });
/** A squashed sum of the first three features. */
async function predict({ rows, columns: [a, b, c] }) {
  const answers = new Float64Array(rows);
  for (let i = 0; i < rows; i++) answers[i] = Math.tanh(a.values[i] + b.values[i] - c.values[i]);
  return matrix(rows, 1, answers);
}

const model = { features: names, classes: ['value'], predict };

try {
  const [, version] = (await lines.next()).value.split(' ');
  const read = (name) => new Float64Array(readFileSync(join(folder, `${name}.f64`)).buffer.slice(0));
  const [rows, background] = [tableOf(read('rows'), ROWS), tableOf(read('background'), 1000)];
  console.log(`${rounds} rounds in turns, ${shareSamples ? 'ours draws once a task' : 'ours draws for every row'}, ${FEATURES} features, 5,000 samples, Node ${process.version}, lime ${version}`);
  for (const [name, title, options] of [
    ['default', 'bins, the 10 features of largest effect', { featureSelection: 'highestWeights', numFeatures: 10 }],
    ['all', 'bins, all features', {}],
    ['six', 'bins, 6 features by forward selection', { featureSelection: 'forwardSelection', numFeatures: 6 }],
    ['lasso', 'bins, 6 features by the lasso path', { featureSelection: 'lassoPath', numFeatures: 6 }],
    ['linear', 'standard deviations, 10 features', { basis: 'linear', featureSelection: 'highestWeights', numFeatures: 10 }],
  ]) {
    const signal = new AbortController().signal;
    const parsed = lime.options.parse({ ...options, shareSamples });
    const taskRows = taskRowsOf(lime, parsed);
    const tasks = Array.from({ length: ROWS / taskRows }, (_, task) => takeRows(rows, Array.from({ length: taskRows }, (__, i) => taskRows * task + i)));
    const sides = { plumbline: [], lime: [], prepared: [] };
    for (let round = -WARM_UP; round < rounds; round++) {
      let ours = 0;
      let preparing = 0;
      for (const task of tasks) {
        const before = spent();
        const explain = await lime.prepare({ background, ask: askFor('value', { model, signal }), model, className: 'value', signal, random: randomStream(round + WARM_UP) }, parsed);
        const start = spent();
        await explain(task, (i) => randomStream(round + WARM_UP).child(i));
        ours += spent() - start;
        preparing += start - before;
      }
      peer.stdin.write(`${name}\n`);
      const theirs = Number((await lines.next()).value);
      // The first rounds warm both up.
      if (round < 0) continue;
      sides.plumbline.push((1000 * ours) / rows.rows);
      sides.lime.push((1000 * theirs) / rows.rows);
      sides.prepared.push((1000 * preparing) / tasks.length);
    }
    console.log(`${title}: plumbline ${shown(sides.plumbline)} ms/row, lime ${shown(sides.lime)} ms/row, ${shown(sides.lime.map((time, i) => time / sides.plumbline[i]), 1)}×; preparing a task ${shown(sides.prepared)} ms`);
  }
} finally {
  peer.kill();
  rmSync(folder, { recursive: true });
}
