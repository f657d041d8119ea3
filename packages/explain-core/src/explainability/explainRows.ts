import { asStrings, columnOf, takeColumns, takeRows } from '../data/select.js';
import type { Table } from '../data/table.js';
import { ExplainError, throwIfCancelled } from '../errors.js';
import type { JsonObject } from '../json.js';
import { choiceFor } from '../method/choice.js';
import { groupAxis, groupNames } from '../method/groups.js';
import type { Task, TaskContext } from '../method/task.js';
import { indicesOf, modelFor } from '../method/taskInputs.js';
import { askFor, explainedClass } from './ask.js';
import type { ExplainedRow, LocalExplainer } from './explainer.js';
import { faithfulness, faithfulnessOf } from './faithfulness.js';
import { rowGame } from './game.js';
import type { LocalOptions } from './options.js';

/** What the plan writes into a task of a local explainer: rows of the data by index. */
export interface LocalTaskOptions {
  readonly background: readonly number[];
  /** Null when faithfulness is not asked for. */
  readonly faithfulnessBackground: readonly number[] | null;
}

/** What a task leaves. */
export interface LocalPartial {
  /** Rows of the data that stood in, as the plan drew them; the same in every task of an explainer. */
  readonly background: readonly number[];
  readonly rows: readonly ExplainedRow[];
}

/** Explains the task's rows one by one, each by its own draws, and judges each attribution where the plan asks for it. */
export async function explainRows(explainer: LocalExplainer, options: LocalOptions, task: Task, context: TaskContext): Promise<LocalPartial> {
  const { subject, data, random, signal } = context;
  const model = modelFor(task, context);
  throwIfCancelled(signal);
  const indices = indicesOf(task);
  const { background, faithfulnessBackground } = task.options as unknown as LocalTaskOptions;
  const ask = askFor(explainedClass(subject, options.class), context);
  const { features } = model;
  const rows = await data.take(indices, [...new Set([...features, ...subject.protected])]);
  const explain = await explainer.prepare(await data.take(background, features), ask, options);
  const judge = faithfulnessBackground === null ? null : { background: await data.take(faithfulnessBackground, features), options: faithfulnessOptions(context) };
  const groups = subject.protected.map((name) => groupNames(columnOf(rows, name), groupAxis(subject, name)));
  const explained: ExplainedRow[] = [];
  for (const [i, row] of indices.entries()) {
    const own = takeRows(takeColumns(rows, features), [i]);
    const attribution = await explain(own, random.child(explainer.id).child(row));
    const faithful = judge === null ? null : await faithfulnessOf(attribution, rowGame(own, judge.background, ask), judge.options, random.child(faithfulness.id).child(row));
    explained.push({ row, groups: groups.map((values) => values[i]), x: shown(own), ...attribution, faithfulness: faithful });
    context.progress(i + 1, indices.length);
  }
  return { background, rows: explained };
}

function faithfulnessOptions({ methods }: TaskContext) {
  const choice = choiceFor('explainability', faithfulness.id, methods);
  if (choice === null) throw new ExplainError('BAD_PLAN', 'A task asks for faithfulness, but the plan does not name it.');
  return faithfulness.options.parse(choice.options);
}

/** The values of a table of one row: numbers as numbers, words as words, missing as null. */
function shown({ columns }: Table): JsonObject {
  return Object.fromEntries(columns.map((column) => [column.name, column.kind === 'number' && !Number.isNaN(column.values[0]) ? column.values[0] : asStrings(column)[0]]));
}
