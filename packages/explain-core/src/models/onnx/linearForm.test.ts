import { linearCase } from '../../../test/explainability/linearReference.js';
import type { ModelFixture } from '../../../test/fixtureOf.js';
import { modelFixture } from '../../../test/modelFixture.js';
import { infoOf } from '../../../test/robustness/toyModels.js';
import { encodeLinear, marginsOf, type LinearForm } from '../linear.js';
import { loadModel } from '../load.js';
import { isLinear, type Predictor } from '../predictor.js';
import type { Table } from '../../data/table.js';
import { floatsNode, graphModel } from '../../../test/explainability/smallGraphs.js';
import { makeNode, makeTensor } from './build.js';
import { writeModel, FLOAT, type NodeProto } from './schema.js';

const load = (bytes: Uint8Array, mapping: ModelFixture['mapping'], table: Table): Promise<Predictor> => loadModel(bytes, { ...(mapping === null ? {} : { mapping }), columns: table.columns.map((column) => infoOf(column, 'feature')) });

/** Scores as the link makes them of margins. */
function scoresOf({ task }: Predictor, form: LinearForm, table: Table): number[][] {
  const { values, columns } = marginsOf(form, encodeLinear(form, table));
  return Array.from({ length: table.rows }, (_, i) => {
    const margins = [...values.subarray(i * columns, (i + 1) * columns)];
    if (task === 'regression') return margins;
    if (task === 'binary') return margins.map((margin) => 1 / (1 + Math.exp(-margin)));
    const total = margins.reduce((sum, margin) => sum + Math.exp(margin - Math.max(...margins)), 0);
    return margins.map((margin) => Math.exp(margin - Math.max(...margins)) / total);
  });
}

async function expectSame(model: Predictor, table: Table): Promise<void> {
  if (!isLinear(model)) throw new Error('the model was not seen to be linear');
  const answers = await model.predict(table);
  scoresOf(model, model.linear, table).forEach((row, i) =>
    row.forEach((score, k) => {
      const answer = answers.values[i * answers.columns + k];
      // The file computes in float32; 1e-7 of each of some sixty terms.
      expect(Math.abs(score - answer)).toBeLessThan(1e-5 * Math.max(1, Math.abs(answer)));
    }),
  );
  await model.dispose();
}

describe('scikit-learn’s linear models', () => {
  it.each(['regression', 'copies', 'multinomial', 'layers'])('%s: coefficients are those that were written, and the link makes the answers of the margins', async (name) => {
    const { model, rows, expected } = await linearCase(name);
    if (!isLinear(model)) throw new Error('not linear');
    const { values, columns } = marginsOf(model.linear, encodeLinear(model.linear, rows));
    const shown = columns === 2 ? [1] : Array.from({ length: columns }, (_, k) => k);
    expected.margins.forEach((row, i) => row.forEach((margin, m) => expect(Math.abs(values[i * columns + shown[m]] - margin)).toBeLessThan(2e-5 * Math.max(1, Math.abs(margin)))));
    await expectSame(model, rows);
  });

  // Rows that scikit-learn answered too; words and rare levels (a level that is written as several columns and added up again) included.
  it.each(['german-logistic-numeric', 'german-logistic-columns', 'german-logistic-int64', 'adult-logistic-columns'])('%s', async (name) => {
    const { bytes, mapping, table } = modelFixture(name);
    await expectSame(await load(bytes, mapping, table), table);
  });

  it.each(['german-mlp-onehot', 'german-forest-numeric'])('%s is none', async (name) => {
    const { bytes, mapping, table } = modelFixture(name);
    const model = await load(bytes, mapping, table);
    expect(isLinear(model)).toBe(false);
    await model.dispose();
  });
});

describe('graphs', () => {
  const rows: Table = { rows: 3, columns: ['a', 'b'].map((name, j) => ({ kind: 'number', name, values: Float64Array.of(1 + j, -2, 0.5 * j) })) };
  const constant = (name: string, dims: readonly number[], values: readonly number[]) => makeTensor(name, FLOAT, dims, values);
  const weights = [constant('w', [2, 1], [0.5, -2]), constant('two', [1], [2]), constant('one', [1], [1]), constant('both', [2], [3, 4]), constant('square', [2, 2], [1, 2, 3, 4])];
  const open = (nodes: readonly NodeProto[], output: object, columns = 1): Promise<Predictor> =>
    load(writeModel(graphModel(nodes, weights, 2, columns)), { version: 1, inputs: [{ features: ['a', 'b'].map((column) => ({ encode: 'number' as const, column, subtract: 0, divide: 2 })) }], output }, rows);

  it.each([
    ['arithmetic with constants', [makeNode('Sub', ['two', 'x'], ['s']), makeNode('Mul', ['both', 's'], ['m']), makeNode('Div', ['m', 'two'], ['d']), makeNode('Neg', ['d'], ['n']), makeNode('Add', ['n', 'x'], ['p']), makeNode('MatMul', ['p', 'w'], ['y'])], { scores: 'value' }, 1],
    ['one logit', [makeNode('MatMul', ['x', 'w'], ['m']), makeNode('Add', ['m', 'two'], ['y'])], { scores: 'logit', classes: ['no', 'yes'] }, 1],
    ['two logits', [makeNode('Gemm', ['x', 'square', 'both'], ['y'], { alpha: { float: 0.5 }, transB: 1 })], { scores: 'logit', classes: ['no', 'yes'] }, 2],
    ['[1 − p, p]', [makeNode('MatMul', ['x', 'w'], ['m']), makeNode('Sigmoid', ['m'], ['p']), makeNode('Sub', ['one', 'p'], ['q']), makeNode('Concat', ['q', 'p'], ['y'], { axis: 1 })], { scores: 'probability', classes: ['no', 'yes'] }, 2],
    ['[p, 1 − p]', [makeNode('MatMul', ['x', 'w'], ['m']), makeNode('Sigmoid', ['m'], ['p']), makeNode('Sub', ['one', 'p'], ['q']), makeNode('Concat', ['p', 'q'], ['y'], { axis: 1 })], { scores: 'probability', classes: ['no', 'yes'] }, 2],
    ['a softmax of two', [makeNode('MatMul', ['x', 'square'], ['m']), makeNode('Add', ['m', 'both'], ['z']), makeNode('Softmax', ['z'], ['y'])], { scores: 'probability', classes: ['no', 'yes'] }, 2],
  ] as const)('%s', async (_, nodes, output, columns) => expectSame(await open(nodes, output, columns), rows));

  it.each([
    ['a product of features', [makeNode('Mul', ['x', 'x'], ['m']), makeNode('MatMul', ['m', 'w'], ['y'])], { scores: 'value' }],
    ['an activation', [makeNode('Relu', ['x'], ['m']), makeNode('MatMul', ['m', 'w'], ['y'])], { scores: 'value' }],
    ['a division by a feature', [makeNode('Div', ['two', 'x'], ['m']), makeNode('MatMul', ['m', 'w'], ['y'])], { scores: 'value' }],
    ['a probability behind no known link', [makeNode('MatMul', ['x', 'w'], ['m']), makeNode('Tanh', ['m'], ['y'])], { scores: 'probability', classes: ['no', 'yes'] }],
  ] as const)('%s is not linear', async (_, nodes, output) => {
    const model = await open(nodes, output);
    expect(isLinear(model)).toBe(false);
    await model.dispose();
  });

  it('a chain that is deeper than any model is not read to its end', async () => {
    const chain = Array.from({ length: 250 }, (_, i) => makeNode('Neg', [i === 0 ? 'x' : `n${i - 1}`], [`n${i}`]));
    const model = await open([...chain, makeNode('MatMul', ['n249', 'w'], ['y'])], { scores: 'value' });
    expect(isLinear(model)).toBe(false);
    await model.dispose();
  });

  it('one class against the rest has no one link', async () => {
    const ovr = floatsNode(floatsNode(makeNode('LinearClassifier', ['x'], ['label', 'y'], { post_transform: 'LOGISTIC' }, 'ai.onnx.ml'), 'coefficients', [1, 2, 3, 4, 5, 6]), 'intercepts', [0, 1, 2]);
    const node: NodeProto = { ...ovr, attribute: [...ovr.attribute, { ...ovr.attribute[0], name: 'classlabels_ints', type: 7, s: undefined, ints: [0, 1, 2] }] };
    const model = await open([node], { scores: 'logit', name: 'y', classes: ['a', 'b', 'c'] }, 3);
    expect(isLinear(model)).toBe(false);
    await model.dispose();
  });
});
