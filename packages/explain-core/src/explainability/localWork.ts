import type { Json, JsonObject } from '../json.js';
import { choiceFor, choiceOfWork, leftOutBecause } from '../method/choice.js';
import { drawRows } from '../method/rows.js';
import type { Subject } from '../method/subject.js';
import type { MethodChoice } from '../method/task.js';
import { explainedClass } from './ask.js';
import type { JudgeOptions, LocalExplainer, RowJudge } from './explainer.js';
import { explainRows, type LocalPartial, type LocalTaskOptions, type Seat } from './explainRows.js';
import { followedCurves } from './followed.js';
import { noClassBecause, noModelBecause, noProbabilityBecause } from './needsModel.js';
import type { LocalOptions } from './options.js';
import { judges, localExplainers } from './registry.js';
import { rowTasks } from './rowTasks.js';
import { attributionMeasures, commonMeasures, judgeSummaries } from './summaries.js';
import { featuresOf } from './wholeModel.js';
import { toResult, type ExplainabilityWork } from './work.js';

/** Rows explained in one task: some seconds of a slow model, few enough to share among workers. More where what is drawn, and asked about, serves all rows of a task. */
const TASK_ROWS = 10;
const SHARING_TASK_ROWS = 20;

export function taskRowsOf<O>(explainer: Pick<LocalExplainer<O>, 'sharesDraws'>, options: O): number {
  return explainer.sharesDraws?.(options) === true ? SHARING_TASK_ROWS : TASK_ROWS;
}

/** An explainer of single rows gets tasks of its own rows; whatever judges explanations does so in those same tasks, since what it judges is there. */
export function localWork(explainer: LocalExplainer): ExplainabilityWork {
  return {
    id: explainer.id,
    methods: [explainer, ...judges],
    measuresOf: (method) => (method === explainer.id ? [...commonMeasures, ...explainer.measures] : judges.find(({ id }) => id === method)!.judged.map(({ id }) => id)),
    questions(subject, { options }) {
      const asked = options as unknown as LocalOptions;
      return asked.rows * explainer.questions(asked, featuresOf(subject).length);
    },
    ...(explainer.effort ? { effort: explainer.effort } : {}),
    lacking(subject, choice, all) {
      if (choice.method === explainer.id) return cannotExplain(explainer, subject, choice);
      const because = judges.find(({ id }) => id === choice.method)!.lacking?.(subject) ?? null;
      if (because !== null) return because;
      const own = choiceFor('explainability', explainer.id, all);
      return own === null ? nothingToJudge(subject, all) : cannotExplain(explainer, subject, own);
    },
    tasks(subject, choices, random) {
      const { options } = choiceOfWork('explainability', explainer.id, choices);
      const { rows, background } = options as unknown as LocalOptions;
      const draws = random.child('explainability');
      // The same rows and background for all that ask for as many, so that explanations can be compared row by row.
      const explained = drawRows(subject, rows, draws.child('rows'));
      const taskOptions: LocalTaskOptions = {
        background: drawRows(subject, background, draws.child('background')),
        judgeBackgrounds: Object.fromEntries(seatsOf(choices).map(({ judge, options: own }) => [judge.id, own.background === undefined ? null : drawRows(subject, own.background, draws.child(judge.id).child('background'))])),
      };
      return rowTasks(explainer.id, explained, taskRowsOf(explainer, options), taskOptions as unknown as JsonObject);
    },
    async run(task, context): Promise<Json> {
      const { options } = choiceOfWork('explainability', explainer.id, context.methods);
      const { judgeBackgrounds } = task.options as unknown as LocalTaskOptions;
      const seats = seatsOf(context.methods).filter(({ judge }) => judge.id in judgeBackgrounds);
      return (await explainRows(explainer, options as unknown as LocalOptions, seats, task, context)) as unknown as Json;
    },
    combine(partials, { subject, methods }) {
      const choice = choiceOfWork('explainability', explainer.id, methods);
      const parts = partials as unknown as readonly LocalPartial[];
      const rows = parts.flatMap((partial) => partial.rows);
      const options = choice.options as unknown as LocalOptions;
      const features = subject.model.source === 'file' ? subject.model.features : [];
      const about = explainedClass(subject, options.class);
      const measured = [...attributionMeasures(features, rows, options.level, explainer.sharesDraws?.(options) ?? false), ...explainer.diagnostics(rows, options)];
      const judged = seatsOf(methods).flatMap(({ judge, options: own }) =>
        judgeSummaries(subject, rows, judge, own, parts[0]?.judges[judge.id]?.known ?? {}).map((found) => toResult(choiceOfWork('explainability', judge.id, methods), found, { explainer: explainer.id })),
      );
      return {
        results: [...measured.map((found) => toResult(choice, found, { class: about })), ...judged],
        artifacts: [
          ...seatsOf(methods).flatMap(({ judge, options: own }) => followedCurves(subject, rows, choiceOfWork('explainability', judge.id, methods), own, { explainer: explainer.id, class: about, ...parts[0]?.judges[judge.id]?.about })),
          {
            name: `explainability/${explainer.id}/attributions`,
            body: { method: choice.method, version: choice.version, class: about, unit: unitOf(explainer, subject, choice.options), features, protected: subject.protected, background: parts[0]?.background ?? [], rows: rows.map(({ followed: _, ...row }) => row) as unknown as Json },
            showsRows: true,
          },
        ],
      };
    },
  };
}

/** Explainers of the plan that can explain the subject. */
export function explaining(subject: Subject, all: readonly MethodChoice[]): LocalExplainer[] {
  return localExplainers.filter((explainer) => {
    const choice = choiceFor('explainability', explainer.id, all);
    return choice !== null && cannotExplain(explainer, subject, choice) === null;
  });
}

/** What the numbers of an explainer are of: a probability, a regression's value, or the margin that the model's link makes either of. */
function unitOf(explainer: LocalExplainer, subject: Subject, options: unknown): 'probability' | 'value' | 'margin' {
  if (explainer.explainsMargin?.(subject, options) === true) return 'margin';
  return subject.model.source === 'file' && subject.model.task === 'regression' ? 'value' : 'probability';
}

function cannotExplain(explainer: LocalExplainer, subject: Subject, choice: MethodChoice): string | null {
  const { options } = choice;
  return (
    leftOutBecause(choice) ??
    noModelBecause(subject) ??
    // A share of a number is one thing; what is written for probabilities is another.
    (explainer.explainsNumbers && subject.label.kind === 'number' ? null : noProbabilityBecause(subject)) ??
    noClassBecause(subject, (options as unknown as LocalOptions).class) ??
    explainer.lacking?.(subject, options) ??
    null
  );
}

/** Why a judge has no work with an explainer that the plan does not name: what hinders the first that it does name, if anything. */
export function nothingToJudge(subject: Subject, all: readonly MethodChoice[]): string {
  const named = localExplainers.find(({ id }) => choiceFor('explainability', id, all) !== null);
  const because = named && cannotExplain(named as LocalExplainer, subject, choiceFor('explainability', named.id, all)!);
  return noModelBecause(subject) ?? because ?? `the plan names no explainer of single rows (${localExplainers.map(({ id }) => id).join(', ')}) for it to judge`;
}

/** The judges of the plan, with their options. */
export function seatsOf(choices: readonly MethodChoice[]): Seat[] {
  return judges.flatMap((judge) => {
    const choice = choiceFor('explainability', judge.id, choices);
    return choice === null ? [] : [{ judge: judge as unknown as RowJudge, options: judge.options.parse(choice.options) as JudgeOptions }];
  });
}
