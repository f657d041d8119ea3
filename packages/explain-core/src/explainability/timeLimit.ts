import type { JsonObject } from '../json.js';
import type { Subject } from '../method/subject.js';
import type { MethodChoice, TimeLimit } from '../method/task.js';
import type { Effort, RowJudge } from './explainer.js';
import { explaining } from './localWork.js';
import { noModelBecause } from './needsModel.js';
import type { LocalOptions } from './options.js';
import { judges } from './registry.js';
import { explainabilityWorks } from './works.js';

/** What an explanation costs beside the model's answers, seconds for each row asked about: making the row up, and its part of the fit. Measured for Kernel SHAP and LIME (bench/kernel-shap.mjs, bench/lime.mjs: about 1 µs). */
const OWN_SECONDS = 1e-6;

/** Fewer explained rows say too little of groups; below them less is asked for each row instead. */
const LEAST_ROWS = 20;
/** Budgets are halved at most so often. */
const MOST_HALVINGS = 10;

/**
 * The choices with budgets that keep what explanations ask of the model within the limit. What is asked is counted as the most that the options allow: drawing that stops by itself once it is precise enough asks less.
 *   A common share 1, ½, ¼, … of all budgets: first fewer rows, not below 20, then less for each row (coalitions, samples, queries), not below what still says something.
 *   Where the smallest budgets are too much, the method that asks most is left out, until the others fit; it is not estimable, with the reason.
 * Options that fit stay as they are. The speed is of one machine at one time and comes in powers of two, so that plans do not differ by a breath; the plan holds what came of it, and its numbers follow from the plan alone.
 */
export function fitTimeLimit(subject: Subject, choices: readonly MethodChoice[], limit: TimeLimit): MethodChoice[] {
  if (noModelBecause(subject) !== null) return [...choices];
  const allowed = Math.floor(limit.seconds / (1 / limit.rowsPerSecond + OWN_SECONDS));
  const least = 2 ** -MOST_HALVINGS;
  let kept = [...choices];
  for (;;) {
    for (let share = 1; share >= least; share /= 2) {
      const fitted = kept.map((choice) => scaled(choice, share));
      if (total(questionsOf(subject, fitted)) <= allowed) return fitted.map((choice, i) => told(kept[i]!, choice, allowed, limit));
    }
    const smallest = questionsOf(subject, kept.map((choice) => scaled(choice, least)));
    const costly = smallest.indexOf(Math.max(...smallest));
    kept = kept.map((choice, i): MethodChoice => (i === costly ? { ...choice, limited: { leftOut: true, because: `${leaves(limit, allowed)}, and this method needs ${shown(smallest[i]!)} at least` } } : choice));
  }
}

/** Rows that each choice asks the model about at most, in the choices' order. */
export function questionsOf(subject: Subject, all: readonly MethodChoice[]): number[] {
  const clamped = all.map((choice) => ({ ...choice, options: clamp(choice.options, subject.dataset.rows) }));
  return clamped.map((choice) => {
    if (choice.pillar !== 'explainability' || choice.limited?.leftOut === true) return 0;
    const judge = judges.find(({ id }) => id === choice.method);
    if (judge) return questionsOfJudge(subject, judge, choice, clamped);
    const work = workOf(choice);
    return work.questions === undefined || work.lacking(subject, choice, clamped) !== null ? 0 : work.questions(subject, choice);
  });
}

function questionsOfJudge(subject: Subject, judge: RowJudge, { options }: MethodChoice, all: readonly MethodChoice[]): number {
  const features = subject.model.source === 'file' ? subject.model.features.length : 0;
  return total(
    explaining(subject, all).map((explainer) => {
      const asked = all.find(({ method }) => method === explainer.id)!.options as unknown as LocalOptions;
      return asked.rows * judge.questions(judge.options.parse(options), features, explainer.questions(asked, features));
    }),
  );
}

/** No more rows are drawn than there are. */
function clamp(options: JsonObject, rows: number): JsonObject {
  const less = ['rows', 'background'].filter((name) => typeof options[name] === 'number' && options[name] > rows);
  return { ...options, ...Object.fromEntries(less.map((name) => [name, rows])) };
}

function scaled(choice: MethodChoice, share: number): MethodChoice {
  if (choice.pillar !== 'explainability' || share === 1 || choice.limited?.leftOut === true || judges.some(({ id }) => id === choice.method)) return choice;
  const { rows } = choice.options;
  // What asks the model nothing takes none of the time.
  if (typeof rows !== 'number' || workOf(choice).questions === undefined) return choice;
  const wanted = rows * share;
  const fewer = Math.max(Math.min(rows, LEAST_ROWS), Math.ceil(wanted));
  const effort = effortOf(choice);
  const spent = effort === null ? {} : less(effort, choice.options, wanted / fewer);
  return { ...choice, options: { ...choice.options, rows: fewer, ...spent } };
}

function less({ option, least }: Effort, options: JsonObject, share: number): JsonObject {
  const full = options[option] as number;
  return { [option]: Math.max(Math.min(full, least), Math.ceil(full * Math.min(1, share))) };
}

function effortOf(choice: MethodChoice): Effort | null {
  return workOf(choice).effort ?? null;
}

function workOf({ method }: MethodChoice): (typeof explainabilityWorks)[number] {
  return explainabilityWorks.find(({ id, methods }) => id === method && methods.some((one) => one.id === method)) ?? explainabilityWorks.find(({ methods }) => methods.some((one) => one.id === method))!;
}

function told(before: MethodChoice, after: MethodChoice, allowed: number, limit: TimeLimit): MethodChoice {
  const changed = Object.keys(after.options).filter((name) => after.options[name] !== before.options[name]);
  if (changed.length === 0) return after;
  return { ...after, limited: { leftOut: false, because: `${leaves(limit, allowed)}: ${changed.map((name) => `${name} ${shown(after.options[name] as number)} instead of ${shown(before.options[name] as number)}`).join(', ')}` } };
}

function leaves({ seconds, rowsPerSecond }: TimeLimit, allowed: number): string {
  return `the time limit of ${seconds} s leaves ${shown(allowed)} rows to ask the model about, which answers about ${shown(rowsPerSecond)} a second`;
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

function shown(count: number): string {
  return count.toLocaleString('en-US', { maximumFractionDigits: 3 });
}
