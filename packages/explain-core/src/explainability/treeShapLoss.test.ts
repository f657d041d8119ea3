import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { audit, numberCase, toyCase, type AuditCase } from '../../test/contract/smallAudit.js';
import { treeCase } from '../../test/contract/treeCase.js';
import { modelFixture } from '../../test/modelFixture.js';
import { categoryColumn, infoOf, subjectOf, tableOf } from '../../test/robustness/toyModels.js';
import { asStrings, columnOf } from '../data/select.js';
import type { Result } from '../method/result.js';
import type { Column } from '../data/table.js';
import { decide } from '../models/decide.js';
import { loadModel } from '../models/load.js';
import { parseXgboost } from '../models/xgboost.js';
import { matrix } from '../numeric/matrix.js';
import { columnGame } from './treeShap/game.js';
import { interventionalExplainer } from './treeShap/interventional.js';
import { answerOfLogLoss, answerOfSquaredError } from './treeShap/loss.js';
import type { LossRow } from './treeShapLossWork.js';

const golden = join(import.meta.dirname, '..', '..', 'golden');
const request = (options: object = {}) => ({ methods: [{ pillar: 'explainability' as const, method: 'treeShapLoss', options: { rows: 40, background: 20, ...options } }] });

interface Found {
  readonly results: readonly Result[];
  readonly rows: readonly LossRow[];
  of(measure: string, where?: Partial<Result>): Result;
}
async function explained(given: AuditCase, options: object = {}): Promise<Found> {
  const { results, artifacts } = await audit(given, request(options));
  const rows = (artifacts.find(({ name }) => name === 'explainability/treeShapLoss/rows')?.body as unknown as { rows: LossRow[] } | undefined)?.rows ?? [];
  return { results, rows, of: (measure, where = {}) => results.find((one) => one.options['measure'] === measure && one.feature === where.feature && one.group === where.group && one.attribute === where.attribute)! };
}

describe('the loss of a margin', () => {
  const slopesOf = (answer: ReturnType<typeof answerOfLogLoss>, own: number[], other: number[]): number[] => {
    const slopes = new Float64Array(own.length);
    answer.slopes(Float64Array.from(own), Float64Array.from(other), 0, slopes);
    return [...slopes];
  };
  const of = (answer: ReturnType<typeof answerOfLogLoss>, margins: number[]): number => answer.of(Float64Array.from(margins), 0);

  it('is −log of what is said of the true class, also far out', () => {
    const sigmoid = { kind: 'sigmoid', slope: 2 } as const;
    expect(of(answerOfLogLoss(sigmoid, 1, [1]), [0.3])).toBeCloseTo(-Math.log(1 / (1 + Math.exp(-0.6))), 14);
    expect(of(answerOfLogLoss(sigmoid, 1, [0]), [0.3])).toBeCloseTo(-Math.log(1 - 1 / (1 + Math.exp(-0.6))), 14);
    expect(of(answerOfLogLoss(sigmoid, 1, [0]), [1000])).toBe(2000);
    expect(of(answerOfLogLoss({ kind: 'identity' }, 1, [0]), [1])).toBeCloseTo(-Math.log(1e-15), 10);
    expect(of(answerOfLogLoss({ kind: 'identity' }, 3, [2]), [0.1, 0.2, 0.7])).toBeCloseTo(-Math.log(0.7), 14);
    expect(of(answerOfLogLoss({ kind: 'softmax' }, 3, [2]), [1, 2, 3])).toBeCloseTo(-Math.log(Math.exp(3) / (Math.exp(1) + Math.exp(2) + Math.exp(3))), 14);
    expect(of(answerOfSquaredError({ kind: 'exponential' }, [5]), [0])).toBe(16);
  });

  it('moves with the margins by as much as it differs', () => {
    for (const [link, truth] of [[{ kind: 'softmax' } as const, 2], [{ kind: 'softmax' } as const, 0], [{ kind: 'identity' } as const, 1], [{ kind: 'sigmoids', slope: 1 } as const, 1]] as const) {
      const answer = answerOfLogLoss(link, 3, [truth]);
      const [own, other] = [[0.2, 0.9, 0.4], [0.5, 0.1, 0.7]];
      const slopes = slopesOf(answer, own, other);
      expect(slopes.reduce((sum, slope, k) => sum + slope * (own[k]! - other[k]!), 0)).toBeCloseTo(of(answer, own) - of(answer, other), 12);
    }
  });
});

it('is shap’s, for labels of a model that shap explained', () => {
  const reference = JSON.parse(readFileSync(join(golden, 'treeShap', 'adult-xgboost-numeric.json'), 'utf8')) as { model: string; labels: number[]; rows: (number | null)[][]; background: (number | null)[][]; logLoss: { values: number[][] } };
  const matrixOf = (rows: (number | null)[][]) => matrix(rows.length, rows[0]!.length, Float64Array.from(rows.flat(), (value) => value ?? NaN));
  const ensemble = parseXgboost(new Uint8Array(readFileSync(join(golden, reference.model))));
  const { values } = interventionalExplainer(columnGame(ensemble), matrixOf(reference.background)).explainAnswer(matrixOf(reference.rows), answerOfLogLoss(ensemble.link, 1, reference.labels));
  const wanted = reference.logLoss.values.flat();
  const largest = Math.max(...wanted.map(Math.abs));
  // shap holds thresholds and weights in float32.
  expect(Math.max(...wanted.map((value, at) => Math.abs(value - values[at]!))) / largest).toBeLessThan(1e-5);
});

it('adds up to each row’s loss, which is −log of the model’s own probability of its label', async () => {
  const given = await treeCase();
  const { rows, of } = await explained(given);
  const labels = asStrings(columnOf(given.table, 'credit_risk'));
  const scores = await given.model!.predict(given.table);
  expect(rows.length).toBe(given.table.rows);
  for (const { row, label, loss, base, values } of rows) {
    expect(label).toBe(labels[row]);
    expect(loss).toBeCloseTo(-Math.log(scores.values[row * 2 + given.model!.classes.indexOf(label)]!), 6);
    expect(base + values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(loss, 9);
  }
  expect(of('loss').estimate.value).toBeCloseTo(rows.reduce((sum, { loss }) => sum + loss, 0) / rows.length, 12);
  expect(of('additivityGap').estimate.value).toBeLessThan(1e-9);
  const feature = given.model!.features[0]!;
  expect(of('contribution', { feature })).toMatchObject({ estimate: { value: expect.closeTo(rows.reduce((sum, { values }) => sum + values[0]!, 0) / rows.length, 12), n: rows.length, interval: { method: 'studentT' } } });
});

it('tests its gaps between groups together', async () => {
  const { results } = await explained(await treeCase());
  const gaps = results.filter(({ options, test }) => options['measure'] === 'contributionDifference' && test !== undefined);
  expect(gaps.length).toBeGreaterThan(5);
  for (const { attribute, test } of gaps) expect([attribute, test!.holm >= test!.pValue]).toEqual(['personal_status', true]);
});

/** A trained model on the rows of its fixture; every third label is another than the model would say. */
async function caseOf(name: string): Promise<AuditCase> {
  const { bytes, mapping, table: rows } = modelFixture(name);
  const model = await loadModel(bytes, { ...(mapping ? { mapping } : {}), columns: rows.columns.map((column) => infoOf(column, 'feature')) });
  const scores = await model.predict(rows);
  const isNumber = model.task === 'regression';
  const label: Column = isNumber
    ? { kind: 'number', name: 'label', values: scores.values.map((value, i) => value + (i % 3) - 1) }
    : categoryColumn('label', model.classes, Array.from({ length: rows.rows }, (_, i) => model.classes[(decide(model, scores, i) + (i % 3 === 0 ? 1 : 0)) % model.classes.length]!));
  const table = tableOf([...rows.columns, label]);
  const made = subjectOf(table, model, 'label');
  return { table, model, subject: isNumber ? { ...made, label: { kind: 'number', column: 'label', favourable: null } } : { ...made, label: { column: 'label', classes: model.classes, positive: model.classes[1]!, favourable: model.classes[1]! } } };
}

it.each(['adult-lightgbm-multiclass', 'adult-xgboost-multiclass', 'adult-lightgbm-ova'])('adds up to the loss of one of several classes: %s', async (name) => {
  const given = await caseOf(name);
  const { rows } = await explained(given);
  const scores = await given.model!.predict(given.table);
  expect(rows.length).toBeGreaterThan(5);
  for (const { row, label, loss, base, values } of rows) {
    expect(loss).toBeCloseTo(-Math.log(scores.values[row * scores.columns + given.model!.classes.indexOf(label)]!), 4);
    expect(base + values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(loss, 6);
  }
});

it('adds up to the squared error of a number', async () => {
  const given = await caseOf('adult-lightgbm-regression');
  const { rows } = await explained(given);
  expect(rows.length).toBeGreaterThan(5);
  // The labels are the answers themselves, one less and one more.
  for (const { row, loss, base, values } of rows) {
    expect(loss).toBeCloseTo(((row % 3) - 1) ** 2, 6);
    expect(base + values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(loss, 9);
  }
});

it('says why there is no loss to explain', async () => {
  const because = async (given: AuditCase): Promise<(string | undefined)[]> => [...new Set((await explained(given)).results.map(({ estimate }) => (estimate.value === null ? estimate.undefinedBecause : undefined)))];
  expect(await because(toyCase())).toEqual([expect.stringContaining('is not a sum of trees')]);
  expect(await because(numberCase())).toEqual([expect.stringContaining('is not a sum of trees')]);
  const trees = await treeCase();
  expect(await because({ ...trees, subject: { ...trees.subject, label: { kind: 'number', column: 'duration', favourable: null } } })).toEqual(['the label is a number and the model decides among classes']);
});

it('leaves out rows without a label and counts them', async () => {
  const given = await treeCase();
  const table = { ...given.table, columns: given.table.columns.map((column) => (column.name === 'credit_risk' && column.kind === 'category' ? { ...column, codes: column.codes.map((code, i) => (i % 3 === 0 ? -1 : code)) } : column)) };
  const { rows, of } = await explained({ ...given, table });
  const { counts, estimate } = of('additivityGap');
  expect(counts!['rowsWithoutLabel']).toBeGreaterThan(5);
  expect(rows.length + counts!['rowsWithoutLabel']!).toBe(table.rows);
  expect(estimate.n).toBe(rows.length);
});
