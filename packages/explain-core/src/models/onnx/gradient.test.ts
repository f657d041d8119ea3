import { cases, ints, ml, modelOf, outputType, positive, wave, weight, type Case } from '../../../test/operatorCases.js';
import { makeNode } from './build.js';
import { COTANGENT } from './backward.js';
import { differentiableOperators, gradientGraph } from './gradient.js';
import { DOUBLE, FLOAT, INT64, STRING } from './schema.js';
import { openSession } from './session.js';

it('has a case for every operator with a rule, and no other', () => {
  expect(Object.keys(cases).sort()).toEqual(differentiableOperators);
});

/**
 * Central differences of Σ c·y. In float64 with h = 1e-5 the difference itself is good to 1e-9; in float32 with h = 1e-2 to about 1e-7/h + h² = 1e-4 of
 * values around 1. A factor, sign or axis that is wrong is off by far more.
 */
const NAME = { [DOUBLE]: 'float64', [FLOAT]: 'float32' } as const;
const STEP = { [DOUBLE]: 1e-5, [FLOAT]: 1e-2 };
const TOLERANCE = { [DOUBLE]: 1e-7, [FLOAT]: 1.5e-3 };

describe.each(Object.entries(cases).flatMap(([op, list]) => list.map((one, index) => [`${op} ${index}`, one] as const)))('%s', (_, one) => {
  it('agrees with central differences', async () => {
    const { shape, type = DOUBLE, shift = 0 } = one;
    const size = shape.reduce((a, b) => a * b, 1);
    const x = Float64Array.from({ length: size }, (__, i) => wave(i) + shift);
    const model = modelOf(one);
    const forward = await openSession(model);
    const at = async (point: Float64Array) => Array.from((await forward.run([{ name: 'x', type: NAME[type], input: { values: point, dims: shape } }])).get('y')!.data as Float32Array);
    const y = await at(x);
    const cotangent = Float64Array.from(y, (___, k) => wave(k + 11));

    const graph = gradientGraph(model, 'y', 'none', ['x']);
    if ('unavailableBecause' in graph) throw new Error(graph.unavailableBecause);
    const session = await openSession(graph.model);
    const results = await session.run([
      { name: 'x', type: NAME[type], input: { values: x, dims: shape } },
      { name: COTANGENT, type: NAME[outputType(one.nodes, type)], input: { values: cotangent, dims: [1, y.length] } },
    ]);
    const { data, dims } = results.get(graph.outputs.get('x')!)!;
    expect(dims).toEqual(shape);

    const step = STEP[type];
    for (let i = 0; i < size; i++) {
      const [above, below] = [step, -step].map((h) => x.map((value, j) => (j === i ? value + h : value)));
      const [high, low] = [await at(above), await at(below)];
      const difference = cotangent.reduce((sum, c, k) => sum + c * (high[k] - low[k]), 0) / (2 * step);
      expect(Math.abs(Number(data[i]) - difference)).toBeLessThan(TOLERANCE[type] * Math.max(1, Math.abs(difference)));
    }
    await session.dispose();
    await forward.dispose();
  });
});

describe('has no derivative and says why', () => {
  it.each<[string, Case, string]>([
    ['an operator without a rule', { shape: [3, 4], nodes: [makeNode('Floor', ['x'], ['y'])] }, 'The operator Floor has no derivative here.'],
    ['a model of trees', { type: FLOAT, shape: [3, 4], nodes: [ml('TreeEnsembleRegressor', ['x'], ['y'], {})] }, 'TreeEnsembleRegressor has no derivative'],
    ['rounding on the way', { shape: [3, 4], nodes: [makeNode('Cast', ['x'], ['i'], { to: INT64 }), makeNode('Cast', ['i'], ['f'], { to: DOUBLE }), makeNode('Add', ['f', 'x'], ['y'])] }, 'The operator Cast turns numbers into whole numbers'],
    ['text on the way', { shape: [3, 4], nodes: [makeNode('Cast', ['x'], ['t'], { to: STRING }), makeNode('Cast', ['t'], ['f'], { to: DOUBLE }), makeNode('Add', ['f', 'x'], ['y'])] }, 'turns numbers into text'],
    ['scores that do not depend on x', { shape: [3, 4], nodes: [makeNode('Neg', ['w'], ['y']), makeNode('Exp', ['x'], ['z'])], weights: [weight('w', [3, 4])] }, 'do not depend on the number features'],
    ['an exponent that is a feature', { shape: [3, 4], nodes: [makeNode('Pow', ['w', 'x'], ['y'])], weights: [positive('w', [3, 4])] }, 'exponent depends on the features'],
    ['a kernel that is a feature', { type: FLOAT, shape: [1, 1, 3, 3], nodes: [makeNode('Conv', ['w', 'x'], ['y'])], weights: [weight('w', [1, 1, 5, 5], FLOAT)] }, 'kernel depends on the features'],
    ['an old form that is not rewritten', { shape: [3, 4], opset: 9, nodes: [makeNode('TopK', ['x', 'k'], ['y', 'i'])], weights: [ints('k', [1])] }, 'newer opset'],
  ])('%s', (_, one, because) => {
    expect(gradientGraph(modelOf(one), 'y', 'none', ['x'])).toEqual({ unavailableBecause: expect.stringContaining(because) });
  });
});

it('adds up what meets at a tensor, through a diamond of three ways', async () => {
  // y = x·e^x + sin(x)·x, so y′ = e^x(1 + x) + cos(x)·x + sin(x): hand arithmetic.
  const nodes = [makeNode('Exp', ['x'], ['e']), makeNode('Mul', ['x', 'e'], ['a']), makeNode('Sin', ['x'], ['s']), makeNode('Mul', ['s', 'x'], ['b']), makeNode('Add', ['a', 'b'], ['y'])];
  const graph = gradientGraph(modelOf({ shape: [1, 1], nodes }), 'y', 'none', ['x']);
  if ('unavailableBecause' in graph) throw new Error(graph.unavailableBecause);
  const session = await openSession(graph.model);
  const one = (value: number) => ({ values: Float64Array.of(value), dims: [1, 1] });
  const results = await session.run([{ name: 'x', type: 'float64', input: one(0.7) }, { name: COTANGENT, type: 'float64', input: one(2) }]);
  await session.dispose();
  expect(Number(results.get(graph.outputs.get('x')!)!.data[0])).toBeCloseTo(2 * (Math.exp(0.7) * 1.7 + Math.cos(0.7) * 0.7 + Math.sin(0.7)), 12);
});
