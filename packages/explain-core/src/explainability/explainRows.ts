import { columnOf, shownRow, takeColumns, takeRows } from '../data/select.js';
import { throwIfCancelled } from '../errors.js';
import { groupAxis, groupNames } from '../method/groups.js';
import type { Task, TaskContext } from '../method/task.js';
import { indicesOf, modelFor } from '../method/taskInputs.js';
import { askFor, explainedClass } from './ask.js';
import type { Attribution, Explain, ExplainedRow, Judgement, JudgeScene, LocalExplainer, RowJudge, Scene, SeatedJudge } from './explainer.js';
import type { LocalOptions } from './options.js';

/** What the plan writes into a task of a local explainer: rows of the data by index. */
export interface LocalTaskOptions {
  readonly background: readonly number[];
  /** Of each judge that the plan names; null for one that has none of its own. */
  readonly judgeBackgrounds: Readonly<Record<string, readonly number[] | null>>;
}

/** What a task leaves. */
export interface LocalPartial {
  readonly explainer: string;
  readonly class: string;
  /** Rows of the data that stood in, as the plan drew them; the same in every task of an explainer. */
  readonly background: readonly number[];
  readonly rows: readonly ExplainedRow[];
  /** What judges found out before they saw a row, and what they know of every row, by judge. */
  readonly judges: Readonly<Record<string, Pick<SeatedJudge, 'about' | 'known'>>>;
}

/** A judge with its options. */
export interface Seat {
  readonly judge: RowJudge;
  readonly options: Parameters<RowJudge['prepare']>[1];
}

/** Explains the task's rows, each by its own draws, and has every judge look at each attribution. */
export async function explainRows(explainer: LocalExplainer, options: LocalOptions, seats: readonly Seat[], task: Task, context: TaskContext): Promise<LocalPartial> {
  const { subject, data, random, signal } = context;
  const model = modelFor(task, context);
  throwIfCancelled(signal);
  const indices = indicesOf(task);
  const { background, judgeBackgrounds } = task.options as unknown as LocalTaskOptions;
  const { features } = model;
  const className = explainedClass(subject, options.class);
  const rows = await data.take(indices, [...new Set([...features, ...subject.protected])]);
  const scene: Scene = { background: await data.take(background, features), ask: askFor(className, context), model, className, signal, random: random.child(explainer.id).child('shared') };
  const explain = await explainer.prepare(scene, options);
  const explainWith = ({ model: other = model, random: draws = scene.random }: Parameters<JudgeScene['explainWith']>[0]): Promise<Explain> =>
    explainer.prepare({ ...scene, model: other, ask: askFor(className, { model: other, signal }), random: draws }, options);
  const judges = await Promise.all(
    seats.map(async ({ judge, options: own }) => {
      const stand = await data.take(judgeBackgrounds[judge.id] ?? background, [...new Set([...features, ...subject.protected])]);
      return { id: judge.id, seated: await judge.prepare({ ...scene, random: random.child(judge.id).child('shared'), background: takeColumns(stand, features), people: takeColumns(stand, subject.protected), explain, explainWith, subject }, own) };
    }),
  );
  const groups = subject.protected.map((name) => groupNames(columnOf(rows, name), groupAxis(subject, name)));
  const own = takeColumns(rows, features);
  const attributions: Attribution[] = await explain(own, (i) => random.child(explainer.id).child(indices[i]!));
  const explained: ExplainedRow[] = [];
  try {
    for (const [i, row] of indices.entries()) {
      throwIfCancelled(signal);
      const one = takeRows(own, [i]);
      const found: [string, Judgement][] = [];
      for (const { id, seated } of judges) found.push([id, await seated.judge(attributions[i]!, one, random.child(id).child(row))]);
      const followed = found.flatMap(([id, { curves }]) => (curves === undefined ? [] : [[id, curves] as const]));
      const judged = Object.fromEntries(found.map(([id, { measures }]) => [id, measures]));
      explained.push({ row, groups: groups.map((values) => values[i]!), x: shownRow(own, i), ...attributions[i]!, judged, ...(followed.length === 0 ? {} : { followed: Object.fromEntries(followed) }) });
      context.progress(i + 1, indices.length);
    }
  } finally {
    for (const { seated } of judges) await seated.dispose?.();
  }
  return { explainer: explainer.id, class: className, background, rows: explained, judges: Object.fromEntries(judges.map(({ id, seated: { about, known } }) => [id, { ...(about && { about }), ...(known && { known }) }])) };
}
