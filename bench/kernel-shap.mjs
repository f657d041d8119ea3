/**
 * Kernel SHAP, permutation SHAP and exact Shapley values beside shap's KernelExplainer (l1_reg=0), PermutationExplainer (warm) and ExactExplainer, one thread each, taken in turns on the same core.
 *   npm run build && taskset -c 1 node bench/kernel-shap.mjs [rounds] [python with shap and lightgbm]
 * Prints milliseconds of processor time a row, median and spread (10th to 90th percentile) of each side, and the median of the pairs' ratios.
 * (1) Models that cost next to nothing, so that the rest shows: "free" answers with its first feature, "linear" reads all. Kernel SHAP with 2,048 coalitions and permutation SHAP with ten walks there and back
 *     of 30 features, all sets of 12; 20 rows, background 100. What is prepared once for all rows is counted.
 * (2) Kernel SHAP end to end with boosted trees (100, depth 6, 30 features): ours in Plumbline's trees, theirs in LightGBM's. With a slow model the model's time is the floor, the same for both.
 * (3) Coalitions that Plumbline needs to be as near the exact values as KernelExplainer is (root mean square over 10 rows and several seeds, 14 features, background 20), and what a target error takes.
 * In (1) and (2) both sides ask about as much: rounds and their stopping rule are off. Ten rounds before those that count let the engine compile what runs often.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { askFor } from '@plumbline/explain-core/explainability/ask';
import { exactShap } from '@plumbline/explain-core/explainability/exactShap';
import { kernelShap } from '@plumbline/explain-core/explainability/kernelShap';
import { permutationShap } from '@plumbline/explain-core/explainability/permutationShap';
import { parseLightgbm } from '@plumbline/explain-core/models/lightgbm';
import { treePredictor } from '@plumbline/explain-core/models/treePredictor';
import { matrix } from '@plumbline/explain-core/numeric/matrix';
import { randomStream } from '@plumbline/explain-core/random/stream';

const WARM_UP = 10;
const rounds = Number(process.argv[2] ?? 11);
const folder = mkdtempSync(join(tmpdir(), 'plumbline-bench-'));
const peer = spawn(process.argv[3] ?? 'python3', [join(import.meta.dirname, 'kernel_shap_peer.py'), folder], { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' } });
const lines = createInterface({ input: peer.stdout })[Symbol.asyncIterator]();
const say = async (text) => {
  peer.stdin.write(`${text}\n`);
  return JSON.parse((await lines.next()).value);
};

/** Processor time of this process, in seconds: unlike the clock's it does not run while others have the core. */
const spent = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

const at = (numbers, q) => [...numbers].sort((a, b) => a - b)[Math.min(numbers.length - 1, Math.floor(q * numbers.length))];
const shown = (numbers, digits = 2) => `${at(numbers, 0.5).toFixed(digits)} (${at(numbers, 0.1).toFixed(digits)} to ${at(numbers, 0.9).toFixed(digits)})`;

/** Number columns f0 … of row-major values 30 wide. */
function tableOf(values, rows, columns) {
  return { rows, columns: Array.from({ length: columns }, (_, j) => ({ kind: 'number', name: `f${j}`, values: Float64Array.from({ length: rows }, (_, i) => values[30 * i + j]) })) };
}

function linearModel(weights) {
  const features = Array.from(weights, (_, j) => `f${j}`);
  return {
    features,
    classes: ['value'],
    async predict({ rows, columns }) {
      const answer = new Float64Array(rows);
      columns.forEach(({ values }, j) => {
        const weight = weights[j];
        for (let i = 0; i < rows; i++) answer[i] += weight * values[i];
      });
      return matrix(rows, 1, answer);
    },
  };
}

/** Answers with the first feature. */
function freeModel(count) {
  const features = Array.from({ length: count }, (_, j) => `f${j}`);
  return { features, classes: ['value'], predict: async ({ rows, columns }) => matrix(rows, 1, columns[0].values.slice()) };
}

async function explainer(method, model, background, options, seed = 0) {
  const signal = new AbortController().signal;
  const className = model.classes.at(-1);
  const explain = await method.prepare({ background, ask: askFor(className, { model, signal }), model, className, signal, random: randomStream(seed).child('shared') }, method.options.parse(options));
  return (rows) => explain(rows, (i) => randomStream(seed).child(i));
}

async function compare(title, name, rows, method, model, background, options) {
  const sides = { plumbline: [], shap: [] };
  for (let round = -WARM_UP; round < rounds; round++) {
    const start = spent();
    await (await explainer(method, model, background, options))(rows);
    const ours = spent() - start;
    const theirs = await say(name);
    if (round < 0) continue;
    sides.plumbline.push((1000 * ours) / rows.rows);
    sides.shap.push((1000 * theirs) / rows.rows);
  }
  const ratio = shown(sides.shap.map((time, i) => time / sides.plumbline[i]), 1);
  console.log(`${title}: plumbline ${shown(sides.plumbline)} ms/row, shap ${shown(sides.shap)} ms/row, ${ratio}×`);
}

const rms = (values, exact) => Math.sqrt(values.flatMap((row, i) => row.map((value, j) => (value - exact[i][j]) ** 2)).reduce((a, b) => a + b) / (exact.length * exact[0].length));
const mean = (numbers) => numbers.reduce((a, b) => a + b) / numbers.length;

try {
  const [, shapVersion, lightgbmVersion] = (await lines.next()).value.split(' ');
  const read = (name) => new Float64Array(readFileSync(join(folder, `${name}.f64`)).buffer.slice(0));
  const [weights, rows, background] = ['weights', 'rows', 'background'].map(read);
  const trees = (name, features) => treePredictor(parseLightgbm(readFileSync(join(folder, name))), { version: 1, inputs: [{ features: Array.from({ length: features }, (_, j) => ({ encode: 'number', column: `f${j}`, subtract: 0, divide: 1 })) }], output: {} });
  console.log(`${rounds} rounds in turns, Node ${process.version}, shap ${shapVersion}, LightGBM ${lightgbmVersion}`);

  const budget = { coalitions: 2048, targetError: 0 };
  const additive = { ...budget, regression: 'additive' };
  const [rows30, background30, rows12, background12] = [tableOf(rows, 20, 30), tableOf(background, 100, 30), tableOf(rows, 20, 12), tableOf(background, 100, 12)];
  for (const [kind, of] of [['free', freeModel], ['linear', (count) => linearModel(weights.subarray(0, count))]]) {
    console.log(`\nA ${kind} model`);
    await compare('Kernel SHAP, additive, shared coalitions', `kernel-${kind}`, rows30, kernelShap, of(30), background30, { ...additive, shareCoalitions: true });
    await compare('Kernel SHAP, additive', `kernel-${kind}`, rows30, kernelShap, of(30), background30, additive);
    await compare('Kernel SHAP, interactions', `kernel-${kind}`, rows30, kernelShap, of(30), background30, budget);
    await compare('Kernel SHAP with 512 coalitions and interactions, as where nothing is said, beside shap’s 2,048', `kernel-${kind}`, rows30, kernelShap, of(30), background30, { ...budget, coalitions: 512 });
    await compare('Permutation SHAP', `permutation-${kind}`, rows30, permutationShap, of(30), background30, { walks: 10, targetError: 0 });
    await compare('Exact values of 12 features', `exact-${kind}`, rows12, exactShap, of(12), background12, {});
  }
  console.log('\nBoosted trees');
  for (const [title, options] of [['additive, shared coalitions', { ...additive, shareCoalitions: true }], ['additive', additive], ['interactions', budget]]) {
    await compare(`Kernel SHAP, ${title}`, 'trees', tableOf(rows, 2, 30), kernelShap, trees('trees30.txt', 30), background30, options);
  }

  const fourteen = { rows: tableOf(rows, 10, 14), background: tableOf(background, 20, 14), model: trees('trees14.txt', 14) };
  const exact = (await (await explainer(exactShap, fourteen.model, fourteen.background, {}))(fourteen.rows)).map(({ values }) => values);
  const errorAt = async (options) => Math.sqrt(mean(await Promise.all([1, 2, 3, 4, 5].map(async (seed) => rms((await (await explainer(kernelShap, fourteen.model, fourteen.background, { targetError: 0, ...options }, seed))(fourteen.rows)).map(({ values }) => values), exact) ** 2))));
  console.log('\nCoalitions to equal error, 14 features, boosted trees');
  for (const samples of [256, 512, 1024, 2048]) {
    const theirs = Math.sqrt(mean((await say(`values 3 ${samples}`)).map((values) => rms(values, exact) ** 2)));
    const found = {};
    for (const regression of ['additive', 'interactions']) {
      let coalitions = 60;
      while (coalitions < samples && (await errorAt({ coalitions, regression })) > theirs) coalitions = Math.ceil(coalitions * 1.1);
      found[regression] = { coalitions, atEqual: await errorAt({ coalitions: samples, regression }) };
    }
    const told = Object.entries(found).map(([regression, { coalitions, atEqual }]) => `${regression} ${coalitions} (${(coalitions / samples).toFixed(2)}×), at ${samples}: ${(atEqual / theirs).toFixed(2)}× the error`);
    console.log(`shap ${samples}: error ${theirs.toExponential(2)}; ${told.join('; ')}`);
  }
  console.log('\nUntil a target error, 14 features, boosted trees, at most 2,048 coalitions, background 20');
  for (const targetError of [0.1, 0.05, 0.02]) {
    const found = await (await explainer(kernelShap, fourteen.model, fourteen.background, { coalitions: 2048, targetError }))(fourteen.rows);
    const off = mean(found.map(({ values }, i) => values.reduce((sum, value, j) => sum + Math.abs(value - exact[i][j]), 0) / exact[i].reduce((sum, value) => sum + Math.abs(value), 0)));
    console.log(`${targetError}: ${mean(found.map(({ detail }) => detail.coalitions)).toFixed(0)} coalitions in ${mean(found.map(({ detail }) => detail.rounds)).toFixed(1)} rounds; said ${mean(found.map(({ detail }) => detail.relativeError)).toFixed(3)}, really off by ${off.toFixed(3)}`);
  }
} finally {
  peer.kill();
  rmSync(folder, { recursive: true });
}
