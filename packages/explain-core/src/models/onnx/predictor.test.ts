import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { modelFixture } from '../../../test/modelFixture.js';
import { columnInfos } from '../../../test/columnInfos.js';
import { largestGap } from '../../../test/treeFixture.js';
import { onnxPredictor } from './predictor.js';

const fixtures = [
  'german-logistic-numeric',
  'german-forest-numeric',
  'german-forest-numeric-zipmap',
  'german-logistic-columns',
  'german-forest-columns',
  'german-forest-columns-zipmap',
  'german-mlp-onehot',
  'adult-logistic-columns',
];

describe.each(fixtures)('%s', (name) => {
  const { bytes, mapping, table, expected } = modelFixture(name);

  // The graphs compute in float32, the reference in float64: half a unit in the last place of the margin (about 1e-7 of values up to 10) times the slope of the link.
  it('gives the scores of the library that trained it on every row', async () => {
    const model = await onnxPredictor(bytes, mapping, columnInfos(table));
    try {
      const scores = await model.predict(table);
      expect(largestGap(scores.values, expected.values.flat())).toBeLessThan(1e-6);
      expect(model.task).toBe('binary');
      expect(model.classes).toEqual(expected.outputs);
      expect([...model.features].sort()).toEqual(expected.columns.map((column) => column.name).sort());
    } finally {
      await model.dispose();
    }
  });
});
