import { takeRows } from '../../data/select.js';
import type { Table } from '../../data/table.js';
import type { JsonObject } from '../../json.js';
import { hasTrees, type Predictor } from '../../models/predictor.js';
import type { Subject } from '../../method/subject.js';
import type { RandomStream } from '../../random/stream.js';
import type { CounterfactualOptions } from '../counterfactuals.js';
import { diverse } from './diverse.js';
import { Hunt, type Engine, type Found } from './hunt.js';
import { NearestBox, type Verdict } from './nearestBox.js';
import { neighbourhood, type Neighbourhood, type Plausibility } from './neighbourhood.js';
import { answerOf, scoresOf, wantedOf, type Answer, type Wanted } from './outcome.js';
import { search } from './search.js';
import { changed, changesOf, distanceOf, isAllowed, isMissing, pointAt, rowsAt, shownChanges, spaceJson, spaceOf, type Space } from './space.js';
import { noBoxesBecause, treeCells, type TreeCells } from './treeCells.js';
import { needsOf, type Need } from './treeNeeds.js';

/** One way to the wanted outcome. */
export interface Counterfactual {
  readonly changes: readonly { readonly column: string; readonly from: number | string; readonly to: number | string }[];
  /** The model's answer to the changed row, asked again: score of the wanted class, or the number. */
  readonly output: number;
  readonly distance: number;
  /** Distance, and what the changed columns cost beside. */
  readonly cost: number;
  /** null where there are too few real rows to tell. */
  readonly plausibility: Plausibility | null;
  readonly engine: Engine;
  /** No change that is allowed costs less. */
  readonly proven: boolean;
}

export interface Recourse {
  readonly counterfactuals: readonly Counterfactual[];
  /** Why there is none; null where there is one. */
  readonly because: string | null;
  /** Rows that the model was asked about. */
  readonly queries: number;
  /** What the proof found: no allowed change costs less than `bound` (null: none has the outcome). null without a proof. */
  readonly proof: { readonly complete: boolean; readonly bound: number | null; readonly boxes: number } | null;
}

interface Boxes {
  readonly cells: TreeCells;
  readonly needs: readonly Need[];
}

/** What the rows of a task have in common. */
export interface RecourseScene {
  /** The rows' own answers, as they are. */
  readonly answers: readonly Answer[];
  recourseOf(i: number, random: RandomStream): Promise<Recourse>;
  /** What was asked for, what may change and what counts as near, as plain data. */
  readonly about: JsonObject;
}

/** A number that stands for a cell is at most so much further than the cell's end, in each column; beside that, rounding. */
const AS_GOOD_AS = 1e-6;

/** rows, reference: of the model's features. */
export async function recourseScene(subject: Subject, model: Predictor, rows: Table, reference: Table, options: CounterfactualOptions, signal: AbortSignal): Promise<RecourseScene> {
  const scores = await scoresOf(model, reference, signal);
  const wanted = wantedOf(subject, model, options, scores);
  const space = spaceOf(subject, reference, options, options.distance, options.columnCost);
  const having = Array.from({ length: reference.rows }, (_, i) => i).filter((i) => answerOf(wanted, model, scores, i).reached);
  const near = neighbourhood(subject, reference, having, options.distance, options.neighbours, options.plausibleQuantile);
  const models = having.map((i) => pointAt(space, reference, i));
  const own = await scoresOf(model, rows, signal);
  const answers = Array.from({ length: rows.rows }, (_, i) => answerOf(wanted, model, own, i));
  const boxes = boxesOf(subject, model, space, wanted, rows, options.boxes);
  return {
    answers,
    async recourseOf(i, random) {
      const row = takeRows(rows, [i]);
      const hunt = new Hunt(space, row, pointAt(space, row, 0), model, wanted, options.queries, signal);
      if (space.dimensions.every((dimension, j) => isMissing(dimension, hunt.own[j]!))) return nothing(hunt, 'every value that might change is missing in this row', null);
      await search(hunt, models, answers[i]!.margin, random);
      const verdict = boxes === null ? null : await prove(hunt, boxes, options);
      return conclude(hunt, near, verdict, options);
    },
    about: {
      wanted: wanted.kind === 'class' ? { class: wanted.name } : { better: wanted.better, target: wanted.target },
      ...spaceJson(space),
      neighbours: { rows: near.rows, nearest: near.neighbours, quantile: options.plausibleQuantile, limit: near.limit, ...(near.undefinedBecause === undefined ? {} : { undefinedBecause: near.undefinedBecause }) },
      proofs: boxes !== null,
    },
  };
}

function boxesOf({ model: about }: Subject, model: Predictor, space: Space, wanted: Wanted, rows: Table, most: number): Boxes | null {
  if (most === 0 || rows.rows === 0 || !hasTrees(model)) return null;
  const mapping = about.source === 'file' ? about.mapping : null;
  if (noBoxesBecause(model, space, mapping) !== null) return null;
  const needs = needsOf(model, wanted);
  return needs && { cells: treeCells(model, space, rows), needs };
}

/** The nearest change of all; and with what is left, the nearest that leaves one of its columns as it is. */
async function prove(hunt: Hunt, { cells, needs }: Boxes, { boxes, each }: CounterfactualOptions): Promise<Verdict> {
  if (!hasTrees(hunt.model)) throw new Error('boxes are made of trees');
  const nearest = new NearestBox(hunt, hunt.model, needs, cells);
  const verdict = await nearest.find(boxes);
  const best = hunt.best;
  let left = boxes - verdict.boxes;
  if (best === null || each === 1) return verdict;
  for (const [j] of hunt.space.dimensions.entries()) {
    if (left <= 0) break;
    if (changed(hunt.own, best.point, j)) left -= (await nearest.find(left, new Set([j]))).boxes;
  }
  return verdict;
}

/** Chooses among what was found and asks the model again about what was chosen, in its final form. */
async function conclude(hunt: Hunt, near: Neighbourhood, verdict: Verdict | null, options: CounterfactualOptions): Promise<Recourse> {
  let pool = options.plausibleOnly ? plausibleOnes(hunt, near) : hunt.found;
  if (hunt.found.length > 0 && pool.length === 0) return nothing(hunt, `${hunt.found.length} changes have the outcome, and none of them is plausible`, verdict);
  while (pool.length > 0) {
    const chosen = diverse(hunt.space, pool, options.each, options.diversity);
    const answers = await hunt.ask(chosen.map(({ point }) => point));
    const failed = new Set(chosen.filter((_, i) => !answers[i]!.reached));
    if (failed.size === 0) return { counterfactuals: described(hunt, near, chosen, answers, verdict), because: null, queries: hunt.queries, proof: proofOf(verdict) };
    // A runtime may round otherwise in another batch; what then lies on the other side of the decision is no counterfactual.
    pool = pool.filter((one) => !failed.has(one));
  }
  return nothing(hunt, reasonOf(hunt, verdict), verdict);
}

function plausibleOnes(hunt: Hunt, near: Neighbourhood): Found[] {
  const judged = near.judge(rowsAt(hunt.space, hunt.row, hunt.found.map(({ point }) => point)));
  return hunt.found.filter((_, i) => judged[i]?.plausible === true);
}

function described(hunt: Hunt, near: Neighbourhood, chosen: readonly Found[], answers: readonly Answer[], verdict: Verdict | null): Counterfactual[] {
  const { space, own } = hunt;
  const judged = near.judge(rowsAt(space, hunt.row, chosen.map(({ point }) => point)));
  return chosen.map(({ point, cost, engine }, i): Counterfactual => {
    if (!isAllowed(space, own, point) || changesOf(own, point) === 0) throw new Error(`a change was found that is not allowed: ${JSON.stringify(shownChanges(space, own, point))}`);
    const proven = verdict !== null && verdict.complete && cost <= verdict.bound + AS_GOOD_AS * space.dimensions.length;
    return { changes: shownChanges(space, own, point), output: answers[i]!.output, distance: distanceOf(space, own, point), cost, plausibility: judged[i]!, engine, proven };
  });
}

function nothing({ queries }: Hunt, because: string, verdict: Verdict | null): Recourse {
  return { counterfactuals: [], because, queries, proof: proofOf(verdict) };
}

function reasonOf({ queries }: Hunt, verdict: Verdict | null): string {
  if (verdict?.complete === true && verdict.bound === Infinity) return 'no change that is allowed has the outcome: the trees were searched to the end';
  return `none of the ${queries} changed rows that the model was asked about has the outcome`;
}

function proofOf(verdict: Verdict | null): Recourse['proof'] {
  return verdict && { complete: verdict.complete, bound: Number.isFinite(verdict.bound) ? verdict.bound : null, boxes: verdict.boxes };
}

