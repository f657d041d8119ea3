import { asStrings, columnOf, takeColumns, takeRows } from '../data/select.js';
import { ExplainError, throwIfCancelled } from '../errors.js';
import type { Json, JsonObject } from '../json.js';
import { choiceOfWork } from '../method/choice.js';
import { groupAxis, groupNames } from '../method/groups.js';
import { drawRows } from '../method/rows.js';
import type { Subject } from '../method/subject.js';
import type { MethodChoice, Task, TaskContext } from '../method/task.js';
import { indicesOf, modelFor } from '../method/taskInputs.js';
import { hasTrees, type TreePredictor } from '../models/predictor.js';
import { notEstimable } from '../numeric/estimate.js';
import { matrix } from '../numeric/matrix.js';
import type { Measurement } from './explainer.js';
import { adjusted, gapDealings, testedGaps } from './gapTests.js';
import { groupedMeasure, type RowMeasure } from './groupMeasures.js';
import { noModelBecause, noTreesBecause } from './needsModel.js';
import type { Answer } from './treeShap/answer.js';
import { modelGame } from './treeShap/game.js';
import { interventionalExplainer } from './treeShap/interventional.js';
import { answerOfLogLoss, answerOfSquaredError } from './treeShap/loss.js';
import { rowTasks } from './rowTasks.js';
import { treeShapLoss, treeShapLossMeasures, type TreeShapLossOptions } from './treeShapLoss.js';
import { featuresOf } from './wholeModel.js';
import { toResult, type ExplainabilityWork } from './work.js';

const TASK_ROWS = 50;

/** A row's loss, shared out among the features in the model's order. */
export interface LossRow {
  readonly row: number;
  readonly groups: readonly (string | null)[];
  readonly label: string;
  readonly loss: number;
  readonly base: number;
  readonly values: readonly number[];
  readonly additivityGap: number;
}

interface Partial {
  readonly withoutLabel: number;
  readonly rows: readonly LossRow[];
}

export const treeShapLossWork: ExplainabilityWork = {
  id: treeShapLoss.id,
  methods: [treeShapLoss],
  measuresOf: () => treeShapLossMeasures,
  lacking: (subject) => noModelBecause(subject) ?? noTreesBecause(subject) ?? noLossBecause(subject),
  tasks(subject, choices, random) {
    const { rows, background } = optionsOf(choices);
    const draws = random.child('explainability');
    const taskOptions = { background: drawRows(subject, background, draws.child('background')) };
    return rowTasks(treeShapLoss.id, drawRows(subject, rows, draws.child('rows')), TASK_ROWS, taskOptions as JsonObject);
  },
  async run(task, context): Promise<Json> {
    return (await lossRows(task, context)) as unknown as Json;
  },
  combine(partials, { subject, methods, random }) {
    const choice = choiceOfWork('explainability', treeShapLoss.id, methods);
    const options = optionsOf(methods);
    const parts = partials as unknown as readonly Partial[];
    const rows = parts.flatMap((part) => part.rows);
    const withoutLabel = parts.reduce((sum, part) => sum + part.withoutLabel, 0);
    const features = featuresOf(subject);
    const measures = [...features.map((feature, j) => ({ about: { feature }, measure: contributionOf(j) })), { about: {}, measure: lossOf }];
    const dealt = gapDealings(random.child(treeShapLoss.id));
    const found = measures.flatMap(({ about, measure }) => groupedMeasure(subject, rows, measure, options).map((one): Measurement => ({ ...one, ...about })));
    const tested = adjusted(measures.flatMap(({ about, measure }) => testedGaps(subject, rows, measure, options, dealt).map((one) => ({ ...one, about }))));
    const missed = rows.map(({ additivityGap }) => Math.abs(additivityGap));
    const additivity: Measurement = {
      measure: 'additivityGap',
      estimate: missed.length === 0 ? notEstimable(0, NO_LABEL) : { value: Math.max(...missed), n: missed.length, exact: 'the largest of the explained rows; no drawing error, since nothing is drawn for a row' },
      counts: { rows: rows.length, rowsWithoutLabel: withoutLabel },
    };
    const body = { method: choice.method, version: choice.version, loss: subject.label.kind === 'number' ? 'squaredError' : 'logLoss', features, protected: subject.protected, rows: rows as unknown as Json };
    return { results: [...found, ...tested.map(({ gap, about }): Measurement => ({ ...gap, ...about })), additivity].map((one) => toResult(choice, one)), artifacts: [{ name: `explainability/${treeShapLoss.id}/rows`, body, showsRows: true }] };
  },
};

const NO_LABEL = 'none of the drawn rows has a label that the model could be right about';
const lossOf: RowMeasure<LossRow> = { id: 'loss', kind: 'mean', range: [0, Infinity], undefinedBecause: NO_LABEL, of: ({ loss }) => loss };

function contributionOf(place: number): RowMeasure<LossRow> {
  return { id: 'contribution', kind: 'mean', range: [-Infinity, Infinity], undefinedBecause: NO_LABEL, of: ({ values }) => values[place]! };
}

async function lossRows(task: Task, context: TaskContext): Promise<Partial> {
  const { subject, data, signal } = context;
  const model = modelFor(task, context);
  if (!hasTrees(model)) throw new ExplainError('BAD_PLAN', 'Tree SHAP needs a model made of trees, and this one is none.');
  const indices = indicesOf(task);
  const all = await data.take(indices, [...new Set([...model.features, ...subject.protected, subject.label.column])]);
  const background = await data.take((task.options as unknown as { background: readonly number[] }).background, model.features);
  const texts = asStrings(columnOf(all, subject.label.column));
  const truths = texts.map((text) => (text === null ? NaN : subject.label.kind === 'number' ? Number(text) : model.classes.indexOf(text)));
  const labelled = truths.flatMap((truth, i) => (Number.isNaN(truth) || (subject.label.kind !== 'number' && truth < 0) ? [] : [i]));
  const groups = subject.protected.map((name) => groupNames(columnOf(all, name), groupAxis(subject, name)));
  const { ensemble, features } = model;
  const explainer = interventionalExplainer(modelGame(model), model.encode(background));
  const encoded = model.encode(takeColumns(takeRows(all, Int32Array.from(labelled)), features));
  const rows = labelled.map((i, at): LossRow => {
    throwIfCancelled(signal);
    // A row at a time, so that its bits do not hang on the rows beside it.
    const one = matrix(1, encoded.columns, encoded.values.slice(at * encoded.columns, (at + 1) * encoded.columns));
    const { values, bases, answers, gaps } = explainer.explainAnswer(one, answerFor(model, subject, truths[i]!));
    if (![...values, bases[0]!, answers[0]!].every(Number.isFinite)) throw new ExplainError('BAD_PREDICTION', 'The loss of a row, or of the background in its place, is infinite.');
    context.progress(at + 1, labelled.length);
    return { row: indices[i]!, groups: groups.map((names) => names[i]!), label: texts[i]!, loss: answers[0]!, base: bases[0]!, values: [...values], additivityGap: gaps[0]! };
  });
  return { withoutLabel: indices.length - labelled.length, rows };
}

function answerFor({ ensemble: { link, base } }: TreePredictor, { label }: Subject, truth: number): Answer {
  if (label.kind !== 'number') return answerOfLogLoss(link, base.length, [truth]);
  if (link.kind === 'softmax') throw new ExplainError('BAD_PLAN', 'A model that answers a number has no softmax.');
  return answerOfSquaredError(link, [truth]);
}

function noLossBecause({ label, model }: Subject): string | null {
  if (model.source !== 'file') return null;
  const isNumber = model.task === 'regression';
  if (isNumber !== (label.kind === 'number')) return isNumber ? 'the model answers a number and the label is a class' : 'the label is a number and the model decides among classes';
  if (label.kind === 'number' || label.classes.some((value) => model.classes.includes(value))) return null;
  return `no value of the label (${label.classes.join(', ')}) is a class of the model (${model.classes.map((name) => `"${name}"`).join(', ')})`;
}

function optionsOf(choices: readonly MethodChoice[]): TreeShapLossOptions {
  return treeShapLoss.options.parse(choiceOfWork('explainability', treeShapLoss.id, choices).options);
}
