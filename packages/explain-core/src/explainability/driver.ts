import { ExplainError } from '../errors.js';
import type { Json, JsonObject } from '../json.js';
import { choiceFor, choiceOfWork } from '../method/choice.js';
import type { Outcome, Result } from '../method/result.js';
import { drawRows, pieces } from '../method/rows.js';
import type { Subject } from '../method/subject.js';
import type { Driver, MethodChoice, Task } from '../method/task.js';
import { notEstimable } from '../numeric/estimate.js';
import type { RandomStream } from '../random/stream.js';
import { explainedClass } from './ask.js';
import type { LocalExplainer, Measurement } from './explainer.js';
import { explainRows, type LocalPartial, type LocalTaskOptions } from './explainRows.js';
import { faithfulness } from './faithfulness.js';
import { kernelShap } from './kernelShap.js';
import type { LocalOptions } from './options.js';
import { importances, permutationImportance, type ImportancePartial, type ImportanceTaskOptions } from './permutationImportance.js';
import { explainabilityMethods, localExplainers } from './registry.js';
import { attributionMeasures, commonMeasures, faithfulnessMeasures, faithfulnessSummaries } from './summaries.js';

/** Rows explained in one task: some seconds of a slow model, few enough to share among workers. */
const TASK_ROWS = 10;
/** Tasks that permutation importance is cut into: each asks about the unshuffled rows once more, and each writes its rows into the plan. */
const IMPORTANCE_TASKS = 4;

/**
 * Explainers of single rows get tasks of their own rows; faithfulness is measured in those same tasks, since what it judges is there;
 * permutation importance gets tasks of features.
 */
export const explainability: Driver = {
  pillar: 'explainability',
  methods: explainabilityMethods,
  defaults: () => explainabilityMethods.map(({ id }) => ({ method: id })),
  tasks: (subject, methods, random) =>
    methods.flatMap((choice) => {
      checkClass(subject, choice);
      if (choice.method === faithfulness.id || unmetBecause(subject, choice, methods) !== null) return [];
      return choice.method === permutationImportance.id ? importanceTasks(subject, choice, random) : localTasks(subject, choice, methods, random);
    }),
  async run(task, context): Promise<Json> {
    const choice = choiceOfWork('explainability', task.work, context.methods);
    const explainer = explainerOf(choice);
    if (explainer) return (await explainRows(explainer, choice.options as unknown as LocalOptions, task, context)) as unknown as Json;
    return (await importances(permutationImportance.options.parse(choice.options), task, context)) as unknown as Json;
  },
  combine(work, partials, { subject, methods }): Outcome {
    if (work === null) return { results: methods.flatMap((choice) => unmetResults(subject, choice, methods)), artifacts: [] };
    const choice = choiceOfWork('explainability', work, methods);
    const explainer = explainerOf(choice);
    if (explainer) return localOutcome(explainer, choice, subject, methods, partials as unknown as readonly LocalPartial[]);
    const features = (partials as unknown as readonly ImportancePartial[]).flatMap((partial) => partial.features);
    return { results: features.map((found) => toResult(choice, { measure: 'importance', ...found })), artifacts: [] };
  },
};

function localTasks(subject: Subject, choice: MethodChoice, methods: readonly MethodChoice[], random: RandomStream): Task[] {
  const { rows, background } = choice.options as unknown as LocalOptions;
  const judge = judgeOf(subject, methods);
  const draws = random.child('explainability');
  // The same rows and background for all that ask for as many, so that explanations can be compared row by row.
  const explained = drawRows(subject, rows, draws.child('rows'));
  const options: LocalTaskOptions = {
    background: drawRows(subject, background, draws.child('background')),
    faithfulnessBackground: judge === null ? null : drawRows(subject, faithfulness.options.parse(judge.options).background, draws.child(faithfulness.id).child('background')),
  };
  return pieces(explained, TASK_ROWS).map((indices, number) => taskOf(choice, number, indices, options as unknown as JsonObject));
}

function importanceTasks(subject: Subject, choice: MethodChoice, random: RandomStream): Task[] {
  if (subject.model.source !== 'file') return [];
  const indices = drawRows(subject, permutationImportance.options.parse(choice.options).rows, random.child('explainability').child('rows'));
  return pieces(subject.model.features, Math.ceil(subject.model.features.length / IMPORTANCE_TASKS)).map((features, number) => {
    const options: ImportanceTaskOptions = { features };
    return taskOf(choice, number, indices, options as unknown as JsonObject);
  });
}

function taskOf({ method }: MethodChoice, number: number, indices: readonly number[], options: JsonObject): Task {
  return { key: `explainability/${method}/${number}`, pillar: 'explainability', work: method, rows: { kind: 'indices', indices }, options };
}

function localOutcome(explainer: LocalExplainer, choice: MethodChoice, subject: Subject, methods: readonly MethodChoice[], partials: readonly LocalPartial[]): Outcome {
  const rows = partials.flatMap((partial) => partial.rows);
  const options = choice.options as unknown as LocalOptions;
  const { model } = subject;
  const features = model.source === 'file' ? model.features : [];
  const judge = judgeOf(subject, methods);
  const about = explainedClass(subject, options.class);
  const measured = [...attributionMeasures(features, rows, options.level), ...explainer.diagnostics(rows, options)];
  const judged = judge === null ? [] : faithfulnessSummaries(subject, rows, faithfulness.options.parse(judge.options)).map((found) => toResult(judge, found, { explainer: choice.method }));
  return {
    results: [...measured.map((found) => toResult(choice, found, { class: about })), ...judged],
    artifacts: [
      {
        name: `explainability/${choice.method}/attributions`,
        body: {
          method: choice.method,
          version: choice.version,
          class: about,
          features,
          protected: subject.protected,
          background: partials[0]?.background ?? [],
          rows: rows as unknown as Json,
        },
        showsRows: true,
      },
    ],
  };
}

function toResult({ method, version, options }: MethodChoice, { measure, ...found }: Measurement, resolved: JsonObject = {}): Result {
  const scope = found.feature !== undefined ? 'feature' : found.group !== undefined ? 'group' : 'overall';
  return { dimension: 'explainability', method, version, ...found, options: { ...options, ...resolved, measure, scope } };
}

function measuresOf(choice: MethodChoice): readonly string[] {
  const explainer = explainerOf(choice);
  if (explainer) return [...commonMeasures, ...explainer.measures];
  return choice.method === faithfulness.id ? faithfulnessMeasures : ['importance'];
}

function unmetResults(subject: Subject, choice: MethodChoice, methods: readonly MethodChoice[]): Result[] {
  const because = unmetBecause(subject, choice, methods);
  return because === null ? [] : measuresOf(choice).map((measure) => toResult(choice, { measure, estimate: notEstimable(0, because) }));
}

/** Why a method cannot say anything about this subject; null when it can. */
function unmetBecause(subject: Subject, choice: MethodChoice, methods: readonly MethodChoice[]): string | null {
  const { model, dataset, label } = subject;
  if (model.source === 'predictions') return 'the audit has stored predictions only; explanations need a model that can be asked';
  // A Shapley value is a share of any number; the others are written for probabilities.
  const explainsNumbers = choice.method === kernelShap.id && label.kind === 'number';
  if (model.task === 'regression' && !explainsNumbers) return 'the model answers a number; these methods are about the probability of a class';
  if (!model.capabilities.includes('predict')) return `this ${model.format} model cannot be asked`;
  if (dataset.rows === 0) return 'the data set has no rows';
  const classes = model.classes.map((name) => `"${name}"`).join(', ');
  if (choice.method === faithfulness.id) {
    const explainers = methods.filter((other) => explainerOf(other) !== null);
    const ids = localExplainers.map(({ id }) => id).join(', ');
    if (explainers.length === 0) return `the plan names no explainer of single rows (${ids}) for it to judge`;
    const reasons = explainers.map((other) => unmetBecause(subject, other, methods));
    return reasons.includes(null) ? null : reasons[0];
  }
  if (choice.method === permutationImportance.id) {
    if (label.kind === 'number') return 'the label is a number, and this method is about decisions among classes';
    const known = label.classes.some((value) => model.classes.includes(value));
    return known ? null : `no value of the label (${label.classes.join(', ')}) is a class of the model (${classes})`;
  }
  const about = explainedClass(subject, (choice.options as unknown as LocalOptions).class);
  if (!model.classes.includes(about)) return `the positive label "${about}" is none of the model's classes (${classes}); the option "class" can name one`;
  return null;
}

/** The choice of faithfulness, where it can say anything; null when it is not asked for. */
function judgeOf(subject: Subject, methods: readonly MethodChoice[]): MethodChoice | null {
  const judge = choiceFor('explainability', faithfulness.id, methods);
  return judge === null || unmetBecause(subject, judge, methods) !== null ? null : judge;
}

/** A class that was asked for by name and is not there is a mistake, not something that cannot be estimated. */
function checkClass({ model }: Subject, { method, options }: MethodChoice): void {
  const asked = options['class'];
  if (model.source !== 'file' || typeof asked !== 'string' || model.classes.includes(asked)) return;
  throw new ExplainError('BAD_OPTIONS', `${method} is to explain the class "${asked}", but the model's classes are ${model.classes.map((name) => `"${name}"`).join(', ')}.`);
}

function explainerOf({ method }: MethodChoice): LocalExplainer | null {
  return (localExplainers.find(({ id }) => id === method) as LocalExplainer | undefined) ?? null;
}
