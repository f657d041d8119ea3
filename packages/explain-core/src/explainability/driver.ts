import { ExplainError } from '../errors.js';
import type { Artifact } from '../method/result.js';
import type { Subject } from '../method/subject.js';
import type { Driver, MethodChoice } from '../method/task.js';
import { worksDriver } from '../method/worksDriver.js';
import { notEstimable } from '../numeric/estimate.js';
import { noModelBecause } from './needsModel.js';
import { judges, localExplainers } from './registry.js';
import { fitTimeLimit } from './timeLimit.js';
import { toResult, type ExplainabilityWork } from './work.js';
import { explainabilityWorks } from './works.js';

/** Explainability is several works: one of each explainer of single rows, with whatever judges explanations, and one of each description of the whole model. */
export const explainability: Driver = worksDriver<ExplainabilityWork>({
  pillar: 'explainability',
  works: explainabilityWorks,
  defaults: (subject) => {
    const methods = explainabilityWorks.flatMap((work) => work.methods).filter(({ onRequest }) => onRequest !== true);
    const left = noModelBecause(subject) === null ? localExplainers.filter((explainer) => explainer.chosenBecause(subject) === null).map(({ id }) => id) : [];
    return [...new Set(methods.map(({ id }) => id))].filter((id) => !left.includes(id)).map((method) => ({ method }));
  },
  check(subject, methods) {
    for (const choice of methods) {
      checkClass(subject, choice);
      localExplainers.find(({ id }) => id === choice.method)?.check?.(subject, choice.options);
      const judge = judges.find(({ id }) => id === choice.method);
      judge?.check?.(subject, judge.options.parse(choice.options));
    }
  },
  lackingAll: () => null,
  withinTime: fitTimeLimit,
  unmet: (choice, because) => measuresOf(choice.method).map((measure) => toResult(choice, { measure, estimate: notEstimable(0, because) })),
  artifacts: reasonsForExplainers,
});

function measuresOf(method: string): readonly string[] {
  return explainabilityWorks.find(({ methods }) => methods.some(({ id }) => id === method))!.measuresOf(method);
}

/** A class that was asked for by name and is not there is a mistake, not something that cannot be estimated. */
function checkClass({ model }: Subject, { method, options }: MethodChoice): void {
  const asked = options['class'];
  if (model.source !== 'file' || typeof asked !== 'string' || model.classes.includes(asked)) return;
  throw new ExplainError('BAD_OPTIONS', `${method} is to explain the class "${asked}", but the model's classes are ${model.classes.map((name) => `"${name}"`).join(', ')}.`);
}

/** Why each explainer of the plan is there: what makes it fit the model, or that it was asked for; and what a time limit made of any method. */
function reasonsForExplainers(subject: Subject, methods: readonly MethodChoice[]): Artifact[] {
  const chosen = localExplainers.filter(({ id }) => methods.some(({ method }) => method === id));
  if ((chosen.length === 0 && methods.every(({ limited }) => limited === undefined)) || noModelBecause(subject) !== null) return [];
  const explainers = chosen.map((explainer) => ({ method: explainer.id, because: explainer.chosenBecause(subject) ?? 'the plan asks for it' }));
  const limits = methods.flatMap(({ method, limited }) => (limited === undefined ? [] : [{ method, ...limited }]));
  return [{ name: 'explainability/choice', body: { explainers, ...(limits.length === 0 ? {} : { limits }) } }];
}
