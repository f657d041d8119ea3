import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { modelFixture } from '../../../test/modelFixture.js';
import type { Table } from '../../data/table.js';
import { applyLink, predictMargins } from '../treeEnsemble.js';
import { hasTrees, type TreePredictor } from '../predictor.js';
import { onnxPredictor } from './predictor.js';
import { FLOAT, writeModel, type AttributeProto, type ModelProto } from './schema.js';

async function open(name: string) {
  const { bytes, mapping, table, expected } = modelFixture(name);
  const columns = table.columns.map(({ name: column, kind }) => ({ name: column, kind, role: 'feature' as const, missing: 0, distinct: 1 }));
  return { model: await onnxPredictor(bytes, mapping, columns as never), table, expected };
}

describe('treesOf', () => {
  it.each(['german-forest-numeric', 'german-forest-numeric-zipmap'])('finds the trees of %s, whose margins are what onnxruntime answers', async (name) => {
    const { model, table } = await open(name);
    expect(hasTrees(model)).toBe(true);
    const { ensemble, encode } = model as TreePredictor;
    const scores = await model.predict(table);
    const found = applyLink(ensemble.link, predictMargins(ensemble, encode(table)));
    expect(ensemble.base).toHaveLength(1);
    // A float32 sum of 15 leaves.
    for (let row = 0; row < table.rows; row++) expect(Math.abs(found.values[row] - scores.values[2 * row + 1])).toBeLessThan(1e-6);
  });

  it.each(['german-logistic-numeric', 'german-mlp-onehot', 'german-forest-columns'])('finds none in %s', async (name) => {
    expect(hasTrees((await open(name)).model)).toBe(false);
  });

  const numbers = (rows: readonly (readonly number[])[]): Table => ({ rows: rows.length, columns: rows[0].map((_, column) => ({ kind: 'number', name: `x${column}`, values: Float64Array.from(rows, (row) => row[column]) })) });
  const openBytes = (bytes: Uint8Array, table: Table, scores?: 'value') =>
    onnxPredictor(
      bytes,
      { version: 1, inputs: [{ features: table.columns.map(({ name }) => ({ encode: 'number' as const, column: name, subtract: 0, divide: 1 })) }], output: scores ? { scores } : {} },
      table.columns.map(({ name, kind }) => ({ name, kind, role: 'feature' as const, missing: 0, distinct: 1 })) as never,
    );

  it.each(['sklearn-forest-deep', 'sklearn-forest-regression', 'sklearn-boosting'])('finds the trees of %s: several classes, a number, a logistic link', async (name) => {
    const folder = join(import.meta.dirname, '..', '..', '..', 'golden', 'treeShap');
    const table = numbers((JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as { background: number[][] }).background);
    const model = await openBytes(new Uint8Array(readFileSync(join(folder, `${name}.onnx`))), table);
    const { ensemble, encode } = model as TreePredictor;
    const scores = await model.predict(table);
    const found = applyLink(ensemble.link, predictMargins(ensemble, encode(table)));
    const isMirrored = found.columns === 1 && scores.columns === 2;
    for (let row = 0; row < table.rows; row++) {
      for (let k = 0; k < found.columns; k++) {
        const wanted = scores.values[row * scores.columns + (isMirrored ? 1 : k)];
        expect(Math.abs(found.values[row * found.columns + k] - wanted)).toBeLessThan(1e-6 * Math.max(1, Math.abs(wanted)));
      }
    }
  });

  /** One split on each of two features, with the comparison given. */
  function small(mode: string, tracks: readonly number[], aggregate: string): Uint8Array {
    const attribute = (name: string, fields: Partial<AttributeProto>): AttributeProto => ({ name, floats: [], ints: [], strings: [], tensors: [], graphs: [], type_protos: [], sparse_tensors: [], ...fields });
    const ints = (name: string, values: readonly number[]): AttributeProto => attribute(name, { type: 7, ints: [...values] });
    const floats = (name: string, values: readonly number[]): AttributeProto => attribute(name, { type: 6, floats: [...values] });
    const text = (value: string): Uint8Array => new TextEncoder().encode(value);
    const tensor = (name: string, width: number) => ({ name, type: { tensor_type: { elem_type: FLOAT, shape: { dim: [{ dim_param: 'n' }, { dim_value: width }] } } } });
    const node = {
      op_type: 'TreeEnsembleRegressor',
      domain: 'ai.onnx.ml',
      input: ['x'],
      output: ['y'],
      attribute: [
        ints('nodes_treeids', [0, 0, 0, 1, 1, 1]),
        ints('nodes_nodeids', [0, 1, 2, 0, 1, 2]),
        ints('nodes_featureids', [0, 0, 0, 1, 0, 0]),
        attribute('nodes_modes', { type: 8, strings: [mode, 'LEAF', 'LEAF', mode, 'LEAF', 'LEAF'].map(text) }),
        floats('nodes_values', [0, 0, 0, 1.5, 0, 0]),
        ints('nodes_truenodeids', [1, 0, 0, 1, 0, 0]),
        ints('nodes_falsenodeids', [2, 0, 0, 2, 0, 0]),
        ints('nodes_missing_value_tracks_true', tracks),
        ints('target_treeids', [0, 0, 1, 1]),
        ints('target_nodeids', [1, 2, 1, 2]),
        ints('target_ids', [0, 0, 0, 0]),
        floats('target_weights', [1, 2, 4, 8]),
        floats('base_values', [16]),
        attribute('n_targets', { type: 2, i: 1 }),
        attribute('aggregate_function', { type: 3, s: text(aggregate) }),
      ],
    };
    const graph = { node: [node], name: 'small', initializer: [], input: [tensor('x', 2)], output: [tensor('y', 1)], value_info: [], sparse_initializer: [] };
    return writeModel({ ir_version: 8, graph, opset_import: [{ domain: '', version: 17 }, { domain: 'ai.onnx.ml', version: 3 }], functions: [] } as ModelProto);
  }

  it.each(['BRANCH_LEQ', 'BRANCH_LT', 'BRANCH_GT', 'BRANCH_GTE'].flatMap((mode) => [[mode, 'SUM', 0], [mode, 'SUM', 1], [mode, 'AVERAGE', 0]] as const))('walks %s, %s, missing to the true branch %i as onnxruntime does', async (mode, aggregate, missing) => {
    const table = numbers([[0, 1.5], [-0, 1.4999], [1e-30, 1.50001], [-1e-30, 2], [NaN, 0], [3, NaN], [NaN, NaN]]);
    const model = await openBytes(small(mode, Array.from({ length: 6 }, () => missing), aggregate), table, 'value');
    expect(hasTrees(model)).toBe(true);
    const { ensemble, encode } = model as TreePredictor;
    expect([...predictMargins(ensemble, encode(table)).values]).toEqual([...(await model.predict(table)).values]);
  });

  it.each([['BRANCH_EQ', 'SUM'], ['BRANCH_LEQ', 'MAX']])('finds no sum of comparisons in %s, %s', async (mode, aggregate) => {
    const table = numbers([[0, 1]]);
    expect(hasTrees(await openBytes(small(mode, [0, 0, 0, 0, 0, 0], aggregate), table, 'value'))).toBe(false);
  });
});
