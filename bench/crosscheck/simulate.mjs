/**
 * How often the 95 % intervals of whole audits hold the truth: many data sets drawn from one law, one fixed model, every method run as an audit runs it.
 * `npm run build` first; then `node bench/crosscheck/simulate.mjs [data sets]` (default 400; the standard error of a coverage near 95 % is then 1.1 points).
 */
import { makePlan } from '@plumbline/explain-core/audit/plan';
import { combineWork, joinOutcomes, runTask, worksOf } from '@plumbline/explain-core/audit/run';
import { memorySource } from '@plumbline/explain-core/data/memorySource';
import { randomStream } from '@plumbline/explain-core/random/stream';

const repeats = Number(process.argv[2] ?? 400);
const ROWS = 300;
const TRUTH_ROWS = 200_000;
const features = ['x1', 'x2', 'x3'];
const groups = ['a', 'b', 'c'];
const level = 0.95;
const signal = new AbortController().signal;

const sigmoid = (z) => 1 / (1 + Math.exp(-z));
const answer = (x1, x2, x3) => sigmoid(1.1 * x1 - 0.7 * x2 + 0.4 * x1 * x2 + 0.2 * x3 - 0.1);
const model = {
  format: 'onnx', task: 'binary', classes: ['no', 'yes'], features, threshold: 0.5, runtime: { library: 'function', version: '1', backend: 'none', precision: 'float64' },
  async predict({ rows, columns: [a, b, c] }) {
    const values = new Float64Array(rows * 2);
    for (let i = 0; i < rows; i++) {
      values[2 * i + 1] = answer(a.values[i], b.values[i], c.values[i]);
      values[2 * i] = 1 - values[2 * i + 1];
    }
    return { rows, columns: 2, values };
  },
  async dispose() {},
};

/** Rows of the law: three numbers, the first two related and one shifted by group; a label that the model does not quite follow. */
function draw(random, rows) {
  const number = (name) => ({ kind: 'number', name, values: new Float64Array(rows) });
  const [x1, x2, x3] = features.map(number);
  const g = { kind: 'category', name: 'g', levels: groups, codes: new Int32Array(rows) };
  const y = { kind: 'category', name: 'y', levels: ['no', 'yes'], codes: new Int32Array(rows) };
  const normal = random.child('normal');
  for (let i = 0; i < rows; i++) {
    const u = random.uniform(2 * i);
    g.codes[i] = u < 0.5 ? 0 : u < 0.8 ? 1 : 2;
    x1.values[i] = normal.normal(3 * i) + [0, -0.4, 0.3][g.codes[i]];
    x2.values[i] = 0.5 * x1.values[i] + normal.normal(3 * i + 1);
    x3.values[i] = normal.normal(3 * i + 2);
    y.codes[i] = random.uniform(2 * i + 1) < sigmoid(1.3 * x1.values[i] - 0.8 * x2.values[i] + (g.codes[i] === 1 ? 0.4 : 0)) ? 1 : 0;
  }
  return { rows, columns: [x1, x2, x3, g, y] };
}

const bounds = Object.fromEntries(features.map((name) => [name, { min: -100, max: 100 }]));
const methods = [
  { pillar: 'fairness', method: 'selectionRate' },
  { pillar: 'fairness', method: 'truePositiveRate' },
  { pillar: 'fairness', method: 'demographicParityDifference' },
  { pillar: 'fairness', method: 'demographicParityRatio' },
  { pillar: 'fairness', method: 'disparateImpactRatio', options: { referenceGroups: { g: 'a' } } },
  { pillar: 'explainability', method: 'kernelShap', options: { rows: 40, background: 50 } },
  { pillar: 'explainability', method: 'permutationImportance', options: { rows: ROWS, score: 'accuracy' } },
  { pillar: 'robustness', method: 'gaussianNoise', options: { rows: 200, strengths: [0.3], unit: 'raw', bounds } },
];

async function audit(table, seed, chosen) {
  const columns = table.columns.map((column) => {
    if (column.kind === 'category') return { name: column.name, kind: 'category', role: column.name === 'y' ? 'label' : 'protected', missing: 0, levels: column.levels, numbers: null };
    const { values } = column;
    const mean = values.reduce((sum, value) => sum + value, 0) / table.rows;
    const standardDeviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / table.rows);
    return { name: column.name, kind: 'number', role: 'feature', missing: 0, levels: null, numbers: { min: values.reduce((a, b) => Math.min(a, b)), max: values.reduce((a, b) => Math.max(a, b)), mean, standardDeviation, integer: false } };
  });
  const subject = {
    dataset: { digest: 'sha256:0', rows: table.rows, columns },
    model: { source: 'file', digest: 'sha256:0', mapping: null, format: model.format, task: 'binary', classes: model.classes, features, numberFeatures: [], capabilities: ['predict'], threshold: 0.5, runtime: model.runtime },
    label: { column: 'y', classes: ['no', 'yes'], positive: 'yes', favourable: 'yes' },
    protected: ['g'],
    modelCard: null,
  };
  const plan = makePlan(subject, seed, { methods: chosen });
  const context = { subject, methods: plan.methods, model, data: memorySource(table, columns), random: randomStream(seed), signal, progress() {} };
  const outcomes = [];
  for (const work of worksOf(plan)) {
    const partials = [];
    for (const task of work.tasks) partials.push(JSON.parse(JSON.stringify(await runTask(task, context))));
    outcomes.push(combineWork(plan, work, partials));
  }
  return joinOutcomes(outcomes).results;
}

const nameOf = ({ method, group, feature, options }) => [method, options.measure, group, feature].filter((part) => part !== undefined).join(' ');

/** Known from very many rows, and none of it from the methods: plain counting over the law. */
async function truths() {
  const random = randomStream(1);
  const { columns: [a, b, c, g, y] } = draw(random.child('truth'), TRUTH_ROWS);
  const yes = Uint8Array.from(a.values, (_, i) => (answer(a.values[i], b.values[i], c.values[i]) >= 0.5 ? 1 : 0));
  const rate = (within, hit) => {
    let n = 0;
    let hits = 0;
    for (let i = 0; i < TRUTH_ROWS; i++) if (within(i)) (n++, (hits += hit(i) ? 1 : 0));
    return hits / n;
  };
  const selected = groups.map((_, k) => rate((i) => g.codes[i] === k, (i) => yes[i]));
  const known = { selectionRate: rate(() => true, (i) => yes[i]), truePositiveRate: rate((i) => y.codes[i] === 1, (i) => yes[i]) };
  groups.forEach((name, k) => {
    known[`selectionRate ${name}`] = selected[k];
    known[`truePositiveRate ${name}`] = rate((i) => g.codes[i] === k && y.codes[i] === 1, (i) => yes[i]);
    known[`disparateImpactRatio ${name}`] = selected[k] / selected[0];
  });
  known['demographicParityDifference'] = Math.max(...selected) - Math.min(...selected);
  known['demographicParityRatio'] = Math.min(...selected) / Math.max(...selected);
  const right = rate(() => true, (i) => yes[i] === y.codes[i]);
  features.forEach((feature, j) => {
    let still = 0;
    for (let shift = 1; shift <= 5; shift++) {
      for (let i = 0; i < TRUTH_ROWS; i++) {
        const other = (i + shift * 7919) % TRUTH_ROWS;
        const x = [a, b, c].map(({ values }, k) => values[k === j ? other : i]);
        if ((answer(...x) >= 0.5 ? 1 : 0) === y.codes[i]) still++;
      }
    }
    known[`permutationImportance importance ${feature}`] = right - still / (5 * TRUTH_ROWS);
  });
  const noise = random.child('noise');
  let same = 0;
  let decidedRight = 0;
  for (let i = 0; i < TRUTH_ROWS; i++) {
    const moved = answer(...[a, b, c].map(({ values }, k) => values[i] + 0.3 * noise.normal(3 * i + k))) >= 0.5 ? 1 : 0;
    same += moved === yes[i] ? 1 : 0;
    decidedRight += moved === y.codes[i] ? 1 : 0;
  }
  known['gaussianNoise decisionStability'] = same / TRUTH_ROWS;
  known['gaussianNoise robustAccuracy'] = decidedRight / TRUTH_ROWS;
  // Shapley values of three features, all eight sets, with the law itself as the background.
  const backgroundRows = 4000;
  const explainedRows = 2000;
  const sums = [0, 0, 0];
  for (let i = 0; i < explainedRows; i++) {
    const worth = Array.from({ length: 8 }, (_, set) => {
      let sum = 0;
      for (let k = 0; k < backgroundRows; k++) sum += answer(...[a, b, c].map(({ values }, j) => values[(set >> j) & 1 ? i : 100_000 + k]));
      return sum / backgroundRows;
    });
    for (let j = 0; j < 3; j++) {
      let phi = 0;
      for (let set = 0; set < 8; set++) {
        if ((set >> j) & 1) continue;
        const size = [0, 1, 2].filter((k) => (set >> k) & 1).length;
        phi += [1 / 3, 1 / 6, 1 / 3][size] * (worth[set | (1 << j)] - worth[set]);
      }
      sums[j] += Math.abs(phi);
    }
  }
  features.forEach((feature, j) => (known[`kernelShap meanAbsolute ${feature}`] = sums[j] / explainedRows));
  return known;
}

const known = await truths();
const tally = new Map(Object.keys(known).map((name) => [name, { held: 0, below: 0, above: 0, n: 0, width: 0 }]));
for (let seed = 0; seed < repeats; seed++) {
  const results = await audit(draw(randomStream(1000 + seed).child('data'), ROWS), seed, methods);
  for (const result of results) {
    const entry = result.options.scope === 'gap' || (result.dimension === 'robustness' && result.group !== undefined) ? undefined : tally.get(nameOf(result));
    const { interval } = result.estimate;
    if (!entry || !interval) continue;
    const truth = known[nameOf(result)];
    entry.n++;
    entry.width += interval.upper - interval.lower;
    if (truth < interval.lower) entry.below++;
    else if (truth > interval.upper) entry.above++;
    else entry.held++;
  }
}
console.log(`${repeats} data sets of ${ROWS} rows, nominal ${level * 100} %: result | truth | coverage | truth below | truth above | mean width`);
for (const [name, { held, below, above, n, width }] of tally) {
  if (n > 0) console.log(`${name} | ${known[name].toFixed(4)} | ${((100 * held) / n).toFixed(1)} % | ${((100 * below) / n).toFixed(1)} % | ${((100 * above) / n).toFixed(1)} % | ${(width / n).toFixed(4)}`);
}
