import { z } from 'zod';
import { asStrings, columnOf, takeColumns, takeRows } from '../data/select.js';
import type { Table } from '../data/table.js';
import { ExplainError, throwIfCancelled } from '../errors.js';
import type { Json, JsonObject } from '../json.js';
import type { MethodInfo } from '../method/method.js';
import type { Outcome, Result } from '../method/result.js';
import { wilson1927 } from '../method/sources.js';
import type { Subject } from '../method/subject.js';
import type { Task, TaskContext } from '../method/task.js';
import { indicesOf, modelFor } from '../method/taskInputs.js';
import { decide } from '../models/decide.js';
import { notEstimable, type Estimate } from '../numeric/estimate.js';
import { wilson } from '../numeric/wilson.js';
import type { RandomStream } from '../random/stream.js';
import { answerOf, depthOf, growTree, leavesOf, type TreeNode } from './growTree.js';

const options = z.strictObject({
  rows: z.number().int().min(20).max(100_000).default(5_000).describe('Rows drawn for it, without replacement.'),
  holdout: z.number().min(0.05).max(0.9).default(0.4).describe('Share of these rows kept aside to measure agreement.'),
  maxDepth: z.number().int().min(1).max(8).default(4).describe('Questions asked one after the other, at most.'),
  minLeaf: z.number().int().min(1).default(20).describe('Training rows that a leaf holds at least.'),
  level: z.number().gt(0).lt(1).default(0.95).describe('Coverage of the interval.'),
});
export type SurrogateOptions = z.output<typeof options>;

/**
 * A small decision tree grown to imitate the model's decisions, and how far it does. As results by `measure`:
 *   fidelity: share of held-out rows on which tree and model decide alike, in [0, 1]; `counts.mostFrequent` is how many of them the single most
 *     frequent decision would get right, which is what a tree must beat;
 *   leaves, depth: the tree's size.
 * Craven and Shavlik 1996, "Extracting Tree-Structured Representations of Trained Networks", NIPS 8.
 */
export const surrogateTree: MethodInfo<SurrogateOptions> = {
  pillar: 'transparency',
  id: 'surrogateTree',
  version: 1,
  label: 'Surrogate tree',
  summary: 'Whether a few simple rules describe what the model decides.',
  definition: 'A classification tree is grown on the model’s decisions for part of the drawn rows. Fidelity: share of the other rows on which tree and model decide alike. Size: its leaves and depth.',
  sources: [
    { authors: 'Craven, Shavlik', year: 1996, title: 'Extracting Tree-Structured Representations of Trained Networks', where: 'NIPS 8' },
    { authors: 'Breiman, Friedman, Olshen, Stone', year: 1984, title: 'Classification and Regression Trees' },
    wilson1927,
  ],
  needs: ['predictions'],
  range: [0, 1],
  ideal: 1,
  direction: 'higher',
  options,
};

/** Rows given to the model at once. */
const BATCH_ROWS = 8192;

interface Partial {
  readonly tree: TreeNode;
  readonly classes: readonly string[];
  readonly trained: number;
  readonly agreed: number;
  readonly heldOut: number;
  readonly mostFrequent: number;
}

export function surrogateTask(subject: Subject, chosen: SurrogateOptions, random: RandomStream): Task {
  const { rows } = subject.dataset;
  const indices = [...random.child(surrogateTree.id).sample(rows, Math.min(rows, chosen.rows))];
  return { key: `transparency/${surrogateTree.id}/0`, pillar: 'transparency', work: surrogateTree.id, rows: { kind: 'indices', indices }, options: {} };
}

/** Columns the tree may ask about: those the model reads, or every feature where the model is not at hand. */
function featuresOf({ model, dataset, label }: Subject): string[] {
  if (model.source === 'file') return [...model.features];
  const answers = [model.prediction, model.score, label.column];
  return dataset.columns.filter(({ name, role, kind }) => (role === 'feature' || role === 'protected') && kind !== 'text' && !answers.includes(name)).map(({ name }) => name);
}

export async function growSurrogate(task: Task, context: TaskContext, chosen: SurrogateOptions): Promise<Json> {
  throwIfCancelled(context.signal);
  const indices = indicesOf(task);
  const features = featuresOf(context.subject);
  const { table, decisions } = await decisionsOf(task, features, context);
  const classes = [...new Set(decisions)].sort();
  const answers = Int32Array.from(decisions, (decision) => classes.indexOf(decision));

  const trained = indices.length - Math.floor(indices.length * chosen.holdout);
  const head = Int32Array.from({ length: trained }, (_, i) => i);
  const tree = growTree(takeRows(table, head), answers.subarray(0, trained), classes.length, { maxDepth: chosen.maxDepth, minLeaf: chosen.minLeaf });
  const columns = new Map(table.columns.map((column) => [column.name, column]));
  const frequent = mode(answers.subarray(0, trained), classes.length);
  let agreed = 0;
  let mostFrequent = 0;
  for (let row = trained; row < indices.length; row++) {
    if (answerOf(tree, columns, row) === answers[row]) agreed++;
    if (frequent === answers[row]) mostFrequent++;
  }
  context.progress(1, 1);
  const partial: Partial = { tree, classes, trained, agreed, heldOut: indices.length - trained, mostFrequent };
  return partial as unknown as Json;
}

async function decisionsOf(task: Task, features: readonly string[], context: TaskContext): Promise<{ table: Table; decisions: string[] }> {
  const { subject, data, signal } = context;
  const indices = indicesOf(task);
  if (subject.model.source === 'predictions') {
    const { prediction } = subject.model;
    const rows = await data.take(indices, [...features, prediction]);
    const decisions = asStrings(columnOf(rows, prediction)).map((value, i) => {
      if (value === null) throw new ExplainError('BAD_PREDICTION', `Prediction column "${prediction}" has no value in row ${indices[i]! + 1}; every row needs a prediction.`);
      return value;
    });
    return { table: takeColumns(rows, features), decisions };
  }
  const model = modelFor(task, context);
  const table = await data.take(indices, features);
  const decisions: string[] = [];
  for (let from = 0; from < table.rows; from += BATCH_ROWS) {
    throwIfCancelled(signal);
    const batch = takeRows(table, Int32Array.from({ length: Math.min(BATCH_ROWS, table.rows - from) }, (_, i) => from + i));
    const scores = await model.predict(batch, signal);
    for (let row = 0; row < batch.rows; row++) decisions.push(model.classes[decide(model, scores, row)]!);
  }
  return { table, decisions };
}

/** Conditions may be about protected columns, so a leaf with fewer rows than `withholdBelow` would tell of a group that is withheld. */
export function surrogateOutcome(partial: Json, chosen: SurrogateOptions, withholdBelow: number): Outcome {
  const { tree, classes, trained, agreed, heldOut, mostFrequent } = partial as unknown as Partial;
  const fidelity: Estimate =
    heldOut === 0 ? notEstimable(0, 'no row was left to measure agreement on') : { value: agreed / heldOut, n: heldOut, interval: wilson(agreed, heldOut, chosen.level) };
  const exact = 'the size of this one tree';
  return {
    results: [
      { ...result(chosen, 'fidelity', fidelity), counts: { numerator: agreed, denominator: heldOut, mostFrequent } },
      result(chosen, 'leaves', { value: leavesOf(tree), n: trained, exact }),
      result(chosen, 'depth', { value: depthOf(tree), n: trained, exact }),
    ],
    artifacts: [{ name: `transparency/${surrogateTree.id}/tree`, body: { root: drawn(tree, classes), classes }, ...(chosen.minLeaf < withholdBelow ? { showsRows: true } : {}) }],
  };
}

export function surrogateUnmet(chosen: SurrogateOptions, because: string): Result[] {
  return ['fidelity', 'leaves', 'depth'].map((measure) => result(chosen, measure, notEstimable(0, because)));
}

function result(chosen: SurrogateOptions, measure: string, estimate: Estimate): Result {
  const { id, version } = surrogateTree;
  return { dimension: 'transparency', method: id, version, options: { ...chosen, measure }, estimate };
}

/** The tree with its conditions in words, as it is drawn. */
function drawn(node: TreeNode, classes: readonly string[]): JsonObject {
  if (node.kind === 'leaf') return { answer: classes[node.answer]!, share: node.share, n: node.n };
  const condition = 'atMost' in node.test ? `${node.feature} ≤ ${node.test.atMost}` : `${node.feature} is ${node.test.oneOf.join(' or ')}`;
  // The sentence is for people; a level may itself hold " or ", so the test stands beside it as data.
  return { condition, feature: node.feature, ...node.test, n: node.n, yes: drawn(node.yes, classes), no: drawn(node.no, classes) };
}

function mode(answers: Int32Array, classes: number): number {
  const counts = new Float64Array(Math.max(1, classes));
  for (const answer of answers) counts[answer]! += 1;
  return counts.indexOf(Math.max(...counts));
}
