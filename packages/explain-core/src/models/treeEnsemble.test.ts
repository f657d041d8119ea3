import { modelFixture } from '../../test/modelFixture.js';
import { awkwardRows, slowMargins } from '../../test/treeFixture.js';
import { matrix } from '../numeric/matrix.js';
import { parseLightgbm } from './lightgbm.js';
import { applyLink, predictMargins } from './treeEnsemble.js';
import { assembleTree, goesLeft, holdsCode, IS_CATEGORY, MISSING_LEFT, ZERO_BAND, ZERO_IS_MISSING } from './tree.js';
import { treePredictor } from './treePredictor.js';
import { parseXgboost } from './xgboost.js';

describe('predictMargins', () => {
  it.each(['adult-lightgbm', 'adult-lightgbm-multiclass', 'adult-lightgbm-zero-as-missing', 'adult-lightgbm-no-missing', 'adult-xgboost', 'adult-xgboost-multiclass', 'adult-xgboost-deep'])(
    'walks %s as goesLeft says, for any number of rows',
    (name) => {
      const ensemble = name.includes('xgboost') ? parseXgboost(modelFixture(name).bytes) : parseLightgbm(modelFixture(name).bytes);
      const rows = awkwardRows(ensemble, 1000);
      const margins = predictMargins(ensemble, rows);
      expect([...margins.values]).toEqual(slowMargins(ensemble, rows));
      // The block size leaves no trace: the same rows one by one are the same bits.
      for (const row of [0, 63, 64, 999]) {
        const one = predictMargins(ensemble, { rows: 1, columns: rows.columns, values: rows.values.slice(row * rows.columns, (row + 1) * rows.columns) });
        expect([...one.values]).toEqual([...margins.values.subarray(row * margins.columns, (row + 1) * margins.columns)]);
      }
    },
  );

  it('answers no rows with no rows, and refuses rows of another width', () => {
    const ensemble = parseLightgbm(modelFixture('adult-lightgbm').bytes);
    expect(predictMargins(ensemble, matrix(0, 14))).toEqual(matrix(0, 1));
    expect(() => predictMargins(ensemble, matrix(1, 13))).toThrow('14 features, the rows have 13');
  });
});

describe('goesLeft', () => {
  const split = (flags: number, threshold: number) =>
    assembleTree({ left: [1, -1, -1], right: [2, -1, -1], feature: [0, 0, 0], threshold: [threshold, 0, 0], flags: [flags, 0, 0], set: [0, -1, -1], sets: [Uint32Array.of(0b101)], value: [0, 1, 2], cover: [3, 2, 1], margin: 0 }, 'a tree', 1);

  // LightGBM include/LightGBM/tree.h NumericalDecision and CategoricalDecision, by hand.
  it.each([
    ['at the threshold', 0, 5, 5, true],
    ['above the threshold', 0, 5, 5.000001, false],
    ['missing, default right', 0, 5, NaN, false],
    ['missing, default left', MISSING_LEFT, 5, NaN, true],
    ['zero counts as missing, default left', ZERO_IS_MISSING + MISSING_LEFT, -5, 0, true],
    ['zero counts as missing, default right', ZERO_IS_MISSING, 5, 0, false],
    ['the edge of zero', ZERO_IS_MISSING, 5, ZERO_BAND, false],
    ['beyond the edge of zero', ZERO_IS_MISSING, 5, ZERO_BAND * 1.01, true],
    ['a code of the set', IS_CATEGORY, 0, 2, true],
    ['a code outside the set', IS_CATEGORY, 0, 1, false],
    ['a code beyond the set', IS_CATEGORY, 0, 40, false],
    ['a negative code', IS_CATEGORY, 0, -2, false],
    ['a missing code, default left', IS_CATEGORY + MISSING_LEFT, 0, NaN, true],
  ])('%s', (_, flags, threshold, x, left) => {
    expect(goesLeft(split(flags, threshold), 0, x)).toBe(left);
  });

  it('reads the last bit of a word', () => {
    expect([30, 31, 32].map((code) => holdsCode(Uint32Array.of(0x80000000, 1), code))).toEqual([false, true, true]);
  });
});

describe('applyLink', () => {
  const one = (link: Parameters<typeof applyLink>[0], margin: number): number => applyLink(link, matrix(1, 1, Float64Array.of(margin))).values[0];
  it('computes what its name says', () => {
    expect(one({ kind: 'identity' }, -2)).toBe(-2);
    expect(one({ kind: 'sigmoid', slope: 1 }, 0)).toBe(0.5);
    expect(one({ kind: 'sigmoid', slope: 2 }, Math.log(3) / 2)).toBeCloseTo(0.75, 15);
    expect(one({ kind: 'exponential' }, Math.log(3))).toBeCloseTo(3, 14);
    expect(one({ kind: 'softplus' }, 0)).toBeCloseTo(Math.LN2, 15);
    expect(one({ kind: 'signedSquare' }, -3)).toBe(-9);
    expect([one({ kind: 'step' }, 0), one({ kind: 'step' }, 0.1)]).toEqual([0, 1]);
  });
  it('does not overflow', () => {
    expect([...applyLink({ kind: 'softmax' }, matrix(1, 3, Float64Array.of(1000, 1000, -1000))).values]).toEqual([0.5, 0.5, 0]);
    expect([one({ kind: 'sigmoid', slope: 1 }, -1000), one({ kind: 'sigmoid', slope: 1 }, 1000)]).toEqual([0, 1]);
  });
});

describe('treePredictor', () => {
  it('refuses to answer with infinity', async () => {
    const { bytes, table } = modelFixture('adult-lightgbm-poisson');
    const model = treePredictor({ ...parseLightgbm(bytes), base: [1000] }, null);
    await expect(model.predict(table)).rejects.toMatchObject({ code: 'BAD_PREDICTION', message: expect.stringContaining('Infinity for row 0') });
  });
  it('reads margins as logits where the mapping says so', async () => {
    const { bytes, table, expected } = modelFixture('adult-xgboost-logitraw');
    const features = expected.columns.map((column) => ({ encode: 'number' as const, column: column.name, subtract: 0, divide: 1 }));
    const model = treePredictor(parseXgboost(bytes), { version: 1, inputs: [{ features }], output: { scores: 'logit', classes: ['no', 'yes'], threshold: 0 } });
    const scores = await model.predict(table);
    expect([model.task, model.threshold, model.classes]).toEqual(['binary', 0, ['no', 'yes']]);
    expect(scores.values[1]).toBeCloseTo(1 / (1 + Math.exp(-expected.values[0][0])), 7);
  });
  it('stops when it is cancelled', async () => {
    const { bytes, table } = modelFixture('german-lightgbm');
    await expect(treePredictor(parseLightgbm(bytes), null).predict(table, AbortSignal.abort())).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
