import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { columnInfos } from '../../test/columnInfos.js';
import { modelFixture } from '../../test/modelFixture.js';
import { tfjsFixture } from '../../test/tfjsFixture.js';
import { loadModel } from './load.js';
import { capabilitiesOf } from './predictor.js';
import type { ColumnInfo } from '../data/table.js';

const hostile = (name: string) => new Uint8Array(readFileSync(join(import.meta.dirname, '..', '..', 'golden', 'hostile', `${name}.onnx`)));
const refusal = (code: string, message: string) => expect.objectContaining({ code, message: expect.stringContaining(message) });
const number = (name: string, role: ColumnInfo['role'] = 'feature'): ColumnInfo => ({ name, kind: 'number', role, missing: 0, levels: null, numbers: null });

it.each([
  ['german-mlp-onehot', ['predict', 'gradient', 'rescale']],
  ['german-logistic-numeric', ['predict', 'gradient', 'linear']],
  ['german-logistic-columns', ['predict', 'gradient', 'linear']],
  ['adult-logistic-columns', ['predict', 'gradient', 'linear']],
  ['german-forest-columns', ['predict']],
  ['adult-xgboost', ['predict', 'trees']],
  ['adult-lightgbm', ['predict', 'trees']],
] as const)('%s can %j', async (name, wanted) => {
  const { bytes, mapping, table } = modelFixture(name);
  const model = await loadModel(bytes, { mapping: mapping ?? undefined, columns: columnInfos(table) });
  expect(capabilitiesOf(model)).toEqual(wanted);
  await model.dispose();
});

it.each(['german-dense', 'german-graph'])('%s can predict and has a gradient', async (name) => {
  const { bytes, mapping, table } = tfjsFixture(name);
  const model = await loadModel(bytes, { mapping, columns: columnInfos(table) });
  expect(capabilitiesOf(model)).toEqual(['predict', 'gradient']);
  await model.dispose();
});

describe('without a column mapping', () => {
  it('typed inputs find their columns by name, those renamed by the converter too', async () => {
    for (const name of ['german-logistic-columns', 'adult-logistic-columns']) {
      const { bytes, mapping, table } = modelFixture(name);
      const columns = columnInfos(table);
      const [guessed, said] = [await loadModel(bytes, { columns }), await loadModel(bytes, { mapping: mapping!, columns })];
      expect([...guessed.features]).toEqual([...said.features]);
      expect(await guessed.predict(table)).toEqual(await said.predict(table));
      await Promise.all([guessed.dispose(), said.dispose()]);
    }
  });

  it('one matrix takes the number columns in file order, words aside', async () => {
    const { bytes, mapping, table } = modelFixture('german-logistic-numeric');
    const words: ColumnInfo = { name: 'purpose', kind: 'category', role: 'feature', missing: 0, levels: ['a'], numbers: null };
    const columns = [words, ...columnInfos(table), number('credit', 'label')];
    const [guessed, said] = [await loadModel(bytes, { columns }), await loadModel(bytes, { mapping: mapping!, columns })];
    expect(await guessed.predict(table)).toEqual(await said.predict(table));
    await Promise.all([guessed.dispose(), said.dispose()]);
  });

  it('a matrix of another width is not guessed', async () => {
    const { bytes, table } = modelFixture('german-mlp-onehot');
    await expect(loadModel(bytes, { columns: columnInfos(table) })).rejects.toEqual(refusal('BAD_MAPPING', 'takes 61 float32 features a row, and the data have 7 number and 13 other feature columns'));
  });
});

describe('class names', () => {
  const { bytes, mapping, table } = modelFixture('adult-xgboost');
  const columns = columnInfos(table);
  const unnamed = { ...mapping!, output: {} };
  const classesWith = async (label?: { classes: string[]; positive: string }) => {
    const model = await loadModel(bytes, { mapping: unnamed, columns, label });
    await model.dispose();
    return model.classes;
  };

  it('are the label’s values with the positive one last where the file only numbers them', async () => {
    expect(await classesWith({ classes: ['<=50K', '>50K'], positive: '>50K' })).toEqual(['<=50K', '>50K']);
    expect(await classesWith({ classes: ['<=50K', '>50K'], positive: '<=50K' })).toEqual(['>50K', '<=50K']);
    expect(await classesWith()).toEqual(['0', '1']);
    expect(await classesWith({ classes: ['0', '1'], positive: '0' })).toEqual(['0', '1']);
  });

  it('in the file are not taken for others', async () => {
    const german = modelFixture('german-logistic-numeric');
    const load = (label: { classes: string[]; positive: string }) => loadModel(german.bytes, { columns: columnInfos(german.table), label });
    await expect(load({ classes: ['bad', 'good'], positive: 'bad' })).rejects.toEqual(refusal('BAD_MAPPING', "The model's classes are 1, 2 and the label's values bad, good."));
    const model = await load({ classes: ['1', '2'], positive: '1' });
    expect(model.classes).toEqual(['1', '2']);
    await model.dispose();
  });

  it('said by the mapping must be as many as the model has', async () => {
    await expect(loadModel(bytes, { mapping: { ...mapping!, output: { classes: ['a', 'b', 'c'] } }, columns })).rejects.toEqual(refusal('BAD_MAPPING', 'names 3 classes'));
  });
});

it('names a column the data do not have', async () => {
  const { bytes, mapping, table } = modelFixture('german-logistic-numeric');
  await expect(loadModel(bytes, { mapping: mapping!, columns: columnInfos(table).slice(1) })).rejects.toEqual(refusal('BAD_MAPPING', 'reads the column "month", which the data do not have'));
  const trees = modelFixture('adult-xgboost');
  await expect(loadModel(trees.bytes, { columns: columnInfos(trees.table).slice(1) })).rejects.toEqual(refusal('BAD_MAPPING', 'reads the column "age", which the data do not have'));
});

// The hostile files take x [n, 2].
describe('of the hostile files', () => {
  const columns = [number('a'), number('b')];
  const table = { rows: 3, columns: [{ kind: 'number' as const, name: 'a', values: Float64Array.of(1, 2, 3) }, { kind: 'number' as const, name: 'b', values: Float64Array.of(1, 2, 3) }] };
  const mapping = { version: 1 as const, inputs: [{ features: [{ encode: 'number' as const, column: 'a', subtract: 0, divide: 1 }, { encode: 'number' as const, column: 'b', subtract: 0, divide: 1 }] }], output: { scores: 'logit' as const, classes: ['no', 'yes'] } };

  it.each([
    ['external-data-parent', 'BAD_MODEL', 'another file'],
    ['external-data-relative', 'BAD_MODEL', 'another file'],
    ['external-data-absolute', 'BAD_MODEL', 'another file'],
    ['expand-bomb', 'RESOURCE_LIMIT', 'Expand'],
    ['two-inputs', 'BAD_MODEL', 'has 2 inputs (x: float32, extra: float32) and the column mapping fills 1'],
    ['no-inputs', 'BAD_MODEL', 'no inputs'],
    ['random-output', 'BAD_MODEL', 'random'],
    ['string-output', 'BAD_MAPPING', 'holds text'],
    ['custom-operator', 'BAD_MODEL', 'com.example.custom'],
    ['initializer-lies', 'BAD_MODEL', 'should hold'],
    ['truncated', 'BAD_MODEL', 'not a whole ONNX file'],
    ['empty', 'BAD_MODEL', 'empty'],
    ['text', 'BAD_MODEL', 'none of the model formats'],
    ['pickle', 'BAD_MODEL', 'pickle'],
  ])('%s is refused while loading', async (name, code, message) => {
    await expect(loadModel(hostile(name), { mapping, columns })).rejects.toEqual(refusal(code, message));
  });

  it.each([
    ['nan-producing', 'answers NaN for row 0'],
    ['infinity-producing', 'answers Infinity for row 0'],
    ['row-count-changes', 'is 1 × 2 for 3 rows'],
  ])('%s is refused when it answers', async (name, message) => {
    const model = await loadModel(hostile(name), { mapping, columns });
    await expect(model.predict(table)).rejects.toEqual(refusal('BAD_PREDICTION', message));
    await model.dispose();
  });

  // They never end, or take ten gigabytes, only when asked; the process that asks has limits.
  it.each(['endless-loop', 'expand-bomb-at-run'])('%s loads and is not run by that', async (name) => {
    const model = await loadModel(hostile(name), { mapping, columns });
    expect(model.classes).toEqual(['no', 'yes']);
    await model.dispose();
  });

  it('two inputs without a mapping are counted too', async () => {
    await expect(loadModel(hostile('two-inputs'), { columns })).rejects.toEqual(refusal('BAD_MODEL', 'has 2 inputs (x: float32, extra: float32)'));
  });

  it('a label that is text without a list of classes is refused with the row', async () => {
    const model = await loadModel(hostile('string-output'), { mapping: { ...mapping, output: { classes: ['no', 'yes'] } }, columns });
    await expect(model.predict(table)).rejects.toEqual(refusal('BAD_PREDICTION', 'is 3 × 2 for 3 rows'));
    await model.dispose();
  });
});
