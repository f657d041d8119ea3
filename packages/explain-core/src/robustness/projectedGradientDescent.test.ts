import { expect, test } from '@jest/globals';
import { auditOf, categoryColumn, choose, linearToy, numberColumn, subjectOf, tableOf, toyPredictor } from '../../test/robustness/toyModels.js';
import type { Table } from '../data/table.js';
import { matrix } from '../numeric/matrix.js';
import { randomStream } from '../random/stream.js';
import { robustness } from './driver.js';
import { pointsOf, type Points } from './points.js';
import { clampPoints } from './project.js';
import { gradientStep, projectedGradientDescent } from './projectedGradientDescent.js';
import { evaluateAttack } from './evaluate.js';
import { readChunk } from './chunk.js';
import { memorySource } from '../data/memorySource.js';
import type { ThreatModel } from './threatModel.js';

const relu = (x: number): number => Math.max(0, x);

function rawThreat(names: readonly string[], norm: 'linf' | 'l2' = 'linf'): ThreatModel {
  const numbers = names.map((column) => ({ column, scale: 1, whole: false, min: -1e9, max: 1e9, direction: 'any' as const }));
  return { norm, unit: 'raw', numbers, categories: [], maxFlips: 1, frozen: [] };
}

/**
 * captum `tests/robust/test_FGSM.py` and `test_PGD.py`, BasicModel: out = 1 − relu(1 − x), loss −log out_t. There a score may be negative, so the
 * slope of the loss is written out as captum has it: −1 ÷ out_t · [x_t < 1] in column t; a targeted attack goes down it.
 */
function captumBasic(x: readonly number[], target: number, radius: number, step: number, steps: number, { targeted = false, norm = 'linf' as 'linf' | 'l2' } = {}): number[] {
  const names = x.map((_, j) => `x${j}`);
  const threat = rawThreat(names, norm);
  const original: Points = { rows: 1, numbers: Float64Array.from(x), codes: new Int32Array(0) };
  let points = original;
  for (let k = 0; k < steps; k++) {
    const gradient = matrix(1, x.length);
    const at = points.numbers[target];
    if (at < 1) gradient.values[target] = ((targeted ? -1 : 1) * -1) / (1 - relu(1 - at));
    points = clampPoints(original, gradientStep(threat, points, gradient, step), threat, radius);
  }
  return [...points.numbers];
}
const close = (values: readonly number[]): unknown[] => values.map((value) => expect.closeTo(value, 9));

test('captum: FGSM and PGD vectors of its BasicModel', () => {
  expect(captumBasic([2, -9, 9, 1, -3], 1, 0.1, 0.1, 1)).toEqual(close([2, -8.9, 9, 1, -3]));
  expect(captumBasic([9, 10, -6, -1], 3, 0.2, 0.2, 1, { targeted: true })).toEqual(close([9, 10, -6, -1.2]));
  expect(captumBasic([2, -9, 9, 1, -3], 4, 0.25, 0.1, 2)).toEqual(close([2, -9, 9, 1, -2.8]));
  expect(captumBasic([9, 10, -6, -1], 3, 0.2, 0.1, 3, { targeted: true })).toEqual(close([9, 10, -6, -1.2]));
  expect(captumBasic([9, 10, -6, -1], 2, 0.2, 0.1, 3, { targeted: true, norm: 'l2' })).toEqual(close([9, 10, -6.2, -1]));
  // Three steps of 0.1 in a ball of 0.25: the vector of its 3-dimensional test, [3, −4 → −3.75].
  expect(captumBasic([3, -4, 10, 5], 1, 0.25, 0.1, 3)).toEqual(close([3, -3.75, 10, 5]));
});

/** Last proposal of the whole attack, as the model was asked about it. */
async function lastProposal(table: Table, features: string[], model: ReturnType<typeof toyPredictor>, epsilon: number, steps: number, stepShare: number, norm: 'linf' | 'l2' = 'linf'): Promise<number[]> {
  const subject = subjectOf(table, model, 'label');
  const methods = [choose(robustness, 'projectedGradientDescent', { unit: 'raw', norm, epsilons: [epsilon], steps, stepShare, restarts: 1, fractions: features })];
  let last: Points = { rows: 0, numbers: new Float64Array(0), codes: new Int32Array(0) };
  const watched = {
    ...projectedGradientDescent,
    search: (trial: Parameters<typeof projectedGradientDescent.search>[0], options: never) =>
      projectedGradientDescent.search({ ...trial, attempt: async (positions, points) => { const asked = await trial.attempt(positions, points); last = asked.points; return asked; } }, options),
  };
  const indices = Array.from({ length: table.rows }, (_, i) => i);
  const context = { subject, methods, model, data: memorySource(table, subject.dataset.columns), random: randomStream(0), signal: new AbortController().signal, progress: () => {} };
  const chunk = await readChunk({ key: 'k', pillar: 'robustness', work: 'projectedGradientDescent', rows: { kind: 'indices', indices }, options: {} }, context);
  await evaluateAttack(watched as never, methods[0].options as never, chunk, rawThreat(features, norm), context);
  return [...last.numbers];
}

test('captum: FGSM vectors of its BasicModel2, out = relu(relu(a) − 1 − relu(b)), through the whole attack', async () => {
  const features = ['a0', 'a1', 'b0', 'b1'];
  const model = toyPredictor({
    features,
    classes: ['0', '1'],
    score: ([a0, a1, b0, b1]) => [relu(relu(a0) - 1 - relu(b0)), relu(relu(a1) - 1 - relu(b1))],
    slopes: ([a0, a1, b0, b1]) => {
      const slope = (a: number, b: number): [number, number] => (relu(a) - 1 - relu(b) > 0 ? [a > 0 ? 1 : 0, b > 0 ? -1 : 0] : [0, 0]);
      const [s0, t0] = slope(a0, b0);
      const [s1, t1] = slope(a1, b1);
      return [[s0, 0, t0, 0], [0, s1, 0, t1]];
    },
  });
  const label = categoryColumn('label', ['0', '1'], ['0', '1']);
  const table = tableOf([numberColumn('a0', [4, 3]), numberColumn('a1', [-1, 10]), numberColumn('b0', [2, -2]), numberColumn('b1', [-5, 1]), label]);
  // test_attack_label_list: labels [0, 1], ε 0.1, which are the decisions here.
  expect(await lastProposal(table, features, model, 0.1, 1, 1)).toEqual(close([3.9, -1, 2.1, -5, 3, 9.9, -2, 1.1]));
  // test_attack_multiinput: label 0, ε 0.25, its first row.
  const first = tableOf([numberColumn('a0', [4]), numberColumn('a1', [-1]), numberColumn('b0', [2]), numberColumn('b1', [-5]), categoryColumn('label', ['0', '1'], ['0'])]);
  expect(await lastProposal(first, features, model, 0.25, 1, 1)).toEqual(close([3.75, -1, 2.25, -5]));
});

const weights = [0.8, -1.5, 0.3];
const intercept = 0.2;
const linear = linearToy(['a', 'b', 'c'], weights, intercept);

function cloud(rows: number, seed: number): Table {
  const draws = randomStream(seed);
  const columns = ['a', 'b', 'c'].map((name) => numberColumn(name, Array.from({ length: rows }, (_, i) => draws.child(name).normal(i))));
  // One label in five is wrong.
  const labels = Array.from({ length: rows }, (_, i) => {
    const logit = columns.reduce((sum, column, j) => sum + weights[j] * (column.kind === 'number' ? column.values[i] : 0), intercept);
    return logit >= 0 === draws.child('wrong').uniform(i) >= 0.2 ? 'yes' : 'no';
  });
  return tableOf([...columns, categoryColumn('label', ['no', 'yes'], labels), categoryColumn('g', ['x', 'y'], labels.map((_, i) => (draws.child('g').uniform(i) < 0.4 ? 'x' : 'y')))]);
}

/**
 * A linear model in closed form: the worst row in the ball has every number at the end of its reach that lowers the margin, so a row stands
 * iff its logit still decides the same there. Bounds are the observed ones.
 */
function stillStands(table: Table, epsilon: number): { stable: boolean; correct: boolean }[] {
  const columns = table.columns.slice(0, 3).map((column) => (column.kind === 'number' ? column.values : new Float64Array()));
  const sd = (values: Float64Array): number => {
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
  };
  const labels = table.columns[3];
  return Array.from({ length: table.rows }, (_, i) => {
    const logit = weights.reduce((sum, w, j) => sum + w * columns[j][i], intercept);
    const decided = logit >= 0;
    const worst = weights.reduce((sum, w, j) => {
      const reach = epsilon * sd(columns[j]);
      const ends = [Math.max(columns[j][i] - reach, Math.min(...columns[j])), Math.min(columns[j][i] + reach, Math.max(...columns[j]))];
      return sum + (decided ? Math.min(w * ends[0], w * ends[1]) : Math.max(w * ends[0], w * ends[1]));
    }, intercept);
    return { stable: worst >= 0 === decided, correct: labels.kind === 'category' && labels.levels[labels.codes[i]] === (decided ? 'yes' : 'no') };
  });
}

test.each([0, 1, 2])('a linear model: robust accuracy is the closed form at every strength, seed %i', async (seed) => {
  const table = cloud(120, seed);
  const subject = subjectOf(table, linear, 'label', { g: 'protected' });
  const epsilons = [0, 0.02, 0.1, 0.3, 1];
  const { results } = await auditOf(robustness, { table, model: linear, subject, methods: [choose(robustness, 'projectedGradientDescent', { epsilons })], seed });
  for (const epsilon of epsilons) {
    const rows = stillStands(table, epsilon);
    const found = (measure: string): unknown => results.find(({ options }) => options['epsilon'] === epsilon && options['measure'] === measure && options['scope'] === 'overall')!.counts;
    expect(found('decisionStability')).toMatchObject({ numerator: rows.filter(({ stable }) => stable).length, denominator: 120 });
    expect(found('robustAccuracy')).toMatchObject({ numerator: rows.filter(({ stable, correct }) => stable && correct).length, denominator: 120 });
    expect(found('robustnessOfCorrect')).toMatchObject({ numerator: rows.filter(({ stable, correct }) => stable && correct).length, denominator: rows.filter(({ correct }) => correct).length });
  }
});

test('closed form in l2, columns of different spread: a row falls iff its logit is within ε ‖w · s‖', async () => {
  const spread = [1, 5, 0.2];
  const plain = cloud(80, 7);
  const table = { ...plain, columns: plain.columns.map((column, j) => (column.kind === 'number' ? { ...column, values: column.values.map((value) => value * spread[j]) } : column)) };
  const subject = subjectOf(table, linear, 'label');
  const wide = Object.fromEntries(['a', 'b', 'c'].map((name) => [name, { min: -100, max: 100 }]));
  const epsilon = 0.4;
  const { results } = await auditOf(robustness, { table, model: linear, subject, methods: [choose(robustness, 'projectedGradientDescent', { epsilons: [epsilon], norm: 'l2', bounds: wide })] });
  const scales = subject.dataset.columns.slice(0, 3).map(({ numbers }) => numbers!.standardDeviation);
  const length = Math.hypot(...weights.map((w, j) => w * scales[j]));
  const logits = Array.from({ length: 80 }, (_, i) => weights.reduce((sum, w, j) => sum + w * (table.columns[j] as { values: Float64Array }).values[i], intercept));
  const standing = logits.filter((logit) => Math.abs(logit) > epsilon * length).length;
  expect(results.find(({ options }) => options['measure'] === 'decisionStability')!.counts).toMatchObject({ numerator: standing, denominator: 80 });
});

test('whole numbers: the walk goes between them, the adversarial row is whole', async () => {
  // Decides for "yes" from n = 10 on; a standard deviation of n is √35 = 5.9, so ε 0.5 reaches 2 whole steps.
  const n = Array.from({ length: 20 }, (_, i) => i);
  const table = tableOf([numberColumn('n', n), categoryColumn('label', ['no', 'yes'], n.map((value) => (value >= 10 ? 'yes' : 'no')))]);
  const model = linearToy(['n'], [1], -10);
  const subject = subjectOf(table, model, 'label');
  const { artifacts, results } = await auditOf(robustness, { table, model, subject, methods: [choose(robustness, 'projectedGradientDescent', { epsilons: [0.5], steps: 40, stepShare: 0.05, examples: 20 })] });
  // "yes" rows 10 and 11 reach 9; "no" rows 8 and 9 reach 10.
  expect(results.find(({ options }) => options['measure'] === 'robustAccuracy')!.counts).toMatchObject({ numerator: 16, denominator: 20 });
  const { examples } = artifacts.find(({ name }) => name.endsWith('/examples'))!.body as { examples: { row: number; changes: { from: number; to: number }[] }[] };
  expect(examples.map(({ row }) => row)).toEqual([8, 9, 10, 11]);
  for (const { changes } of examples) expect(Number.isInteger(changes[0].to)).toBe(true);
});

test('more classes: margin loss and cross-entropy find what lies in the ball', async () => {
  const model = toyPredictor({
    features: ['x', 'y'],
    classes: ['0', '1', '2'],
    score: ([x, y]) => { const e = [Math.exp(x), Math.exp(y), Math.exp(-x - y)]; const sum = e[0] + e[1] + e[2]; return e.map((value) => value / sum); },
    slopes: ([x, y]) => {
      const e = [Math.exp(x), Math.exp(y), Math.exp(-x - y)];
      const sum = e[0] + e[1] + e[2];
      const p = e.map((value) => value / sum);
      const dx = p[0] - p[2];
      const dy = p[1] - p[2];
      return [[p[0] * (1 - dx), -p[0] * dy], [-p[1] * dx, p[1] * (1 - dy)], [p[2] * (-1 - dx), p[2] * (-1 - dy)]];
    },
  });
  // Class 0 at (1, 0), rivals: class 1 needs a move of x − y = 1, so ε ≥ 0.5 in both columns; at 0.45 none.
  const table = tableOf([numberColumn('x', [1, -3, 4]), numberColumn('y', [0, 4, -3]), categoryColumn('label', ['0', '1', '2'], ['0', '1', '0'])]);
  const subject = subjectOf(table, model, 'label');
  for (const loss of ['margin', 'crossEntropy']) {
    const { partials } = await auditOf(robustness, { table, model, subject, methods: [choose(robustness, 'projectedGradientDescent', { unit: 'raw', epsilons: [0.45, 0.55], loss, fractions: ['x', 'y'] })] });
    const [{ rows }] = partials as unknown as { rows: { outcomes: { unchanged: number }[] }[] }[];
    expect(rows.map(({ outcomes }) => outcomes.map(({ unchanged }) => unchanged))).toEqual([[1, 0], [1, 1], [1, 1]]);
  }
});

test('margin loss raises the rival where the decided class itself is flat', async () => {
  const model = toyPredictor({
    features: ['x'],
    classes: ['0', '1', '2'],
    score: ([x]) => [0.5, 0.4 + 0.2 * x, 0.1 - 0.2 * x],
    slopes: () => [[0], [0.2], [-0.2]],
  });
  const table = tableOf([numberColumn('x', [0, -1, 1]), categoryColumn('label', ['0', '1'], ['0', '0', '1'])]);
  const subject = subjectOf(table, model, 'label');
  const first = async (loss: string): Promise<number> => {
    const { partials } = await auditOf(robustness, { table, model, subject, methods: [choose(robustness, 'projectedGradientDescent', { unit: 'raw', epsilons: [0.6], restarts: 1, loss, fractions: ['x'] })] });
    return (partials as unknown as { rows: { outcomes: { unchanged: number }[] }[] }[])[0].rows[0].outcomes[0].unchanged;
  };
  expect(await first('margin')).toBe(0); // 0.4 + 0.2 · 0.6 > 0.5
  expect(await first('crossEntropy')).toBe(1);
});

test('rows without slope stand, and are counted', async () => {
  // Saturated beyond |x| = 1, a slope within.
  const p = (x: number): number => Math.min(1, Math.max(0, (x + 1) / 2));
  const model = toyPredictor({ features: ['x'], classes: ['no', 'yes'], score: ([x]) => [1 - p(x), p(x)], slopes: ([x]) => (Math.abs(x) < 1 ? [[-0.5], [0.5]] : [[0], [0]]) });
  const table = tableOf([numberColumn('x', [-1.5, 0.5, 1.5]), categoryColumn('label', ['no', 'yes'], ['no', 'yes', 'yes'])]);
  const subject = subjectOf(table, model, 'label');
  const { results } = await auditOf(robustness, { table, model, subject, methods: [choose(robustness, 'projectedGradientDescent', { unit: 'raw', epsilons: [0.2, 0.6], restarts: 1 })] });
  const stability = results.filter(({ options }) => options['measure'] === 'decisionStability');
  expect(stability.map(({ counts }) => [counts!['numerator'], counts!['rowsWithoutSlope']])).toEqual([[3, 2], [2, 2]]);
});

test('points of a table and back', () => {
  const table = cloud(3, 1);
  expect([...pointsOf(table, rawThreat(['b', 'a'])).numbers]).toEqual([0, 1, 2].flatMap((i) => [1, 0].map((j) => (table.columns[j] as { values: Float64Array }).values[i])));
});
