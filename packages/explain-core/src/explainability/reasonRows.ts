import { shownRow, takeRows } from '../data/select.js';
import type { Table } from '../data/table.js';
import { throwIfCancelled } from '../errors.js';
import type { JsonObject } from '../json.js';
import { pairwiseSum } from '../numeric/sum.js';
import type { RandomStream } from '../random/stream.js';
import type { Attribution, Explain, Scene } from './explainer.js';
import type { ReasonCodeOptions } from './reasonCodes.js';
import { reasonsOf, type Reason } from './reasons.js';

/** A reason that was checked. */
export interface PrincipalReason extends Reason {
  /** Share of the redraws that name it among the reasons too; 1 where nothing was drawn. */
  readonly kept: number;
  /** The answer changes with this feature alone. */
  readonly moves: boolean;
  /** How much the score of the favourable class grows on average when this feature alone is another row's. */
  readonly effect: number;
}

/** Reasons of an unfavourable outcome, the weightiest first. */
export interface ReasonedRow {
  readonly row: number;
  readonly groups: readonly (string | null)[];
  readonly x: JsonObject;
  /** Score of the favourable class. */
  readonly score: number;
  readonly reasons: readonly PrincipalReason[];
  /** 0 where nothing was drawn. */
  readonly redraws: number;
  /** All redraws name the same set of reasons. */
  readonly isStable: boolean;
}

interface Telling {
  readonly scene: Omit<Scene, 'random'>;
  /** Rows whose values a reason's feature gets when it is checked. */
  readonly check: Table;
  readonly prepare: (shared: RandomStream) => Promise<Explain>;
  readonly random: RandomStream;
  /** The row's place in the data. */
  readonly rowOf: (at: number) => number;
  readonly options: ReasonCodeOptions;
  readonly progress: (done: number) => void;
}

/** On the scale of probabilities: models that compute in float32 answer a row of another call a little differently. */
const SAME = 1e-6;

/** Reasons of rows of the model's features, all of unfavourable outcome; `groups` are the caller's to fill in. */
export async function reasonRows(rows: Table, { scene, check, prepare, random, rowOf, options, progress }: Telling): Promise<Omit<ReasonedRow, 'groups'>[]> {
  if (rows.rows === 0) return [];
  const names = scene.background.columns.map(({ name }) => name);
  const draw = async (which: RandomStream, some: readonly number[]): Promise<Attribution[]> => (await prepare(which.child('shared')))(takeRows(rows, some), (i) => which.child(rowOf(some[i]!)));
  const namedBy = (attribution: Attribution, at: number): Reason[] =>
    reasonsOf(names, { ...attribution, x: shownRow(rows, at) })
      .filter(({ change }) => change < 0)
      .slice(0, options.reasons);
  const first = await draw(random, [...Array(rows.rows).keys()]);
  const drawn = first.flatMap(({ standardErrors }, at) => (standardErrors.some((error) => error > 0) ? [at] : []));
  const again: Attribution[][] = [];
  for (let r = 0; drawn.length > 0 && r < options.redraws; r++) again.push(await draw(random.child('redraw').child(r), drawn));
  const scores = await scene.ask(rows);
  const told: Omit<ReasonedRow, 'groups'>[] = [];
  for (const [at, attribution] of first.entries()) {
    throwIfCancelled(scene.signal);
    const named = namedBy(attribution, at);
    const place = drawn.indexOf(at);
    const others = place < 0 ? [] : again.map((attributions) => namedBy(attributions[place]!, at).map(({ feature }) => feature));
    const reasons: PrincipalReason[] = [];
    for (const reason of named) {
      const answers = await scene.ask(withValuesOf(takeRows(rows, [at]), check, reason.feature));
      const kept = others.length === 0 ? 1 : others.filter((features) => features.includes(reason.feature)).length / others.length;
      const moves = answers.some((answer) => Math.abs(answer - scores[at]!) > SAME);
      reasons.push({ ...reason, kept, moves, effect: moves ? pairwiseSum(answers) / answers.length - scores[at]! : 0 });
    }
    const isStable = others.every((features) => features.length === named.length && named.every(({ feature }) => features.includes(feature)));
    told.push({ row: rowOf(at), x: shownRow(rows, at), score: scores[at]!, reasons, redraws: others.length, isStable });
    progress(at + 1);
  }
  return told;
}

/** The row as often as there are others, one of its features theirs. */
function withValuesOf(row: Table, others: Table, feature: string): Table {
  const { columns } = takeRows(row, new Int32Array(others.rows));
  return { rows: others.rows, columns: columns.map((column) => (column.name === feature ? others.columns.find(({ name }) => name === feature)! : column)) };
}
