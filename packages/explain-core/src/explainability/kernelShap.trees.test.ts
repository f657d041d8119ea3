import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rowsTable } from '../../test/explainability/germanReference.js';
import { explainerOf, sceneOf } from '../../test/explainability/scene.js';
import { modelFixture } from '../../test/modelFixture.js';
import { takeRows } from '../data/select.js';
import { parseLightgbm } from '../models/lightgbm.js';
import { treePredictor } from '../models/treePredictor.js';
import { parseXgboost } from '../models/xgboost.js';
import { randomStream } from '../random/stream.js';
import { kernelShap } from './kernelShap.js';

interface Reference {
  readonly rows: readonly (readonly (number | null)[])[];
  readonly background: readonly (readonly number[])[];
  readonly interventional: readonly (readonly number[])[];
  readonly interventionalExpectedValue: number;
}

describe.each([
  ['adult-lightgbm-numeric', parseLightgbm],
  ['adult-xgboost-numeric', parseXgboost],
])('%s', (name, parse) => {
  it('has the margins explained as shap’s interventional TreeExplainer does', async () => {
    const file = join(import.meta.dirname, '..', '..', 'golden', 'reference', `tree-shap-${name}.json`);
    const reference = JSON.parse(readFileSync(file, 'utf8')) as Reference;
    const { bytes, mapping, expected } = modelFixture(name);
    const margins = treePredictor({ ...parse(bytes), link: { kind: 'identity' }, task: 'regression' }, mapping && { ...mapping, output: {} });
    const features = expected.columns.map((column) => column.name);
    const explainRow = await explainerOf(kernelShap, sceneOf(margins, rowsTable(features, reference.background)));
    for (const [i, row] of reference.rows.entries()) {
      const { values, base } = await explainRow(rowsTable(features, [row.map((value) => value ?? 0)]), randomStream(0));
      const largest = Math.max(...reference.interventional[i].map(Math.abs));
      values.forEach((value, j) => expect(Math.abs(value - reference.interventional[i][j])).toBeLessThan(1e-5 * largest));
      expect(Math.abs(base - reference.interventionalExpectedValue)).toBeLessThan(1e-5 * largest);
    }
  });
});

it.each([
  ['interactions', 0],
  ['interactions', 0.05],
  ['additive', 0],
  ['additive', 0.05],
])('draws coalitions of a model with 14 features whose errors are as large as they say, by %s until a relative error of %d', async (regression, targetError) => {
  const { bytes, mapping, table } = modelFixture('adult-lightgbm');
  const model = treePredictor(parseLightgbm(bytes), mapping);
  const background = takeRows(table, Array.from({ length: 6 }, (_, i) => i));
  const explainBy = (seed: number, options: object) => explainerOf(kernelShap, { ...sceneOf(model, background, model.classes[1]), random: randomStream(seed).child('shared') }, options);
  const exactly = await explainBy(0, { coalitions: 2 ** 14 });
  let squares = 0;
  let claimed = 0;
  let covered = 0;
  let count = 0;
  let asked = 0;
  for (const i of [10, 14, 19]) {
    const row = takeRows(table, [i]);
    const exact = await exactly(row, randomStream(0));
    expect(exact.detail['exact']).toBe(true);
    for (let seed = 0; seed < 12; seed++) {
      const drawn = await (await explainBy(seed, { coalitions: 256, regression, targetError }))(row, randomStream(seed).child(i));
      asked += drawn.detail['coalitions'] as number;
      drawn.values.forEach((value, j) => {
        if (drawn.standardErrors[j] === 0) return;
        const error = value - exact.values[j];
        squares += error ** 2;
        claimed += drawn.standardErrors[j] ** 2;
        covered += Math.abs(error) <= 1.96 * drawn.standardErrors[j] ? 1 : 0;
        count++;
      });
    }
  }
  if (targetError > 0) expect(asked / 36).toBeLessThan(regression === 'interactions' ? 200 : 256);
  else expect(asked / 36).toBe(256);
  expect(count).toBeGreaterThan(300);
  expect(Math.sqrt(claimed / squares)).toBeGreaterThan(0.85);
  expect(Math.sqrt(claimed / squares)).toBeLessThan(1.35);
  expect(covered / count).toBeGreaterThan(0.88);
});
