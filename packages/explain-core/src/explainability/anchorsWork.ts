import { columnOf, shownRow, takeColumns, takeRows } from '../data/select.js';
import { throwIfCancelled } from '../errors.js';
import type { Json, JsonObject } from '../json.js';
import { choiceOfWork } from '../method/choice.js';
import { groupAxis, groupNames } from '../method/groups.js';
import { drawRows } from '../method/rows.js';
import type { MethodChoice, Task, TaskContext } from '../method/task.js';
import { indicesOf, modelFor } from '../method/taskInputs.js';
import { decide } from '../models/decide.js';
import { wilson } from '../numeric/wilson.js';
import { anchorMeasures, anchors, type AnchorOptions } from './anchors.js';
import { measuresByGroup } from './gapTests.js';
import type { RowMeasure } from './groupMeasures.js';
import { noModelBecause, noProbabilityBecause } from './needsModel.js';
import { scoresOf } from './recourse/outcome.js';
import { bestRule } from './rules/beam.js';
import { candidatesOf, type Condition } from './rules/conditions.js';
import { RuleDraws } from './rules/draws.js';
import { rowTasks } from './rowTasks.js';
import { toResult, type ExplainabilityWork } from './work.js';

/** Rows of one task: each is asked about some ten thousand times. */
const TASK_ROWS = 5;

interface Share {
  readonly value: number;
  readonly n: number;
  readonly lower: number;
  readonly upper: number;
}

/** A row and the rule that anchors its decision. */
export interface AnchoredRow {
  readonly row: number;
  readonly groups: readonly (string | null)[];
  readonly x: JsonObject;
  readonly decision: string;
  readonly output: number;
  readonly rule: readonly Condition[];
  readonly reached: boolean;
  readonly precision: Share;
  readonly coverage: Share;
  readonly surely: { readonly lower: number; readonly upper: number };
  readonly rules: number;
  readonly queries: number;
  readonly cut: boolean;
}

/** The same rows for every method that draws as many, so that rules can be read beside other explanations. */
export const anchorsWork: ExplainabilityWork = {
  id: anchors.id,
  methods: [anchors],
  measuresOf: () => anchorMeasures,
  questions(_, { options }) {
    const { rows, queries, samples } = anchors.options.parse(options);
    return rows * (queries + samples);
  },
  effort: { option: 'queries', least: 5000 },
  lacking: (subject) => noModelBecause(subject) ?? noProbabilityBecause(subject),
  tasks(subject, choices, random) {
    const { rows, background } = optionsOf(choiceOfWork('explainability', anchors.id, choices));
    const draws = random.child('explainability');
    const options = { background: drawRows(subject, background, draws.child('background')) };
    return rowTasks(anchors.id, drawRows(subject, rows, draws.child('rows')), TASK_ROWS, options);
  },
  async run(task, context): Promise<Json> {
    return (await anchoredRows(task, context)) as unknown as Json;
  },
  combine(partials, { subject, methods, random }) {
    const choice = choiceOfWork('explainability', anchors.id, methods);
    const options = optionsOf(choice);
    const rows = (partials as unknown as readonly (readonly AnchoredRow[])[]).flat();
    const { precision, confidence } = options;
    const body = { method: choice.method, version: choice.version, precision, confidence, background: rows[0]?.coverage.n ?? 0, protected: subject.protected, rows: rows as unknown as Json };
    return {
      results: measuresByGroup(subject, rows, measures(rows, options), options, random.child(anchors.id)).map((found) => toResult(choice, found)),
      artifacts: [{ name: `explainability/${anchors.id}/rows`, body, showsRows: true }],
    };
  },
};

async function anchoredRows(task: Task, context: TaskContext): Promise<AnchoredRow[]> {
  const { subject, data, random, signal } = context;
  const options = optionsOf(choiceOfWork('explainability', anchors.id, context.methods));
  const model = modelFor(task, context);
  throwIfCancelled(signal);
  const indices = indicesOf(task);
  const table = await data.take(indices, [...new Set([...model.features, ...subject.protected])]);
  const own = takeColumns(table, model.features);
  const background = await data.take(task.options['background'] as readonly number[], model.features);
  const groups = subject.protected.map((name) => groupNames(columnOf(table, name), groupAxis(subject, name)));
  const scores = await scoresOf(model, own, signal);
  const anchored: AnchoredRow[] = [];
  for (const [i, row] of indices.entries()) {
    throwIfCancelled(signal);
    const one = takeRows(own, [i]);
    const decision = decide(model, scores, i);
    const candidates = candidatesOf(one, background);
    const draws = new RuleDraws(background, one, candidates, model, decision, random.child(anchors.id).child(row), signal);
    const { arm, reached, bounds, rules, cut } = await bestRule(draws, candidates, background.rows, { ...options, delta: 1 - options.confidence });
    const same = await draws.fresh(arm, options.samples);
    anchored.push({
      row,
      groups: groups.map((values) => values[i]!),
      x: shownRow(own, i),
      decision: model.classes[decision]!,
      output: scores.values[i * scores.columns + decision]!,
      rule: arm.conditions.map((c) => ({ column: candidates[c]!.column, is: candidates[c]!.is, value: candidates[c]!.value })),
      reached,
      precision: shareOf(same, options.samples, options.level),
      coverage: shareOf(arm.matches.length, background.rows, options.level),
      surely: bounds,
      rules,
      queries: draws.queries,
      cut,
    });
    context.progress(i + 1, indices.length);
  }
  return anchored;
}

function shareOf(successes: number, n: number, level: number): Share {
  const { lower, upper } = wilson(successes, n, level);
  return { value: successes / n, n, lower, upper };
}

function measures(rows: readonly AnchoredRow[], { maxLength }: AnchorOptions): RowMeasure<AnchoredRow>[] {
  const noRow = rows.length === 0 ? 'no row was explained' : 'none of the explained rows is in this group';
  const mean = (id: string, range: readonly [number, number], of: (row: AnchoredRow) => number): RowMeasure<AnchoredRow> => ({
    id,
    kind: 'mean',
    range,
    undefinedBecause: rows.length === 0 ? noRow : 'no rule that surely reaches the precision was found for any of these rows',
    of: (row) => (row.reached ? of(row) : null),
  });
  return [
    { id: 'found', kind: 'share', range: [0, 1], undefinedBecause: noRow, of: ({ reached }) => (reached ? 1 : 0) },
    mean('coverage', [0, 1], ({ coverage }) => coverage.value),
    mean('conditions', [0, maxLength], ({ rule }) => rule.length),
    mean('precision', [0, 1], ({ precision }) => precision.value),
  ];
}

function optionsOf({ options }: MethodChoice): AnchorOptions {
  return anchors.options.parse(options);
}
