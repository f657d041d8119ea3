import { modelFixture } from '../../test/modelFixture.js';
import { takeRows } from '../data/select.js';
import type { Table } from '../data/table.js';
import { parseLightgbm } from '../models/lightgbm.js';
import type { TreePredictor } from '../models/predictor.js';
import { predictMargins } from '../models/treeEnsemble.js';
import { treePredictor } from '../models/treePredictor.js';
import { parseXgboost } from '../models/xgboost.js';
import { randomStream } from '../random/stream.js';
import { askFor } from './ask.js';
import { plainCanvas } from './canvas.js';
import { mixturesOf, sceneMixtures } from './mixtures.js';
import { mixtureMargins } from './treeMixtures.js';

const names = ['adult-lightgbm', 'adult-lightgbm-multiclass', 'adult-lightgbm-zero-as-missing', 'adult-lightgbm-no-missing', 'adult-lightgbm-forest', 'adult-xgboost', 'adult-xgboost-numeric', 'adult-xgboost-multiclass', 'adult-xgboost-deep'] as const;

/** The fixture's model of data columns, and rows of them, some with holes. */
function fixture(name: string): { model: TreePredictor; table: Table } {
  const { bytes, mapping, table } = modelFixture(name);
  const model = treePredictor((name.includes('xgboost') ? parseXgboost : parseLightgbm)(bytes), mapping);
  const columns = model.features.map((feature) => {
    const column = table.columns.find((one) => one.name === feature)!;
    if (column.kind === 'number') return { ...column, values: column.values.map((value, row) => (row % 7 === 3 ? NaN : row % 7 === 5 ? 0 : value)) };
    return column.kind === 'category' ? { ...column, codes: column.codes.map((code, row) => (row % 7 === 4 ? -1 : code)) } : column;
  });
  // Of another order than the model's, as a caller's may be.
  return { model, table: { rows: table.rows, columns: columns.reverse() } };
}

const someRows = (table: Table, count: number): Table => takeRows(table, Array.from({ length: count }, (_, i) => (5 * i) % table.rows));

function drawnMasks(count: number, features: number, seed: number): Uint8Array {
  const random = randomStream(seed);
  const masks = new Uint8Array(count * features).map((_, at) => random.integer(at, 2));
  masks.fill(0, 0, features);
  masks.fill(1, (count - 1) * features);
  return masks;
}

/** What predictMargins says of the mixtures written out, background row by background row. */
async function written(model: TreePredictor, background: Table, row: Table, masks: Uint8Array, from: number, count: number): Promise<Float64Array> {
  const { values, columns } = await plainCanvas(background, count).paint(row, masks, from, count, async (rows) => predictMargins(model.ensemble, model.encode(rows)));
  return Float64Array.from(values, (_, at) => {
    const [b, c, output] = [Math.floor(at / (count * columns)), Math.floor(at / columns) % count, at % columns];
    return values[(c * background.rows + b) * columns + output]!;
  });
}

it.each(names)('%s has the margins of mixtures written out, bit for bit', async (name) => {
  const { model, table } = fixture(name);
  for (const [size, count] of [[1, 1], [3, 16], [9, 17], [4, 100], [5, 1024]] as const) {
    const background = someRows(table, size);
    const margins = mixtureMargins(model, background)!;
    const masks = drawnMasks(count + 2, model.features.length, size);
    for (const which of [1, 11, 12]) {
      const row = takeRows(table, [which]);
      const found = margins(row, masks, 2, count);
      expect([found.rows, found.columns]).toEqual([size * count, model.ensemble.base.length]);
      expect(found.values).toEqual(await written(model, background, row, masks, 2, count));
    }
  }
});

it('takes up where it was among other models and backgrounds, and more background rows than it has room for at once', async () => {
  const [first, second] = [fixture('adult-lightgbm-multiclass'), fixture('adult-xgboost')];
  const most = Math.ceil(2048 / first.model.ensemble.base.length) + 10;
  const [large, small] = [someRows(first.table, most), someRows(second.table, 4)];
  const [row, other] = [takeRows(first.table, [2]), takeRows(second.table, [2])];
  const masks = drawnMasks(1024, first.model.features.length, 1);
  const otherMasks = drawnMasks(64, second.model.features.length, 2);
  const margins = mixtureMargins(first.model, large)!;
  const found = margins(row, masks, 0, 1024);
  expect(mixtureMargins(second.model, small)!(other, otherMasks, 0, 64).values).toEqual(await written(second.model, small, other, otherMasks, 0, 64));
  // Jest takes seconds to compare so many numbers.
  expect(Buffer.from(margins(row, masks, 0, 1024).values.buffer).equals(Buffer.from(found.values.buffer))).toBe(true);
  for (const from of [0, most - 11, most - 2]) {
    const width = 1024 * found.columns;
    expect(found.values.subarray(from * width, (from + 2) * width)).toEqual(await written(first.model, takeRows(large, [from, from + 1]), row, masks, 0, 1024));
  }
});

it('walks on where trees ask more features than a table tells apart', async () => {
  const { model, table } = fixture('adult-lightgbm');
  const background = someRows(table, 6);
  // With 16 coalitions two features, with 1,024 eight.
  for (const count of [16, 1024]) {
    const masks = drawnMasks(count, model.features.length, 3);
    expect(mixtureMargins(model, background)!(takeRows(table, [8]), masks, 0, count).values).toEqual(await written(model, background, takeRows(table, [8]), masks, 0, count));
  }
});

it('leaves models that are too large to be asked', async () => {
  const { model, table } = fixture('adult-lightgbm');
  const large = { ...model.ensemble.trees[0]!, sets: [new Uint32Array(7 * 2 ** 20)] };
  expect(mixtureMargins({ ...model, ensemble: { ...model.ensemble, trees: [large] } }, someRows(table, 1))).toBeNull();
  expect(mixtureMargins({ ...model, ensemble: { ...model.ensemble, base: new Array<number>(3000).fill(0) } }, someRows(table, 1))).toBeNull();
  // Two that fit one after the other.
  const half = { ...model.ensemble.trees[0]!, sets: [...model.ensemble.trees[0]!.sets, new Uint32Array(4 * 2 ** 20)] };
  const halves = { ...model, ensemble: { ...model.ensemble, trees: [half, model.ensemble.trees[1]!, half] } };
  const masks = drawnMasks(32, model.features.length, 4);
  const background = someRows(table, 3);
  expect(mixtureMargins(halves, background)!(takeRows(table, [3]), masks, 0, 32).values).toEqual(await written(halves, background, takeRows(table, [3]), masks, 0, 32));
});

describe('mixtures', () => {
  const signal = new AbortController().signal;

  it.each(['adult-lightgbm', 'adult-xgboost-multiclass'])('of %s have the means of a model that is asked, class by class', async (name) => {
    const { model, table } = fixture(name);
    const background = someRows(table, 7);
    const row = takeRows(table, [10]);
    for (const className of model.classes) {
      let asked = 0;
      const ask = askFor(className, { model: { ...model, predict: async (rows) => ((asked += rows.rows), model.predict(rows)) }, signal });
      for (const count of [5, 63, 64, 1500]) {
        const masks = drawnMasks(count, model.features.length, count);
        asked = 0;
        const found = await sceneMixtures({ ask, model, className, signal }, background).means(row, masks, count);
        expect(asked).toBe(count < 64 ? 7 * count : 0);
        expect(found).toEqual(await mixturesOf(background, ask).means(row, masks, count));
      }
    }
  });

  it('asks a model of many outputs, or against many rows, rather than hold all that it would answer', async () => {
    const { model, table } = fixture('adult-lightgbm');
    const masks = drawnMasks(64, model.features.length, 6);
    const asked = async (given: TreePredictor, background: Table): Promise<number> => {
      let rows = 0;
      const ask = async (made: Table) => new Float64Array((rows += made.rows) && made.rows);
      await sceneMixtures({ ask, model: given, className: given.classes[1]!, signal }, background).means(takeRows(table, [0]), masks, 64);
      return rows;
    };
    const outputs = (count: number): TreePredictor => ({ ...model, classes: Array.from({ length: count }, (_, k) => String(k)), scores: (margins) => margins, ensemble: { ...model.ensemble, base: new Array<number>(count).fill(0) } });
    expect([await asked(outputs(1000), someRows(table, 16)), await asked(outputs(1000), someRows(table, 17))]).toEqual([0, 17 * 64]);
    expect([await asked(model, someRows(table, 2 ** 14)), await asked(model, someRows(table, 2 ** 14 + 1))]).toEqual([0, (2 ** 14 + 1) * 64]);
  });

  it('asks a model that has others add up its trees, and stops when the audit is cancelled', async () => {
    const { model, table } = fixture('adult-lightgbm');
    const background = someRows(table, 2);
    const masks = drawnMasks(64, model.features.length, 5);
    const { scores: _, ...runtime } = model;
    let asked = 0;
    const ask = async (rows: Table) => new Float64Array((asked += rows.rows) && rows.rows);
    await sceneMixtures({ ask, model: runtime, className: model.classes[0]!, signal }, background).means(takeRows(table, [0]), masks, 64);
    expect(asked).toBe(128);
    const stopped = sceneMixtures({ ask, model, className: model.classes[0]!, signal: AbortSignal.abort() }, background);
    await expect(stopped.means(takeRows(table, [0]), masks, 64)).rejects.toThrow('cancelled');
  });
});
