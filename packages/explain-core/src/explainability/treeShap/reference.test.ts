import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseLightgbm } from '../../models/lightgbm.js';
import { parseOnnx } from '../../models/onnx/validate.js';
import { chooseOutput } from '../../models/onnx/outputs.js';
import { treesOf } from '../../models/onnx/treeEnsemble.js';
import type { TreeEnsemble } from '../../models/treeEnsemble.js';
import { parseXgboost } from '../../models/xgboost.js';
import { matrix, type Matrix } from '../../numeric/matrix.js';
import { columnGame } from './game.js';
import { answerOfMargin } from './answer.js';
import { interventionalExplainer } from './interventional.js';
import { pathDependentExplainer } from './pathDependent.js';
import type { Way } from './ways.js';

type Numbers = readonly (readonly (number | null)[])[];
interface Answers {
  readonly values: readonly (readonly number[])[];
  readonly expected?: readonly number[];
}
interface Reference {
  readonly model: string;
  readonly labels: readonly number[];
  readonly rows: Numbers;
  readonly background?: Numbers;
  readonly interventional?: Answers;
  readonly probability?: Answers;
  readonly logLoss?: Answers;
  readonly pathDependent?: Answers;
  readonly interactions?: Answers;
}

const golden = join(import.meta.dirname, '..', '..', '..', 'golden');
const matrixOf = (rows: Numbers): Matrix => matrix(rows.length, rows[0].length, Float64Array.from(rows.flat(), (value) => value ?? NaN));

function ensembleOf(file: string): TreeEnsemble {
  const bytes = new Uint8Array(readFileSync(join(golden, file)));
  if (file.endsWith('.txt')) return parseLightgbm(bytes);
  if (file.endsWith('.json')) return parseXgboost(bytes);
  const model = parseOnnx(bytes);
  return treesOf(model.graph!, chooseOutput(model, {}), { width: 14, type: 'float32' })!;
}

/** The issue's own measure: 1e-5 of the largest value. shap holds thresholds and weights of its interventional walk, and XGBoost its sums, in float32. */
function expectClose(found: ArrayLike<number>, { values }: Answers): void {
  const wanted = values.flat();
  const largest = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  expect(found.length).toBe(wanted.length);
  expect(largest).toBeGreaterThan(0.01);
  expect(wanted.reduce((gap, value, at) => Math.max(gap, Math.abs(value - found[at])), 0) / largest).toBeLessThan(1e-5);
}

const sigmoid = (margin: number): number => 1 / (1 + Math.exp(-margin));

describe.each(['adult-lightgbm', 'adult-lightgbm-multiclass', 'adult-lightgbm-numeric', 'deep-lightgbm', 'adult-xgboost', 'adult-xgboost-multiclass', 'adult-xgboost-numeric', 'adult-xgboost-deep', 'sklearn-forest-deep', 'sklearn-forest-regression', 'sklearn-boosting'])(
  '%s',
  (name) => {
    const reference = JSON.parse(readFileSync(join(golden, 'treeShap', `${name}.json`), 'utf8')) as Reference;
    const game = columnGame(ensembleOf(reference.model));
    const rows = matrixOf(reference.rows);
    const { interventional, probability, logLoss, pathDependent, interactions } = reference;
    const expectBase = (bases: Float64Array, { expected }: Answers): void => expected!.forEach((value, k) => expect(Math.abs(bases[k] - value)).toBeLessThan(1e-5 * Math.max(1, Math.abs(value))));
    const isOneColumn = game.ensemble.base.length === 1;

    if (interventional) {
      const explainer = interventionalExplainer(game, matrixOf(reference.background!));
      it.each<Way>(['walk', 'tables'])('agrees with shap against a background: %s', (way) => {
        const found = explainer.explain(rows, way);
        expectClose(found.values, interventional);
        expectBase(found.bases, interventional);
        expect(found.gaps.every((gap) => Math.abs(gap) < 1e-9)).toBe(true);
      });
      if (probability && isOneColumn) it('agrees with shap about probabilities', () => expectClose(explainer.explainAnswer(rows, answerOfMargin(0, sigmoid)).values, probability));
      if (logLoss && isOneColumn) {
        it('agrees with shap about log losses', () => {
          const loss = (margin: number, row: number): number => Math.log1p(Math.exp(margin)) - reference.labels[row] * margin;
          const found = explainer.explainAnswer(rows, answerOfMargin(0, loss));
          expectClose(found.values, logLoss);
          expect(found.gaps.every((gap) => Math.abs(gap) < 1e-9)).toBe(true);
        });
      }
    }
    if (pathDependent) {
      const explainer = pathDependentExplainer(game);
      it.each<Way>(['walk', 'tables'])('agrees with shap or the library itself by training weights: %s', (way) => {
        const found = explainer.explain(rows, way);
        expectClose(found.values, pathDependent);
        expectBase(found.bases, pathDependent);
        expect(found.gaps.every((gap) => Math.abs(gap) < 1e-9)).toBe(true);
      });
      if (interactions) {
        it.each<Way>(['walk', 'tables'])('agrees about interactions: %s', (way) => {
          const some = interactions.values.length;
          expectClose(explainer.interactions(matrix(some, rows.columns, rows.values.slice(0, some * rows.columns)), way).interactions, interactions);
        });
      }
    }
  },
);

it('is held against trees of depth 16 whose paths ask more features than tables hold', () => {
  const deep = ensembleOf('treeShap/deep-lightgbm.txt');
  expect(Math.max(...deep.trees.map(({ depth }) => depth))).toBeGreaterThanOrEqual(16);
  expect(Math.max(...ensembleOf('treeShap/sklearn-forest-deep.onnx').trees.map(({ depth }) => depth))).toBeGreaterThanOrEqual(16);
});
