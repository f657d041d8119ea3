import { columnOf, shownRow, takeColumns } from '../data/select.js';
import { throwIfCancelled } from '../errors.js';
import type { Json, JsonObject } from '../json.js';
import { featureInfos } from '../method/changeRules.js';
import { choiceOfWork } from '../method/choice.js';
import { groupAxis, groupNames } from '../method/groups.js';
import { drawRows } from '../method/rows.js';
import type { Subject } from '../method/subject.js';
import type { MethodChoice, Task, TaskContext } from '../method/task.js';
import { indicesOf, modelFor } from '../method/taskInputs.js';
import { counterfactualMeasures, counterfactuals, type CounterfactualOptions } from './counterfactuals.js';
import { measuresByGroup } from './gapTests.js';
import type { RowMeasure } from './groupMeasures.js';
import { noModelBecause } from './needsModel.js';
import { wantedClass } from './recourse/outcome.js';
import { recourseScene, type Recourse } from './recourse/recourse.js';
import { frozenColumns } from './recourse/space.js';
import { rowTasks } from './rowTasks.js';
import { toResult, type ExplainabilityWork } from './work.js';

/** Rows of one task: each is asked about some thousand times. */
const TASK_ROWS = 10;

/** A row without the wanted outcome, and what would give it. */
export interface RecourseRow extends Recourse {
  readonly row: number;
  readonly groups: readonly (string | null)[];
  readonly x: JsonObject;
  readonly output: number;
}

interface Partial {
  /** The same in every task. */
  readonly about: JsonObject;
  readonly drawn: number;
  readonly rows: readonly RecourseRow[];
}

/** The rows that are drawn are those of the explainers of single rows that draw as many, so that reasons and ways out can be read side by side. */
export const counterfactualsWork: ExplainabilityWork = {
  id: counterfactuals.id,
  methods: [counterfactuals],
  measuresOf: () => counterfactualMeasures,
  questions(_, { options }) {
    const { rows, queries, background } = counterfactuals.options.parse(options);
    return rows * queries + background;
  },
  effort: { option: 'queries', least: 200 },
  lacking: (subject, choice) => noModelBecause(subject) ?? noOutcomeBecause(subject, optionsOf(choice)) ?? noChangeBecause(subject, optionsOf(choice)),
  tasks(subject, choices, random) {
    const { rows, background } = optionsOf(choiceOfWork('explainability', counterfactuals.id, choices));
    const draws = random.child('explainability');
    const options = { background: drawRows(subject, background, draws.child('background')) };
    return rowTasks(counterfactuals.id, drawRows(subject, rows, draws.child('rows')), TASK_ROWS, options);
  },
  async run(task, context): Promise<Json> {
    return (await partialOf(task, context)) as unknown as Json;
  },
  combine(partials, { subject, methods, random }) {
    const choice = choiceOfWork('explainability', counterfactuals.id, methods);
    const parts = partials as unknown as readonly Partial[];
    const rows = parts.flatMap((part) => part.rows);
    const drawn = parts.reduce((sum, part) => sum + part.drawn, 0);
    const counts = { drawn, reached: drawn - rows.length, proven: rows.filter(({ counterfactuals: [first] }) => first?.proven === true).length };
    const results = measuresByGroup(subject, rows, measures(rows, drawn, featureInfos(subject).length), optionsOf(choice), random.child(counterfactuals.id)).map((found) =>
      toResult(choice, found.measure === 'found' && found.attribute === undefined ? { ...found, counts: { ...found.counts, ...counts } } : found),
    );
    const about = { method: choice.method, version: choice.version, ...parts[0]?.about, protected: subject.protected, drawn, reached: counts.reached };
    return { results, artifacts: [{ name: `explainability/${counterfactuals.id}/rows`, body: { ...about, rows: rows as unknown as Json }, showsRows: true }] };
  },
};

async function partialOf(task: Task, context: TaskContext): Promise<Partial> {
  const { subject, data, random, signal } = context;
  const options = optionsOf(choiceOfWork('explainability', counterfactuals.id, context.methods));
  const model = modelFor(task, context);
  throwIfCancelled(signal);
  const indices = indicesOf(task);
  const table = await data.take(indices, [...new Set([...model.features, ...subject.protected])]);
  const own = takeColumns(table, model.features);
  const reference = await data.take(task.options['background'] as readonly number[], model.features);
  const scene = await recourseScene(subject, model, own, reference, options, signal);
  const groups = subject.protected.map((name) => groupNames(columnOf(table, name), groupAxis(subject, name)));
  const rows: RecourseRow[] = [];
  for (const [i, row] of indices.entries()) {
    throwIfCancelled(signal);
    const { reached, output } = scene.answers[i]!;
    if (!reached) rows.push({ row, groups: groups.map((values) => values[i]!), x: shownRow(own, i), output, ...(await scene.recourseOf(i, random.child(counterfactuals.id).child(row))) });
    context.progress(i + 1, indices.length);
  }
  return { about: scene.about, drawn: indices.length, rows };
}

function measures(rows: readonly RecourseRow[], drawn: number, features: number): RowMeasure<RecourseRow>[] {
  const noRow = rows.length === 0 ? `all ${drawn} rows drawn have the wanted outcome already` : 'none of the rows drawn without the outcome is in this group';
  const noneFound = rows.length === 0 ? noRow : 'no change with the wanted outcome was found for any of these rows';
  const mean = (id: string, range: readonly [number, number], of: (first: Recourse['counterfactuals'][number]) => number): RowMeasure<RecourseRow> => ({
    id,
    kind: 'mean',
    range,
    undefinedBecause: noneFound,
    of: ({ counterfactuals: [first] }) => (first === undefined ? null : of(first)),
  });
  return [
    { id: 'found', kind: 'share', range: [0, 1], undefinedBecause: noRow, of: ({ counterfactuals: found }) => (found.length > 0 ? 1 : 0) },
    mean('columnsChanged', [1, features], ({ changes }) => changes.length),
    mean('distance', [0, Infinity], ({ distance }) => distance),
    {
      id: 'plausible',
      kind: 'share',
      range: [0, 1],
      undefinedBecause: rows.some(({ counterfactuals: found }) => found.length > 0) ? 'too few reference rows have the outcome to tell what is near' : noneFound,
      of: ({ counterfactuals: [first] }) => (first?.plausibility == null ? null : first.plausibility.plausible ? 1 : 0),
    },
  ];
}

function optionsOf({ options }: MethodChoice): CounterfactualOptions {
  return counterfactuals.options.parse(options);
}

function noOutcomeBecause(subject: Subject, options: CounterfactualOptions): string | null {
  const { model, label } = subject;
  if (model.source !== 'file') return noModelBecause(subject);
  if (model.task === 'regression') {
    if (label.kind !== 'number') return 'the model answers a number and the label is a class, so no answer of the model is the wanted one';
    return label.favourable === null ? 'nobody says whether a higher or a lower number is favourable, so there is nothing to reach' : null;
  }
  const wanted = wantedClass(subject, options.class);
  if (wanted !== null && model.classes.includes(wanted)) return null;
  const which = wanted === null ? 'the label is a number, so no class is the favourable outcome' : `the favourable outcome "${wanted}" is none of the model's classes (${model.classes.map((name) => `"${name}"`).join(', ')})`;
  return `${which}; the option "class" can name one`;
}

function noChangeBecause(subject: Subject, options: CounterfactualOptions): string | null {
  const { frozen, changeable } = frozenColumns(subject, options);
  if (changeable.length > 0) return null;
  const kinds = [...new Set(frozen.map(({ because }) => because))];
  return `none of the model's ${frozen.length} features may change${kinds.length === 0 ? '' : ` (${kinds.join('; ')})`}`;
}
