import { z } from 'zod';
import { ExplainError, throwIfCancelled } from '../errors.js';
import type { Subject } from '../method/subject.js';
import { hasTrees, type TreePredictor } from '../models/predictor.js';
import { matrix, type Matrix } from '../numeric/matrix.js';
import type { LocalExplainer, Scene } from './explainer.js';
import { noTreesBecause } from './needsModel.js';
import { localOptions } from './options.js';
import { aumann1974, lundberg2018, lundberg2020, nadel2026, owen1972, yu2022 } from './sources.js';
import { attributionWords } from './summaries.js';
import { answerOfLink } from './treeShap/answer.js';
import { modelGame } from './treeShap/game.js';
import { interventionalExplainer } from './treeShap/interventional.js';
import { pathDependentExplainer } from './treeShap/pathDependent.js';
import type { TreeAttributions } from './treeShap/treeExplainer.js';

const options = z.strictObject({
  ...localOptions,
  background: z.number().int().min(1).max(10_000).default(500).describe('Rows drawn from the data that stand in for a feature left out; all of them if there are fewer. Not used by path-dependent values.'),
  perturbation: z
    .enum(['interventional', 'pathDependent'])
    .default('interventional')
    .describe('What a feature left out is: what it is in background rows, or averaged over the branches of its splits by the training rows that went there.'),
  output: z
    .enum(['probability', 'margin'])
    .default('probability')
    .describe('What is explained: the model’s answer (of a regression its value), or the sum of the trees before the link, whose values are Shapley values without reserve. Path-dependent values are of the margin.'),
  interactions: z.boolean().default(false).describe('Give each row’s interactions of every two features too; of the margin.'),
});
type Options = z.output<typeof options>;

/**
 * Exact Shapley values of a sum of trees, with data columns as players (all one-hot columns of a word are one). Interventional: treeShap/interventional.ts; path-dependent: treeShap/pathDependent.ts.
 *   margin: φ of the sum of leaves; Σφ + base = margin, base = the mean margin of the background, or by training weights.
 *   probability: where the link is the identity (forests, most regressions) the same. Else the margins' values between the row and each background row, stretched by how the probability moves between
 *     the two, and averaged (treeShap/answer.ts): shap's definition for one margin. They add up to the probability less its mean, but are not the Shapley values of the probability.
 * Of a binary model with one margin the first class has the second's values with the sign turned.
 *
 * `detail` of a row: exact (they are Shapley values of what is explained), additivityGap (Σφ + base − output), interactions ([features, features], where asked for).
 */
export const treeShap: LocalExplainer<Options> = {
  pillar: 'explainability',
  id: 'treeShap',
  version: 1,
  label: 'Tree SHAP',
  summary: 'How much each feature moves the answer of a model made of trees for a person away from its average answer, without drawing anything.',
  definition:
    'Shapley values φ, exact. Interventional: of v(S) = mean over background rows of f(x in S, background elsewhere). Path-dependent: of v(S) = f with the splits on features outside S averaged by training weight. f is the sum of trees (margin); for a probability behind a link each background row’s values are multiplied by (p(x) − p(z)) ÷ (f(x) − f(z)), with several margins by the mean slope of softmax on the straight line between them. Σφ = output − base. A data column is one player, whatever a mapping makes of it. Measures: meanAbsolute (mean |φ| of a feature over the explained rows, Student’s interval), relativeStandardError (0: nothing is drawn but rows), additivityGap (largest |Σφ + base − output|).',
  caution:
    'Interventional values may ask the model about combinations of values that no person has; path-dependent values stay nearer to the training data but give credit to features the model does not need. Values of a probability behind a link add up, but only those of the margin are Shapley values of what they explain.',
  measureWords: {
    ...attributionWords,
    additivityGap: 'The largest difference, over the rows, between the model’s answer and what base and contributions add up to; 0: none.',
  },
  sources: [lundberg2018, lundberg2020, owen1972, yu2022, nadel2026, aumann1974],
  needs: ['trees'],
  direction: 'none',
  options,
  explainsNumbers: true,
  explainsMargin: ({ model }, { output }) => output === 'margin' && model.source === 'file' && model.task !== 'regression',
  chosenBecause: (subject) => (noTreesBecause(subject) === null ? 'the model is a sum of trees, whose Shapley values can be computed without drawing sets of features' : null),
  lacking: (subject, { perturbation, output }) => noTreesBecause(subject) ?? (perturbation === 'pathDependent' ? noPathsBecause(subject, output) : null),
  questions: () => 1,
  measures: ['additivityGap'],
  async prepare(scene, own) {
    if (!hasTrees(scene.model)) throw new ExplainError('BAD_PLAN', 'Tree SHAP needs a model made of trees, and this one is none.');
    const shown = explainerOf(scene.model, scene, own);
    return async (rows) => {
      const m = scene.model.features.length;
      const encoded = shown.encode(rows);
      const found = new Array<{ attributions: TreeAttributions; interactions: Float64Array | null }>(rows.rows);
      // A row at a time, so that its bits do not hang on the rows beside it.
      for (let i = 0; i < rows.rows; i++) {
        throwIfCancelled(scene.signal);
        found[i] = shown.explain(matrix(1, encoded.columns, encoded.values.slice(i * encoded.columns, (i + 1) * encoded.columns)));
      }
      return found.map(({ attributions: { values: all, bases, answers, gaps }, interactions }) => {
        const from = shown.output * m;
        const values = Array.from(all.subarray(from, from + m), (value) => shown.sign * value);
        // Margins that add up to more than a number holds, or an exponential of them.
        if (!values.every(Number.isFinite) || !Number.isFinite(gaps[shown.output])) throw new ExplainError('BAD_PREDICTION', 'The trees of the model, or its link, answer with infinity for a row or its background.');
        return {
          values,
          contributions: values,
          standardErrors: values.map(() => 0),
          base: shown.offset + shown.sign * bases[shown.output],
          output: shown.offset + shown.sign * answers[shown.output],
          detail: {
            exact: shown.isExact,
            additivityGap: shown.sign * gaps[shown.output],
            ...(interactions === null ? {} : { interactions: Array.from({ length: m }, (_, j) => Array.from(interactions.subarray(j * m, (j + 1) * m), (value) => shown.sign * value)) }),
          },
        };
      });
    };
  },
  diagnostics(rows) {
    const gaps = rows.map(({ detail }) => Math.abs(detail['additivityGap'] as number));
    return [
      {
        measure: 'additivityGap',
        estimate: { value: Math.max(...gaps), n: gaps.length, exact: 'the largest of the explained rows; no drawing error, since nothing is drawn for a row' },
        counts: { rows: rows.length, exactRows: rows.filter(({ detail }) => detail['exact'] === true).length },
      },
    ];
  },
};

/** Why branches cannot be averaged over. Other files may lack training weights too, which only the file itself shows. */
function noPathsBecause({ model }: Subject, output: Options['output']): string | null {
  if (output === 'probability') return 'path-dependent values are of the margin; ask for {"output":"margin"} with them, or for interventional values of the probability';
  return model.source === 'file' && model.format === 'onnx' ? 'an ONNX file does not say how many training rows went which way at a split; the interventional values need no such weights' : null;
}

interface Explaining {
  encode(rows: Parameters<TreePredictor['encode']>[0]): Matrix;
  explain(row: Matrix): { attributions: TreeAttributions; interactions: Float64Array | null };
  /** Which output of the attributions is explained, and how it becomes the class's number: offset + sign · output. */
  readonly output: number;
  readonly offset: number;
  readonly sign: 1 | -1;
  readonly isExact: boolean;
}

function explainerOf(model: TreePredictor, { background, className }: Scene, { perturbation, output, interactions }: Options): Explaining {
  const { ensemble, features } = model;
  const game = modelGame(model);
  const place = model.classes.indexOf(className);
  // One margin for two classes is that of the second.
  const isMirrored = model.task === 'binary' && ensemble.base.length === 1;
  const margin = isMirrored ? 0 : place;
  const sign = isMirrored && place === 0 ? -1 : 1;
  const encode = (rows: Parameters<TreePredictor['encode']>[0]): Matrix => model.encode(rows);
  const players = features.length;
  const ofMargin = (all: Float64Array): Float64Array => all.slice(margin * players * players, (margin + 1) * players * players);
  const isIdentity = ensemble.link.kind === 'identity';
  if (output === 'margin' || isIdentity) {
    const explainer = perturbation === 'pathDependent' ? pathDependentExplainer(game) : interventionalExplainer(game, encode(background));
    const explain = (row: Matrix): ReturnType<Explaining['explain']> => {
      if (!interactions) return { attributions: explainer.explain(row), interactions: null };
      const found = explainer.interactions(row);
      return { attributions: found, interactions: ofMargin(found.interactions) };
    };
    return { encode, explain, output: margin, offset: output === 'probability' && sign === -1 ? 1 : 0, sign, isExact: true };
  }
  const explainer = interventionalExplainer(game, encode(background));
  const answer = answerOfLink(ensemble.link, margin);
  return {
    encode,
    explain: (row) => ({ attributions: explainer.explainAnswer(row, answer), interactions: interactions ? ofMargin(explainer.interactions(row).interactions) : null }),
    output: 0,
    offset: sign === -1 ? 1 : 0,
    sign,
    isExact: false,
  };
}
