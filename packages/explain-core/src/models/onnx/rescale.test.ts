import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { captumCase, gapOf } from '../../../test/explainability/captumReference.js';
import { cases, modelOf, outputType, wave, weight, type Case } from '../../../test/operatorCases.js';
import { COTANGENT } from './backward.js';
import { makeNode } from './build.js';
import { rescaledOperators, rescaleGraph } from './rescale.js';
import type { FloatType } from './rule.js';
import { DOUBLE, FLOAT, type ModelProto } from './schema.js';
import { openSession } from './session.js';
import { parseOnnx } from './validate.js';

const NAME = { [DOUBLE]: 'float64', [FLOAT]: 'float32' } as const;

/** Multipliers between two points, x first. */
async function multipliers(model: ModelProto, score: string, points: readonly (readonly number[])[], shape: readonly number[], cotangent: readonly number[], types: readonly [FloatType, FloatType] = [FLOAT, FLOAT]): Promise<number[]> {
  const graph = rescaleGraph(model, score, 'none', ['x']);
  if ('unavailableBecause' in graph) throw new Error(graph.unavailableBecause);
  const session = await openSession(graph.model);
  const feed = (name: string, values: readonly number[], dims: readonly number[], type: FloatType) => ({ name, type: NAME[type], input: { values: Float64Array.from(values), dims } });
  const results = await session.run([feed('x', points[0], shape, types[0]), feed(graph.references.get('x')!, points[1], shape, types[0]), feed(COTANGENT, cotangent, [shape[0], cotangent.length / shape[0]], types[1])]);
  await session.dispose();
  return Array.from(results.get(graph.outputs.get('x')!)!.data as Float64Array);
}

const all = Object.entries(cases).flatMap(([op, list]) => list.map((one, index) => [`${op} ${index}`, op, one] as const));
/** A Where whose condition follows the features has none. */
const covered = all.filter(([, op]) => rescaledOperators.includes(op) && op !== 'Where');

async function bothAnswers(one: Case, points: readonly (readonly number[])[]): Promise<number[][]> {
  const session = await openSession(modelOf(one));
  const found = [];
  for (const values of points) found.push(Array.from((await session.run([{ name: 'x', type: NAME[one.type ?? DOUBLE], input: { values: Float64Array.from(values), dims: one.shape } }])).get('y')!.data as Float64Array, Number));
  await session.dispose();
  return found;
}

/**
 * Σ m · Δx = Σ c · Δy, whatever the rule. In float64 up to rounding and the squares of changes below 1e-6; in float32 sums of some ten terms around 1. Every second number hardly moves or
 * does not, so that the limits are met too.
 */
describe.each(covered)('%s', (_, __, one) => {
  it('adds up to the change of the answer', async () => {
    const { shape, type = DOUBLE, shift = 0 } = one;
    const size = shape.reduce((a, b) => a * b, 1);
    const x = Array.from({ length: size }, (___, i) => wave(i) + shift);
    // Positive domains stay positive: the shift of their cases is above the largest wave.
    const x0 = x.map((value, i) => (i % 4 === 1 ? value : i % 4 === 3 ? value + 3e-7 : wave(i + 31) + shift));
    const [y, y0] = await bothAnswers(one, [x, x0]);
    const cotangent = y.map((___, k) => wave(k + 11));
    const dims = [1, y.length];
    const graph = rescaleGraph(modelOf(one), 'y', 'none', ['x']);
    if ('unavailableBecause' in graph) throw new Error(graph.unavailableBecause);
    const session = await openSession(graph.model);
    const results = await session.run([
      { name: 'x', type: NAME[type], input: { values: Float64Array.from(x), dims: shape } },
      { name: graph.references.get('x')!, type: NAME[type], input: { values: Float64Array.from(x0), dims: shape } },
      { name: COTANGENT, type: NAME[outputType(one.nodes, type)], input: { values: Float64Array.from(cotangent), dims } },
    ]);
    await session.dispose();
    const m = Array.from(results.get(graph.outputs.get('x')!)!.data as Float64Array, Number);
    const moved = m.reduce((sum, value, i) => sum + value * (x[i] - x0[i]), 0);
    const answered = cotangent.reduce((sum, c, k) => sum + c * (y[k] - y0[k]), 0);
    const tolerance = type === DOUBLE && outputType(one.nodes, type) === DOUBLE ? 1e-11 : 2e-5;
    expect(m.every(Number.isFinite)).toBe(true);
    expect(Math.abs(moved - answered)).toBeLessThan(tolerance * Math.max(1, ...cotangent.map((c, k) => Math.abs(c * y[k])), ...m.map((value, i) => Math.abs(value * x[i]))) * Math.max(1, size / 4));
  });
});

describe('says why there is no rule', () => {
  it.each<[string, Case, string]>([
    ['an operator without one', cases['ReduceMax'][0], 'The operator ReduceMax has no rescale rule here.'],
    ['a choice that follows the features', cases['Where'][0], 'A Where whose condition follows the features has no rescale rule here.'],
    ['the larger of two that follow them', { shape: [3, 4], nodes: [makeNode('Neg', ['x'], ['n']), makeNode('Max', ['x', 'n'], ['y'])] }, 'A Max of several tensors that follow the features has no rescale rule here.'],
    ['a layer norm', cases['LayerNormalization'][0], 'The operator LayerNormalization has no rescale rule here.'],
  ])('%s', (_, one, because) => expect(rescaleGraph(modelOf(one), 'y', 'none', ['x'])).toEqual({ unavailableBecause: because }));
});

describe('by hand', () => {
  const at = (one: Case, x: readonly number[], x0: readonly number[], cotangent: readonly number[]) => multipliers(modelOf(one), 'y', [x, x0], one.shape, cotangent, [DOUBLE, DOUBLE]);

  it('a ReLU that opens on the way multiplies by the share of the way on which it is open', async () => {
    const [opens, shut, open] = await at({ shape: [1, 3], nodes: [makeNode('Relu', ['x'], ['y'])] }, [3, -1, 4], [-1, -2, 1], [1, 1, 1]);
    expect([opens, shut, open]).toEqual([3 / 4, 0, 1]);
  });

  it('a product shares its change evenly: 3 · 5 − 1 · 2 = 13 = 3.5 · 2 + 2 · 3', async () => {
    expect(await at({ shape: [1, 2], nodes: [makeNode('Gather', ['x', 'i'], ['a'], { axis: 1 }), makeNode('Gather', ['x', 'j'], ['b'], { axis: 1 }), makeNode('Mul', ['a', 'b'], ['y'])], weights: [index('i', 0), index('j', 1)] }, [3, 5], [1, 2], [1])).toEqual([3.5, 2]);
  });

  it('a maximum that moves to another place changes where the larger of both is', async () => {
    const one: Case = { shape: [1, 1, 5], nodes: [makeNode('MaxPool', ['x'], ['y'], { kernel_shape: [3], strides: [2] })] };
    // Windows (1, 4, 2) and (2, 0, 3) against (3, 1, 2) and (2, 7, 5): from 3 to 4 by the second number, which moves by 3; from 7 to 3 by the fourth, which moves by −7.
    expect((await at(one, [1, 4, 2, 0, 3], [3, 1, 2, 7, 5], [1, 1])).map((m) => m + 0)).toEqual([0, 1 / 3, 0, 4 / 7, 0]);
    // Nothing moves: the derivative, for both windows at the third number.
    expect(await at(one, [1, 2, 4, 0, 3], [1, 2, 4, 0, 3], [2, 5])).toEqual([0, 0, 7, 0, 0]);
  });

  it('a quotient is a product with 1 ÷ b: 3 ÷ 5 − 1 ÷ 2 = 0.35 · 2 − 0.2 · 3', async () => {
    // By a: (1/5 + 1/2) ÷ 2. By b: −(3 + 1) ÷ 2 ÷ (5 · 2).
    const [byA, byB] = await at({ shape: [1, 2], nodes: [makeNode('Gather', ['x', 'i'], ['a'], { axis: 1 }), makeNode('Gather', ['x', 'j'], ['b'], { axis: 1 }), makeNode('Div', ['a', 'b'], ['y'])], weights: [index('i', 0), index('j', 1)] }, [3, 5], [1, 2], [1]);
    expect(byA).toBeCloseTo(0.35, 14);
    expect(byB).toBeCloseTo(-0.2, 14);
  });

  it('a softmax of logits far apart stays finite and adds up', async () => {
    const y = (z: readonly number[]) => z.map((value) => Math.exp(value - Math.max(...z))).map((e, _, es) => e / es.reduce((a, b) => a + b, 0));
    const [x, x0] = [[900, -3, 4], [-800, -2, 1]];
    for (const cotangent of [[1, 0, 0], [0, 1, 0], [0.5, -2, 3]]) {
      const m = await at({ shape: [1, 3], nodes: [makeNode('Softmax', ['x'], ['y'])] }, x, x0, cotangent);
      const wanted = cotangent.reduce((sum, c, k) => sum + c * (y(x)[k] - y(x0)[k]), 0);
      expect(m.reduce((sum, value, j) => sum + value * (x[j] - x0[j]), 0)).toBeCloseTo(wanted, 10);
    }
  });

  it('two classes by softmax are one by sigmoid, where one logit moves', async () => {
    const [soft] = await at({ shape: [1, 2], nodes: [makeNode('Softmax', ['x'], ['y'])] }, [1.5, 0], [-0.5, 0], [1, 0]);
    const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
    expect(soft).toBeCloseTo((sigmoid(1.5) - sigmoid(-0.5)) / 2, 12);
  });
});

describe('captum’s DeepLift', () => {
  const read = (name: string): ModelProto => parseOnnx(new Uint8Array(readFileSync(join(import.meta.dirname, '..', '..', '..', 'golden', 'captum', `${name}.onnx`))));

  // References in float64 (golden/captum/README.md); the files compute in float32, and quotients of small changes lose a digit.
  it.each(['value', 'binary', 'classes', 'pooled'])('of the network "%s" is ours', async (name) => {
    const { expected, model: predictor } = await captumCase(name);
    await predictor.dispose();
    const model = read(name);
    const wanted = expected.deepLift.answer ?? expected.deepLift.logits!;
    // The logits are what the last softmax reads.
    const score = expected.deepLift.answer ? 'y' : model.graph!.node.find(({ op_type: op }) => op === 'Softmax')!.input[0];
    const n = expected.x.length;
    const d = expected.x[0].length;
    for (const [k, rows] of wanted.entries()) {
      const cotangent = expected.x.flatMap(() => wanted.map((_, other) => (other === k ? 1 : 0)));
      const m = await multipliers(model, score, [expected.x.flat(), expected.x.flatMap(() => expected.baseline)], [n, d], cotangent);
      const found = expected.x.map((row, i) => row.map((value, j) => m[i * d + j] * (value - expected.baseline[j])));
      expect(gapOf(found, rows)).toBeLessThan(1e-4);
    }
  });
});

function index(name: string, at: number) {
  return { ...weight(name, [1]), data_type: 7, raw_data: new Uint8Array(new BigInt64Array([BigInt(at)]).buffer) };
}
