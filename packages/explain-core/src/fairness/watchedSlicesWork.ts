import { columnOf } from '../data/select.js';
import { ExplainError, throwIfCancelled } from '../errors.js';
import type { Json } from '../json.js';
import { choiceOfWork } from '../method/choice.js';
import { ranges } from '../method/rows.js';
import { classLabelOf, type Subject } from '../method/subject.js';
import type { MethodChoice, Task, TaskContext } from '../method/task.js';
import { decisionsOf } from './decisions.js';
import { cubeAxes } from './outcomeCube.js';
import { positions } from './readOutcomes.js';
import { columnsOf, fulfilled, unfitBecause } from './slices/condition.js';
import { addOutcomes, noOutcomes, watchedOutcome, type SliceOutcomes, type WatchedPartial } from './slices/watchedOutcome.js';
import { watchedSlices, type WatchedSlicesOptions } from './watchedSlices.js';
import type { FairnessWork } from './work.js';

const MOST_TASKS = 64;
/** Rows read, and given to the model, at once. */
const BATCH_ROWS = 8192;

export const watchedSlicesWork: FairnessWork = {
  id: watchedSlices.id,
  methods: [watchedSlices],

  lacking(subject, choice) {
    if (optionsOf(choice).slices.length === 0) return 'the plan names no slice to watch';
    if (subject.label.kind === 'number' || (subject.model.source === 'file' && subject.model.task === 'regression')) return 'the model predicts a number, and watching is about decisions for classes';
    return null;
  },

  tasks(subject, choices) {
    return choices.flatMap((choice) => {
      checkSlices(subject, optionsOf(choice));
      return ranges(subject.dataset.rows, MOST_TASKS).map((rows, i): Task => ({ key: `fairness/${choice.method}/${i}`, pillar: 'fairness', work: choice.method, rows, options: {} }));
    });
  },

  async run(task, context): Promise<Json> {
    return (await countSlices(task, context)) as unknown as Json;
  },

  combine(partials, { subject, methods }) {
    const choice = choiceOfWork('fairness', watchedSlices.id, methods);
    return watchedOutcome(choice, optionsOf(choice), subject, partials as unknown as readonly WatchedPartial[]);
  },
};

function optionsOf({ options }: MethodChoice): WatchedSlicesOptions {
  return watchedSlices.options.parse(options);
}

function checkSlices({ dataset }: Subject, { slices }: WatchedSlicesOptions): void {
  for (const { name, conditions } of slices) {
    const because = unfitBecause(conditions, dataset.columns);
    if (because !== null) throw new ExplainError('BAD_OPTIONS', `The slice "${name}" cannot be watched in these data. ${because}`);
  }
}

async function countSlices(task: Task, context: TaskContext): Promise<WatchedPartial> {
  const { rows, key } = task;
  if (rows.kind !== 'range') throw new ExplainError('BAD_PLAN', `Task ${key} needs a range of rows, got ${rows.kind}.`);
  const { subject, data, signal } = context;
  const { slices } = optionsOf(choiceOfWork('fairness', task.work, context.methods));
  const label = classLabelOf(subject);
  const axes = cubeAxes(subject);
  const favourable = axes.predicted.indexOf(label.favourable);
  const asked = subject.model.source === 'file' ? subject.model.features : [subject.model.prediction];
  const columns = [...new Set([...slices.flatMap(({ conditions }) => columnsOf(conditions)), label.column, ...asked])];
  let overall = noOutcomes;
  const bySlice: SliceOutcomes[] = slices.map(() => noOutcomes);
  for (let from = rows.from; from < rows.to; from += BATCH_ROWS) {
    throwIfCancelled(signal);
    const to = Math.min(rows.to, from + BATCH_ROWS);
    const table = await data.read(from, to, columns);
    const decisions = await decisionsOf(task, context, table, (i) => from + i);
    const labels = positions(columnOf(table, label.column), axes.labels, 'BAD_DATA', 'Label');
    const outcomesOf = (members: Uint8Array | null): SliceOutcomes => {
      const counts = { rows: 0, selected: 0, labelled: 0, wrong: 0 };
      for (let i = 0; i < table.rows; i++) {
        if (members !== null && members[i] === 0) continue;
        counts.rows++;
        if (decisions[i] === favourable) counts.selected++;
        if (labels[i] < 0) continue;
        counts.labelled++;
        if (axes.predicted[decisions[i]] !== axes.labels[labels[i]]) counts.wrong++;
      }
      return counts;
    };
    overall = addOutcomes(overall, outcomesOf(null));
    slices.forEach(({ conditions }, s) => (bySlice[s] = addOutcomes(bySlice[s], outcomesOf(fulfilled(conditions, table)))));
    context.progress(to - rows.from, rows.to - rows.from);
  }
  return { overall, slices: bySlice };
}
