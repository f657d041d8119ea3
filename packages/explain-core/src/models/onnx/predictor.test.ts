import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { columnInfos } from '../../../test/columnInfos.js';
import { modelFixture } from '../../../test/modelFixture.js';
import { largestGap } from '../../../test/treeFixture.js';
import { matrix } from '../../numeric/matrix.js';
import { makeNode, makeTensor } from './build.js';
import { onnxPredictor } from './predictor.js';
import { DOUBLE, FLOAT, INT64, STRING, writeModel, type NodeProto, type TensorProto } from './schema.js';
import type { Table } from '../../data/table.js';
import type { ColumnMapping } from '../mapping.js';
import type { DifferentiablePredictor } from '../predictor.js';

const refusal = (code: string, message: string) => expect.objectContaining({ code, message: expect.stringContaining(message) });

describe.each([
  'german-logistic-numeric',
  'german-forest-numeric',
  'german-forest-numeric-zipmap',
  'german-logistic-columns',
  'german-forest-columns',
  'german-forest-columns-zipmap',
  'german-mlp-onehot',
  'adult-logistic-columns',
])('%s', (name) => {
  const { bytes, mapping, table, expected } = modelFixture(name);

  // The graphs compute in float32, the reference in float64: half a unit in the last place of a margin (3e-7 at values around 5) times the slope of the link, at most 1/4.
  it('gives the scores of the library that trained it on every row', async () => {
    const model = await onnxPredictor(bytes, mapping, columnInfos(table));
    const scores = await model.predict(table);
    expect(largestGap(scores.values, expected.values.flat())).toBeLessThan(1e-6);
    expect(model).toMatchObject({ task: 'binary', classes: expected.outputs, runtime: { library: 'onnxruntime-node', version: '1.30.0', backend: 'cpu', precision: 'float32' } });
    expect([...model.features].sort()).toEqual(expected.columns.map((column) => column.name).sort());
    await model.dispose();
  });

  it('takes the class names from the file where the mapping has none', async () => {
    const model = await onnxPredictor(bytes, { ...mapping!, output: {} }, columnInfos(table));
    expect(model.classes).toEqual(expected.outputs);
    await model.dispose();
  });

  it('gives the same bits twice', async () => {
    const model = await onnxPredictor(bytes, mapping, columnInfos(table));
    const [once, twice] = [await model.predict(table), await model.predict(table)];
    expect(twice).toEqual(once);
    await model.dispose();
  });
});

describe('the derivative of a trained model in the units of its data', () => {
  it.each(['german-logistic-numeric', 'german-logistic-columns', 'german-mlp-onehot', 'adult-logistic-columns'])('%s agrees with central differences', async (name) => {
    const fixture = modelFixture(name);
    const infos = columnInfos(fixture.table);
    const model = (await onnxPredictor(fixture.bytes, fixture.mapping, infos)) as DifferentiablePredictor;
    expect([...model.numberFeatures].sort()).toEqual(infos.filter(({ name: column, kind }) => kind === 'number' && model.features.includes(column)).map((info) => info.name).sort());
    // The first rows; the last are odd on purpose and sit where the sigmoid is flat.
    const rows = 12;
    const table = firstRows(fixture.table, rows);
    const cotangent = matrix(rows, 2, Float64Array.from({ length: rows * 2 }, (_, i) => Math.sin(i + 1)));
    const gradient = await model.gradient(table, cotangent);
    const total = async (changed: Table): Promise<number[]> => {
      const { values } = await model.predict(changed);
      return Array.from({ length: rows }, (_, i) => cotangent.values[2 * i] * values[2 * i] + cotangent.values[2 * i + 1] * values[2 * i + 1]);
    };
    for (const [j, feature] of model.numberFeatures.entries()) {
      const spread = Math.max(...numbersOf(table, feature)) - Math.min(...numbersOf(table, feature)) || 1;
      const step = spread / 1000;
      const [above, at, below] = [await total(moved(table, feature, step)), await total(table), await total(moved(table, feature, -step))];
      for (let i = 0; i < rows; i++) {
        // Where a relu bends within the step, the side without the bend counts.
        const differences = [(above[i] - below[i]) / 2, above[i] - at[i], at[i] - below[i]].map((difference) => difference / step);
        const gaps = differences.map((difference) => Math.abs(gradient.values[i * model.numberFeatures.length + j] - difference) * spread);
        // float32 scores are good to 6e-8, so 2e-4 over a thousandth of the spread; the curvature over it adds the rest.
        expect(Math.min(...gaps)).toBeLessThan(1e-3);
      }
    }
    await model.dispose();
  });

  it('is the coefficient times p(1 − p) for a logistic regression: hand arithmetic', async () => {
    // p = 1 / (1 + e^−(2a − b)) at a = 0.3, b = 0.1 after (a − 1) / 4: z = 2·(−0.175) − 0.1 = −0.45.
    const model = await open([makeNode('MatMul', ['x', 'w'], ['z']), makeNode('Sigmoid', ['z'], ['y'])], { weights: [makeTensor('w', FLOAT, [2, 1], [2, -1])], width: 1, mapping: mappingOf({ subtract: 1, divide: 4 }) });
    const p = 1 / (1 + Math.exp(0.45));
    const gradient = await model.gradient(tableOf([0.3], [0.1]), matrix(1, 2, Float64Array.of(-1, 2)));
    // Σ c·score = −(1 − p) + 2p, so its derivative by p is 3.
    expect(gradient.values[0]).toBeCloseTo((3 * p * (1 - p) * 2) / 4, 6);
    expect(gradient.values[1]).toBeCloseTo(-3 * p * (1 - p), 6);
    await model.dispose();
  });

  it('is 0 by a number that is missing and filled in', async () => {
    const model = await open([makeNode('MatMul', ['x', 'w'], ['z']), makeNode('Sigmoid', ['z'], ['y'])], { weights: [makeTensor('w', FLOAT, [2, 1], [2, -1])], width: 1, mapping: mappingOf({ subtract: 0, divide: 1, missing: 0.3 }) });
    const gradient = await model.gradient(tableOf([NaN, 0.3], [0.1, 0.1]), matrix(2, 2, Float64Array.of(0, 1, 0, 1)));
    expect(gradient.values[0]).toBe(0);
    expect(gradient.values[2]).toBeGreaterThan(0.4);
    expect(gradient.values[1]).toBe(gradient.values[3]);
    await model.dispose();
  });

  it('goes through softmax outside the graph as through softmax inside it', async () => {
    const weights = [makeTensor('w', DOUBLE, [2, 3], [1, -2, 0.5, 0.3, 0.7, -1])];
    const nodes = [makeNode('MatMul', ['x', 'w'], ['z'])];
    const inside = await open([...nodes, makeNode('Softmax', ['z'], ['y'])], { type: DOUBLE, weights, width: 3 });
    const outside = await open([...nodes, makeNode('Identity', ['z'], ['y'])], { type: DOUBLE, weights, width: 3, mapping: mappingOf({}, { scores: 'logit' }) });
    const table = tableOf([0.2, -1], [0.4, 3]);
    const cotangent = matrix(2, 3, Float64Array.of(1, -2, 0.5, 0.1, 0.2, 0.3));
    expect(largestGap((await outside.predict(table)).values, [...(await inside.predict(table)).values])).toBeLessThan(1e-15);
    expect(largestGap((await outside.gradient(table, cotangent)).values, [...(await inside.gradient(table, cotangent)).values])).toBeLessThan(1e-15);
    expect(inside.runtime.precision).toBe('float64');
    await Promise.all([inside.dispose(), outside.dispose()]);
  });

  it.each([
    ['german-forest-numeric', 'The operator TreeEnsembleClassifier has no derivative here.'],
    ['german-forest-columns-zipmap', 'The operator TreeEnsembleClassifier has no derivative here.'],
  ])('%s has none, and the reason is kept', async (name, because) => {
    const { bytes, mapping, table } = modelFixture(name);
    const model = await onnxPredictor(bytes, mapping, columnInfos(table));
    expect('gradient' in model).toBe(false);
    expect(model.gradientUnavailableBecause).toBe(because);
    await model.dispose();
  });
});

it.each([
  ['cnn', 64, 'probability'],
  ['residual', 128, 'logit'],
  ['attention', 12, 'probability'],
] as const)('a network of several axes reads columns in its own shape: %s', async (name, width, scores) => {
  const read = (file: string) => readFileSync(join(import.meta.dirname, '..', '..', '..', 'golden', 'gradients', file));
  const expected = JSON.parse(read(`${name}.expected.json`).toString()) as { x: number[][]; y: number[][]; cotangent: number[][]; backward: number[][] };
  const names = Array.from({ length: width }, (_, j) => `p${j}`);
  const table: Table = { rows: expected.x.length, columns: names.map((column, j) => ({ kind: 'number', name: column, values: Float64Array.from(expected.x, (row) => row[j]) })) };
  const classes = expected.y[0].map((_, k) => `class ${k}`);
  const mapping: ColumnMapping = { version: 1, inputs: [{ features: names.map((column) => ({ encode: 'number', column, subtract: 0, divide: 1 })) }], output: { scores, classes } };
  const model = (await onnxPredictor(new Uint8Array(read(`${name}.onnx`)), mapping, columnInfos(table))) as DifferentiablePredictor;
  const softmax = (z: number[]) => z.map((value) => Math.exp(value) / z.reduce((sum, other) => sum + Math.exp(other), 0));
  const wanted = expected.y.map((row) => (scores === 'logit' ? softmax(row) : row));
  expect(largestGap((await model.predict(table)).values, wanted.flat())).toBeLessThan(1e-6);
  expect(model.numberFeatures).toEqual(names);
  const gradient = await model.gradient(table, matrix(table.rows, classes.length, Float64Array.from(expected.cotangent.flat())));
  // The reference is of the graph's own output; where softmax follows it here, its shape is checked and its numbers by the differences above.
  if (scores === 'probability') expect(largestGap(gradient.values, expected.backward.flat())).toBeLessThan(1e-5);
  else expect(gradient.values).toHaveLength(expected.backward.flat().length);
  await model.dispose();
});

describe('forms of answers', () => {
  const weights = [makeTensor('w', FLOAT, [2, 1], [1, 1])];
  const sum = makeNode('MatMul', ['x', 'w'], ['z']);
  const table = tableOf([0.25, -3], [0.5, 1]);

  it('one probability p is [1 − p, p]', async () => {
    const model = await open([sum, makeNode('Sigmoid', ['z'], ['y'])], { weights, width: 1 });
    const p = [0.75, -2].map((z) => 1 / (1 + Math.exp(-z)));
    expect(largestGap((await model.predict(table)).values, p.flatMap((one) => [1 - one, one]))).toBeLessThan(1e-7);
    expect(model).toMatchObject({ task: 'binary', classes: ['no', 'yes'], threshold: 0.5 });
    await model.dispose();
  });

  it('one logit is a sigmoid, if the mapping says it is a logit', async () => {
    const nodes = [sum, makeNode('Identity', ['z'], ['y'])];
    const model = await open(nodes, { weights, width: 1, mapping: mappingOf({}, { scores: 'logit' }) });
    expect((await model.predict(table)).values[1]).toBeCloseTo(1 / (1 + Math.exp(-0.75)), 12);
    await model.dispose();
    await expect(open(nodes, { weights, width: 1 })).rejects.toEqual(refusal('BAD_MAPPING', 'ends in the operator MatMul, which does not tell what its numbers are'));
  });

  it('a value is a regression', async () => {
    const model = await open([sum, makeNode('Identity', ['z'], ['y'])], { weights, width: 1, mapping: mappingOf({}, { scores: 'value' }), label: null });
    expect(await model.predict(table)).toEqual(matrix(2, 1, Float64Array.of(0.75, -2)));
    expect(model).toMatchObject({ task: 'regression', classes: ['value'] });
    expect((await model.gradient(table, matrix(2, 1, Float64Array.of(1, 2)))).values).toEqual(Float64Array.of(1, 1, 2, 2));
    await model.dispose();
  });

  it('a label alone is 1 for its class', async () => {
    const model = await open([makeNode('ArgMax', ['x'], ['y'], { axis: 1, keepdims: 0 })], { output: INT64, width: null });
    expect((await model.predict(table)).values).toEqual(Float64Array.of(0, 1, 0, 1));
    expect((await model.predict(tableOf([3], [1]))).values).toEqual(Float64Array.of(1, 0));
    expect(model.gradientUnavailableBecause).toBe('The model answers labels, which follow no small change of a feature.');
    await model.dispose();
  });

  it('logits that are taken for probabilities are refused with the row', async () => {
    const model = await open([makeNode('Add', ['x', 'x'], ['y'])], { width: 2, mapping: mappingOf({}, { scores: 'probability' }) });
    await expect(model.predict(tableOf([0.25, -3], [0.25, 1]))).rejects.toEqual(refusal('BAD_PREDICTION', 'answers -6 for row 1, which is no probability'));
    await expect(model.predict(tableOf([0.25, 0.1], [0.25, 0.1]))).rejects.toEqual(refusal('BAD_PREDICTION', 'row 1 add up to 0.4'));
    await model.dispose();
  });

  it('of which there are several must be named', async () => {
    const nodes = [makeNode('Softmax', ['x'], ['y']), makeNode('Sigmoid', ['x'], ['other'])];
    await expect(open(nodes, { width: 2, outputs: ['y', 'other'] })).rejects.toEqual(refusal('BAD_MAPPING', '2 outputs that could be its scores ("y", "other")'));
    const model = await open(nodes, { width: 2, outputs: ['y', 'other'], mapping: mappingOf({}, { name: 'y' }) });
    expect((await model.predict(tableOf([1], [1]))).values).toEqual(Float64Array.of(0.5, 0.5));
    await model.dispose();
    await expect(open(nodes, { width: 2, outputs: ['y', 'other'], mapping: mappingOf({}, { name: 'z' }) })).rejects.toEqual(refusal('BAD_MAPPING', 'reads the output "z", and the ONNX model has "y", "other"'));
  });
});

describe('batches', () => {
  const softmax = [makeNode('Softmax', ['x'], ['y'])];
  const wave = (rows: number) => tableOf(Array.from({ length: rows }, (_, i) => Math.sin(i)), Array.from({ length: rows }, (_, i) => Math.cos(i)));

  it('of more rows than one call takes are put together in order, derivatives too', async () => {
    const model = await open(softmax, { type: DOUBLE, width: 2 });
    const rows = 2500;
    const scores = await model.predict(wave(rows));
    const cotangent = matrix(rows, 2, new Float64Array(rows * 2).map((_, i) => (i % 2 === 1 ? 1 : 0)));
    const gradient = await model.gradient(wave(rows), cotangent);
    for (const i of [0, 1023, 1024, 2047, 2048, 2499]) {
      const p = 1 / (1 + Math.exp(Math.sin(i) - Math.cos(i)));
      expect(scores.values[2 * i + 1]).toBeCloseTo(p, 12);
      expect(gradient.values[2 * i + 1]).toBeCloseTo(p * (1 - p), 12);
    }
    await model.dispose();
  });

  it('are filled up where the model fixes its rows', async () => {
    for (const fixed of [1, 4]) {
      const model = await open(softmax, { width: 2, fixed });
      const table = wave(7);
      const scores = await model.predict(table);
      expect(scores.rows).toBe(7);
      expect(scores.values[13]).toBeCloseTo(1 / (1 + Math.exp(Math.sin(6) - Math.cos(6))), 6);
      const gradient = await model.gradient(table, matrix(7, 2, new Float64Array(14).map((_, i) => i % 2)));
      expect(gradient.values[13]).toBeCloseTo(scores.values[12] * scores.values[13], 6);
      await model.dispose();
    }
  });

  it('of no rows have no scores', async () => {
    const model = await open(softmax, { width: 2 });
    expect(await model.predict(wave(0))).toEqual(matrix(0, 2));
    expect(await model.gradient(wave(0), matrix(0, 2))).toEqual(matrix(0, 2));
    await model.dispose();
  });

  it('are not begun once cancelled', async () => {
    const model = await open(softmax, { width: 2 });
    await expect(model.predict(wave(3), AbortSignal.abort())).rejects.toEqual(refusal('CANCELLED', 'cancelled'));
    await expect(model.gradient(wave(3), matrix(3, 2), AbortSignal.abort())).rejects.toEqual(refusal('CANCELLED', 'cancelled'));
    await model.dispose();
  });

  it('say the row in the whole table where a number is missing', async () => {
    const model = await open(softmax, { width: 2 });
    const values = Array.from({ length: 1500 }, (_, i) => (i === 1400 ? NaN : 1));
    await expect(model.predict(tableOf(values, values))).rejects.toEqual(refusal('BAD_PREDICTION', 'answers NaN for row 1400'));
    await model.dispose();
  });
});

it('of an operator set from the future is refused with the runtime’s reason', async () => {
  await expect(open([makeNode('Softmax', ['x'], ['y'])], { width: 2, opset: 999 })).rejects.toEqual(refusal('BAD_MODEL', 'ONNX Runtime cannot load the model: '));
  await expect(open([makeNode('Softmax', ['x', 'x'], ['y'])], { width: 2 })).rejects.toEqual(refusal('BAD_MODEL', 'ONNX Runtime cannot load the model: '));
  await expect(open([makeNode('Softmax', ['nowhere'], ['y'])], { width: 2 })).rejects.toEqual(refusal('BAD_MODEL', 'ONNX Runtime cannot load the model: '));
});

describe('inputs', () => {
  it('of whole numbers take whole numbers only', async () => {
    const model = await open([makeNode('Cast', ['x'], ['z'], { to: FLOAT }), makeNode('Softmax', ['z'], ['y'])], { type: INT64, output: FLOAT, width: 2 });
    expect((await model.predict(tableOf([1], [1]))).values).toEqual(Float64Array.of(0.5, 0.5));
    expect(model.gradientUnavailableBecause).toBe('The model reads no number as a number.');
    await expect(model.predict(tableOf([1, 2, 1.5], [1, 1, 1]))).rejects.toEqual(refusal('BAD_DATA', 'row 2 has 1.5'));
    await expect(model.predict(tableOf([1, NaN], [1, 1]))).rejects.toEqual(refusal('BAD_DATA', 'row 1 has NaN'));
    await model.dispose();
  });

  it('of text cannot take a matrix, and a matrix cannot take one column', async () => {
    await expect(open([makeNode('Cast', ['x'], ['z'], { to: FLOAT }), makeNode('Softmax', ['z'], ['y'])], { type: STRING, output: FLOAT, width: 2 })).rejects.toEqual(refusal('BAD_MAPPING', 'takes text'));
    const oneColumn: ColumnMapping = { version: 1, inputs: [{ name: 'x', column: 'a' }], output: {} };
    await expect(open([makeNode('Softmax', ['x'], ['y'])], { width: 2, mapping: oneColumn })).rejects.toEqual(refusal('BAD_MAPPING', 'one column, "a", cannot fill it'));
  });

  it('of another width are counted', async () => {
    const three: ColumnMapping = { version: 1, inputs: [{ features: [...featuresOf({}), ...featuresOf({})] }], output: {} };
    await expect(open([makeNode('Softmax', ['x'], ['y'])], { width: 2, mapping: three })).rejects.toEqual(refusal('BAD_MAPPING', 'makes 4 features and the model input "x" takes 2'));
  });
});

interface Made {
  readonly type?: typeof FLOAT | typeof DOUBLE | typeof INT64 | typeof STRING;
  readonly output?: number;
  readonly outputs?: readonly string[];
  readonly weights?: readonly TensorProto[];
  /** Scores a row, as the graph declares them. */
  readonly width: number | null;
  readonly fixed?: number;
  readonly opset?: number;
  readonly mapping?: ColumnMapping;
  readonly label?: null;
}

/** A graph from x [n, 2], the columns a and b, to y. */
async function open(nodes: readonly NodeProto[], { type = FLOAT, output = type, outputs = ['y'], weights = [], width, fixed, opset = 17, mapping = mappingOf({}), label }: Made): Promise<DifferentiablePredictor> {
  const rows = fixed === undefined ? { dim_param: 'n' } : { dim_value: fixed };
  const bytes = writeModel({
    ir_version: 8,
    opset_import: [{ domain: '', version: opset }],
    functions: [],
    graph: {
      name: 'g',
      node: [...nodes],
      initializer: [...weights],
      input: [{ name: 'x', type: { tensor_type: { elem_type: type, shape: { dim: [rows, { dim_value: 2 }] } } } }],
      output: outputs.map((name) => ({ name, type: { tensor_type: { elem_type: output, shape: { dim: width === null ? [rows] : [rows, { dim_value: width }] } } } })),
      value_info: [],
      sparse_initializer: [],
    },
  });
  const classes = width === 3 ? ['a', 'b', 'c'] : ['no', 'yes'];
  const predictor = await onnxPredictor(bytes, mapping, columnInfos(tableOf([1], [1])), label === null ? undefined : { classes, positive: classes.at(-1)! });
  return predictor as DifferentiablePredictor;
}

function featuresOf({ subtract = 0, divide = 1, missing }: { subtract?: number; divide?: number; missing?: number }) {
  return [
    { encode: 'number' as const, column: 'a', subtract, divide, missing },
    { encode: 'number' as const, column: 'b', subtract: 0, divide: 1 },
  ];
}

function mappingOf(first: { subtract?: number; divide?: number; missing?: number }, output: ColumnMapping['output'] = {}): ColumnMapping {
  return { version: 1, inputs: [{ features: featuresOf(first) }], output };
}

function tableOf(a: readonly number[], b: readonly number[]): Table {
  return { rows: a.length, columns: [{ kind: 'number', name: 'a', values: Float64Array.from(a) }, { kind: 'number', name: 'b', values: Float64Array.from(b) }] };
}

function firstRows(table: Table, rows: number): Table {
  return { rows, columns: table.columns.map((column) => (column.kind === 'number' ? { ...column, values: column.values.slice(0, rows) } : column.kind === 'category' ? { ...column, codes: column.codes.slice(0, rows) } : { ...column, values: column.values.slice(0, rows) })) };
}

function numbersOf(table: Table, name: string): number[] {
  const column = table.columns.find((candidate) => candidate.name === name)!;
  return column.kind === 'number' ? [...column.values] : [];
}

function moved(table: Table, name: string, step: number): Table {
  return { ...table, columns: table.columns.map((column) => (column.kind === 'number' && column.name === name ? { ...column, values: column.values.map((value) => value + step) } : column)) };
}
