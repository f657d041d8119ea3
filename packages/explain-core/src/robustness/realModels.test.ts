import { expect, test } from '@jest/globals';
import { modelFixture } from '../../test/modelFixture.js';
import { germanCredit } from '../../test/robustness/germanCredit.js';
import { auditOf, choose, infoOf, numberColumn, subjectOf } from '../../test/robustness/toyModels.js';
import { takeColumns, takeRows } from '../data/select.js';
import type { Table } from '../data/table.js';
import { decide } from '../models/decide.js';
import { parseLightgbm } from '../models/lightgbm.js';
import { onnxPredictor } from '../models/onnx/predictor.js';
import type { TreePredictor } from '../models/predictor.js';
import { treePredictor } from '../models/treePredictor.js';
import { parseXgboost } from '../models/xgboost.js';
import { robustness } from './driver.js';
import type { ChunkPartial } from './partial.js';
import { reach } from './project.js';
import { threatModel, type ThreatModel } from './threatModel.js';

const table = germanCredit();

/**
 * All that a sum of trees can answer inside the ball, without a search: between two thresholds of a column nothing changes, so one whole
 * number from each interval is enough. True where some combination changes the decision.
 */
async function canFall(model: TreePredictor, rows: Table, row: number, threat: ThreatModel, epsilon: number): Promise<boolean> {
  const choices = threat.numbers.map((rule) => {
    const column = rows.columns.find(({ name }) => name === rule.column)!;
    const x = column.kind === 'number' ? column.values[row] : NaN;
    const { low, high } = reach(x, rule, epsilon);
    const feature = model.features.indexOf(rule.column);
    const thresholds = model.ensemble.trees.flatMap((tree) => [...tree.feature.keys()].filter((node) => tree.feature[node] === feature).map((node) => tree.threshold[node]));
    const beside = thresholds.flatMap((t) => [Math.floor(t), Math.floor(t) + 1]);
    return [...new Set([x, Math.ceil(low), Math.floor(high), ...beside])].filter((value) => value >= low && value <= high);
  });
  let combinations: number[][] = [[]];
  for (const values of choices) combinations = combinations.flatMap((start) => values.map((value) => [...start, value]));
  const copies = takeRows(rows, new Int32Array(combinations.length + 1).fill(row));
  const columns = copies.columns.map((column) => {
    const j = threat.numbers.findIndex((rule) => rule.column === column.name);
    return j < 0 || column.kind !== 'number' ? column : numberColumn(column.name, [column.values[0], ...combinations.map((values) => values[j])]);
  });
  const scores = await model.predict({ rows: copies.rows, columns });
  const decided = decide(model, scores, 0);
  return combinations.some((_, k) => decide(model, scores, k + 1) !== decided);
}

test.each(['german-lightgbm', 'german-xgboost'])('%s: trial and error finds nearly all that an exhaustive search finds, and nothing else', async (name) => {
  if (table === null) return;
  const { bytes, mapping } = modelFixture(name);
  const model = treePredictor(name.endsWith('lightgbm') ? parseLightgbm(bytes) : parseXgboost(bytes), mapping);
  const subject = subjectOf(table, model, 'credit', { personal_status: 'protected' });
  const options = { epsilons: [0.1, 0.4], rows: 150, freeze: ['age'] };
  const { partials } = await auditOf(robustness, { table, model, subject, methods: [choose(robustness, 'squareAttack', options)] });
  const threat = threatModel(subject, options);
  expect(threat.numbers.map(({ column, whole }) => [column, whole])).toEqual(['month', 'credit_amount', 'investment_as_income_percentage', 'residence_since', 'number_of_credits', 'people_liable_for'].map((column) => [column, true]));
  const features = takeColumns(table, model.features);
  const rows = (partials as unknown as ChunkPartial[]).flatMap((partial) => partial.rows);
  const found = { possible: 0, fell: 0 };
  for (const { row, outcomes } of rows) {
    for (const [s, epsilon] of options.epsilons.entries()) {
      const possible = await canFall(model, features, row, threat, epsilon);
      const fell = outcomes[s].unchanged === 0;
      if (fell) expect(possible).toBe(true);
      found.possible += possible ? 1 : 0;
      found.fell += fell ? 1 : 0;
    }
  }
  expect(found.possible).toBeGreaterThan(10);
  expect(found.fell / found.possible).toBeGreaterThanOrEqual(0.9);
});

test('german-mlp-onehot: steps along the gradient and trial and error find nearly the same rows; the same bits twice', async () => {
  if (table === null) return;
  const { bytes, mapping } = modelFixture('german-mlp-onehot');
  const model = await onnxPredictor(bytes, mapping, table.columns.map((column) => infoOf(column, 'feature')));
  try {
    const subject = subjectOf(table, model, 'credit', { personal_status: 'protected', age: 'protected' });
    const epsilons = [0.25, 0.75];
    const methods = [choose(robustness, 'projectedGradientDescent', { epsilons, rows: 100 }), choose(robustness, 'squareAttack', { epsilons, rows: 100 })];
    const audit = await auditOf(robustness, { table, model, subject, methods });
    expect(await auditOf(robustness, { table, model, subject, methods })).toEqual(audit);
    const tasks = audit.partials as unknown as ChunkPartial[];
    const fallen = (partials: readonly ChunkPartial[], s: number): Set<number> => new Set(partials.flatMap(({ rows }) => rows.filter(({ outcomes }) => outcomes[s].unchanged === 0).map(({ row }) => row)));
    for (const s of epsilons.keys()) {
      const byGradient = fallen(tasks.slice(0, 2), s);
      const byTrial = fallen(tasks.slice(2), s);
      const either = byGradient.union(byTrial).size;
      expect(either).toBeGreaterThan(4);
      expect(byGradient.size / either).toBeGreaterThanOrEqual(0.9);
      expect(byTrial.size / either).toBeGreaterThanOrEqual(0.9);
    }
  } finally {
    await model.dispose();
  }
});
