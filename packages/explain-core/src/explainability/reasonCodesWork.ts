import { columnOf, takeColumns, takeRows } from '../data/select.js';
import { throwIfCancelled } from '../errors.js';
import type { Json, JsonObject } from '../json.js';
import { choiceOfWork } from '../method/choice.js';
import { groupAxis, groupNames } from '../method/groups.js';
import { drawRows } from '../method/rows.js';
import { classLabelOf, type Subject } from '../method/subject.js';
import type { MethodChoice } from '../method/task.js';
import { indicesOf, modelFor } from '../method/taskInputs.js';
import { decide } from '../models/decide.js';
import { askFor } from './ask.js';
import type { LocalExplainer, Measurement } from './explainer.js';
import { adjusted, gapDealings, testedGaps } from './gapTests.js';
import { groupedMeasure, type RowMeasure } from './groupMeasures.js';
import { noModelBecause } from './needsModel.js';
import type { LocalOptions } from './options.js';
import { reasonCodeMeasures, reasonCodes, reasonExplainers, type ReasonCodeOptions } from './reasonCodes.js';
import { reasonRows, type PrincipalReason, type ReasonedRow } from './reasonRows.js';
import { localExplainers } from './registry.js';
import { rowTasks } from './rowTasks.js';
import { featuresOf } from './wholeModel.js';
import { toResult, type ExplainabilityWork } from './work.js';

const TASK_ROWS = 25;

interface TaskOptions {
  readonly background: readonly number[];
  readonly check: readonly number[];
}

interface Partial {
  readonly rows: readonly ReasonedRow[];
}

export const reasonCodesWork: ExplainabilityWork = {
  id: reasonCodes.id,
  methods: [reasonCodes],
  measuresOf: () => reasonCodeMeasures,
  questions(subject, { options }) {
    const asked = reasonCodes.options.parse(options);
    const { explainer, settings } = tellerOf(subject, asked)!;
    return asked.rows * ((1 + asked.redraws) * explainer.questions(settings, featuresOf(subject).length) + asked.reasons * asked.background);
  },
  lacking: (subject, { options }) => noModelBecause(subject) ?? noOutcomeBecause(subject) ?? noExplainerBecause(subject, reasonCodes.options.parse(options)),
  tasks(subject, choices, random) {
    const options = optionsOf(choices);
    const draws = random.child('explainability');
    const { settings } = tellerOf(subject, options)!;
    const taskOptions: TaskOptions = { background: drawRows(subject, settings.background, draws.child('background')), check: drawRows(subject, options.background, draws.child(reasonCodes.id).child('background')) };
    return rowTasks(reasonCodes.id, drawRows(subject, options.rows, draws.child('rows')), TASK_ROWS, taskOptions as unknown as JsonObject);
  },
  async run(task, context): Promise<Json> {
    const { subject, data, signal } = context;
    const options = optionsOf(context.methods);
    const model = modelFor(task, context);
    const { favourable } = classLabelOf(subject);
    const { explainer, settings } = tellerOf(subject, options)!;
    const { background, check } = task.options as unknown as TaskOptions;
    const indices = indicesOf(task);
    throwIfCancelled(signal);
    const rows = await data.take(indices, [...new Set([...model.features, ...subject.protected])]);
    const scores = await model.predict(takeColumns(rows, model.features), signal);
    const unfavourable = Array.from(indices.keys()).filter((i) => model.classes[decide(model, scores, i)] !== favourable);
    const groups = subject.protected.map((name) => groupNames(columnOf(rows, name), groupAxis(subject, name)));
    const scene = { background: await data.take(background, model.features), ask: askFor(favourable, context), model, className: favourable, signal };
    const told = await reasonRows(takeRows(takeColumns(rows, model.features), unfavourable), {
      scene,
      check: await data.take(check, model.features),
      prepare: (random) => explainer.prepare({ ...scene, random }, settings),
      random: context.random.child(reasonCodes.id),
      rowOf: (at) => indices[unfavourable[at]!]!,
      options,
      progress: (done) => context.progress(done, unfavourable.length),
    });
    return { rows: told.map((row, at): ReasonedRow => ({ ...row, groups: groups.map((names) => names[unfavourable[at]!]!) })) } satisfies Partial as unknown as Json;
  },
  combine(partials, { subject, methods, random }) {
    const choice = choiceOfWork('explainability', reasonCodes.id, methods);
    const options = optionsOf(methods);
    const { explainer } = tellerOf(subject, options)!;
    const rows = (partials as unknown as readonly Partial[]).flatMap((partial) => partial.rows);
    const drawn = Math.min(options.rows, subject.dataset.rows);
    const { favourable } = classLabelOf(subject);
    const about = { method: choice.method, version: choice.version, class: favourable, explainer: explainer.id };
    const features = featuresOf(subject).flatMap((feature) => {
      const own = rows.filter(({ reasons }) => reasons.some((reason) => reason.feature === feature)).length;
      return own === 0 ? [] : [{ feature, rows: own, first: rows.filter(({ reasons }) => reasons[0]?.feature === feature).length }];
    });
    return {
      results: measured(subject, rows, features.map(({ feature }) => feature), options, gapDealings(random.child(reasonCodes.id))).map((found) => toResult(choice, found, { class: favourable, explainer: explainer.id })),
      artifacts: [
        { name: `explainability/${reasonCodes.id}/frequencies`, body: { ...about, because: explainer.chosenBecause(subject) ?? 'the plan asks for it', drawn, unfavourable: rows.length, withoutReasons: rows.filter(({ reasons }) => reasons.length === 0).length, reasons: options.reasons, features } },
        { name: `explainability/${reasonCodes.id}/rows`, body: { ...about, protected: subject.protected, rows: rows as unknown as Json }, showsRows: true },
      ],
    };
  },
};

const NONE = 'the model decides all drawn rows favourably';

function measured(subject: Subject, rows: readonly ReasonedRow[], features: readonly string[], options: ReasonCodeOptions, dealt: ReturnType<typeof gapDealings>): Measurement[] {
  const share = (id: string, undefinedBecause: string, of: (row: ReasonedRow) => boolean | null): RowMeasure<ReasonedRow> => ({
    id,
    kind: 'share',
    range: [0, 1],
    undefinedBecause,
    of(row) {
      const holds = of(row);
      return holds === null ? null : Number(holds);
    },
  });
  const ofReasons = (id: string, holds: (reason: PrincipalReason) => boolean): Measurement =>
    overall(share(id, 'no drawn row of unfavourable outcome has a reason', ({ reasons }) => (reasons.length === 0 ? null : reasons.every(holds))));
  const overall = (measure: RowMeasure<ReasonedRow>): Measurement => groupedMeasure({ ...subject, protected: [] }, rows, measure, options)[0]!;
  const frequencies = features.map((feature) => ({ feature, measure: share('frequency', NONE, ({ reasons }) => reasons.some((reason) => reason.feature === feature)) }));
  const stable = share('stable', NONE, ({ isStable }) => isStable);
  const gaps = frequencies.flatMap(({ feature, measure }) => testedGaps(subject, rows, measure, options, dealt).map((tested) => ({ ...tested, feature })));
  const isExact = rows.length > 0 && rows.every(({ redraws }) => redraws === 0);
  return [
    ...(features.length === 0 ? [overall(share('frequency', NONE, () => false))] : []),
    ...frequencies.flatMap(({ feature, measure }) => groupedMeasure(subject, rows, measure, options).map((found): Measurement => ({ ...found, feature }))),
    ...adjusted(gaps).map(({ gap, feature }): Measurement => ({ ...gap, feature })),
    ...(isExact ? [{ measure: 'stable', estimate: { value: 1, n: rows.length, exact: 'nothing was drawn that could have been drawn otherwise' } }] : groupedMeasure(subject, rows, stable, options)),
    ofReasons('used', ({ moves }) => moves),
    ofReasons('raises', ({ effect }) => effect > 0),
  ];
}

function optionsOf(choices: readonly MethodChoice[]): ReasonCodeOptions {
  return reasonCodes.options.parse(choiceOfWork('explainability', reasonCodes.id, choices).options);
}

/** Who tells the reasons, and with which options; null where nobody can. */
function tellerOf(subject: Subject, { explainer: asked }: ReasonCodeOptions): { readonly explainer: LocalExplainer; readonly settings: LocalOptions } | null {
  const { favourable } = classLabelOf(subject);
  for (const id of asked === undefined ? reasonExplainers : [asked]) {
    const explainer = localExplainers.find((one) => one.id === id)!;
    const settings = explainer.options.parse({ class: favourable }) as LocalOptions;
    if ((explainer.lacking?.(subject, settings) ?? null) === null && (asked !== undefined || explainer.chosenBecause(subject) !== null)) return { explainer, settings };
  }
  return null;
}

function noOutcomeBecause({ label, model }: Subject): string | null {
  if (label.kind === 'number' || model.source !== 'file' || model.task === 'regression') return 'a number is no outcome that could be unfavourable; reasons are told of decisions';
  return model.classes.includes(label.favourable) ? null : `the favourable label "${label.favourable}" is none of the model's classes (${model.classes.map((name) => `"${name}"`).join(', ')})`;
}

function noExplainerBecause(subject: Subject, options: ReasonCodeOptions): string | null {
  return tellerOf(subject, options) === null ? `${options.explainer} cannot explain this model` : null;
}
