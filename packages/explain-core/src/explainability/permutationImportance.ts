import { z } from 'zod';
import { asStrings, columnOf, takeColumns, takeRows } from '../data/select.js';
import type { Table } from '../data/table.js';
import { ExplainError, throwIfCancelled } from '../errors.js';
import type { MethodInfo } from '../method/method.js';
import type { Task, TaskContext } from '../method/task.js';
import { indicesOf, modelFor } from '../method/taskInputs.js';
import { decide } from '../models/decide.js';
import type { Predictor } from '../models/predictor.js';
import { log } from '../elementary/logarithm.js';
import type { Estimate } from '../numeric/estimate.js';
import { notEstimable } from '../numeric/estimate.js';
import type { Matrix } from '../numeric/matrix.js';
import { meanOf, tEstimate } from '../numeric/meanInterval.js';
import { pairwiseSum } from '../numeric/sum.js';
import { level } from './options.js';
import { breiman2001, fisher2019 } from './sources.js';

const options = z.strictObject({
  rows: z.number().int().min(2).max(20_000).default(1000).describe('Rows drawn from the data; those without a label are left out and counted.'),
  repeats: z.number().int().min(1).max(1000).default(5).describe('How often each feature is shuffled.'),
  score: z.enum(['accuracy', 'logLoss', 'brier']).default('accuracy').describe('What gets worse: the share of right decisions, the log loss or the Brier score.'),
  level,
});
export type PermutationOptions = z.output<typeof options>;

/**
 * How much worse the model does when one feature's values are shuffled among the rows: mean loss after less mean loss before, so that above 0 means the model
 * leans on the feature. Breiman 2001, for any model. A row counts in two parts, as a base and as the giver of its value, so the
 * interval is of the U-statistic of Fisher, Rudin, Dominici 2019: what a row adds is the loss it gains with others' values and the loss others gain with
 * its own; the chance of the shuffles is in both, so the interval is a little wide. The standard error is of the shuffles alone. Two features that carry the same may each look unimportant.
 */
export const permutationImportance: MethodInfo<PermutationOptions> = {
  pillar: 'explainability',
  id: 'permutationImportance',
  version: 1,
  label: 'Permutation importance',
  summary: 'How much worse the model does when the values of one feature are shuffled among people.',
  definition:
    'Mean loss after shuffling a feature among the drawn rows less mean loss before, over several shuffles; the loss is 1 for a wrong decision (accuracy), −log p of the label (logLoss, p at least 10⁻¹⁵) or half the squared distance of the probabilities from the label (brier). Student’s interval from each row’s part as base and as giver.',
  measureWords: {
    importance: 'How much worse the model becomes when the feature’s values are shuffled.',
  },
  sources: [breiman2001, fisher2019],
  needs: ['predict', 'labels'],
  direction: 'none',
  options,
};

/** What a task leaves: an estimate for each of its features. */
export interface ImportancePartial {
  readonly features: readonly { readonly feature: string; readonly estimate: Estimate; readonly counts: Readonly<Record<string, number>> }[];
}

export interface ImportanceTaskOptions {
  readonly features: readonly string[];
}

export async function importances({ repeats, score, level }: PermutationOptions, task: Task, context: TaskContext): Promise<ImportancePartial> {
  const { subject, data, random, signal } = context;
  const model = modelFor(task, context);
  throwIfCancelled(signal);
  const { features } = task.options as unknown as ImportanceTaskOptions;
  const all = await data.take(indicesOf(task), [...new Set([...model.features, subject.label.column])]);
  const labels = asStrings(columnOf(all, subject.label.column)).map((label) => (label === null ? -1 : model.classes.indexOf(label)));
  const labelled = Int32Array.from(labels.keys()).filter((i) => labels[i] >= 0);
  const n = labelled.length;
  const truth = Int32Array.from(labelled, (i) => labels[i]);
  const table = takeColumns(takeRows(all, labelled), model.features);
  const without = { rows: labels.length, rowsWithoutLabel: labels.length - n, repeats };
  if (n < 2) return { features: features.map((feature) => ({ feature, estimate: notEstimable(n, `${n} of the drawn rows ${n === 1 ? 'has' : 'have'} a label that is a class of the model; two are needed`), counts: without })) };
  const before = losses(await model.predict(table, signal), truth, model, score);
  const found: ImportancePartial['features'][number][] = [];
  for (const feature of features) {
    const draws = random.child(permutationImportance.id).child(feature);
    // [n]: loss gained with another row's value, and by rows given its value, over the repeats.
    const asBase = new Float64Array(n);
    const asGiver = new Float64Array(n);
    const byRepeat: number[] = [];
    for (let repeat = 0; repeat < repeats; repeat++) {
      throwIfCancelled(signal);
      const giver = draws.child(repeat).permutation(n);
      const after = losses(await model.predict(shuffled(table, feature, giver), signal), truth, model, score);
      const gained = after.map((loss, i) => loss - before[i]);
      for (let i = 0; i < n; i++) {
        asBase[i] += gained[i] / repeats;
        asGiver[giver[i]] += gained[i] / repeats;
      }
      byRepeat.push(pairwiseSum(gained) / n);
    }
    const { standardError } = meanOf(asBase.map((gain, i) => gain + asGiver[i]));
    const value = pairwiseSum(byRepeat) / repeats;
    const estimate = tEstimate({ mean: value, n, standardError }, level, score === 'logLoss' ? undefined : [-1, 1]);
    found.push({ feature, estimate: repeats < 2 ? estimate : { ...estimate, standardError: meanOf(byRepeat).standardError }, counts: without });
    context.progress(found.length, features.length);
  }
  return { features: found };
}

function shuffled(table: Table, feature: string, giver: Int32Array): Table {
  const [column] = takeRows(takeColumns(table, [feature]), giver).columns;
  return { rows: table.rows, columns: table.columns.map((own) => (own.name === feature ? column : own)) };
}

/** A probability of exactly 0 would make the loss infinite; scikit-learn's old bound. */
const LEAST_PROBABILITY = 1e-15;

/** Loss of each row; truth: the label's class. */
function losses(scores: Matrix, truth: Int32Array, model: Predictor, score: PermutationOptions['score']): Float64Array {
  const { columns: k, values } = scores;
  if (scores.rows !== truth.length) throw new ExplainError('BAD_PREDICTION', `The model answered ${scores.rows} rows when asked ${truth.length}; it must answer every row.`);
  return Float64Array.from(truth, (label, i) => {
    if (score === 'accuracy') return decide(model, scores, i) === label ? 0 : 1;
    if (score === 'logLoss') return -log(Math.max(LEAST_PROBABILITY, values[i * k + label]));
    let distance = 0;
    for (let c = 0; c < k; c++) distance += (values[i * k + c] - (c === label ? 1 : 0)) ** 2;
    return distance / 2;
  });
}
