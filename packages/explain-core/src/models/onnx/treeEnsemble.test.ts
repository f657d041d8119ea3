import { modelFixture } from '../../../test/modelFixture.js';
import { applyLink, predictMargins } from '../treeEnsemble.js';
import { hasTrees, type TreePredictor } from '../predictor.js';
import { onnxPredictor } from './predictor.js';

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
});
