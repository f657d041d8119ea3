import { ExplainError } from '../errors.js';
import { choiceFor } from '../method/choice.js';
import type { MethodInfo } from '../method/method.js';
import type { Subject } from '../method/subject.js';
import type { Driver, MethodChoice } from '../method/task.js';
import { cardCompleteness, modelCardCompleteness } from './modelCardCompleteness.js';
import { surrogates, transparencyMethods } from './registry.js';
import { learnSurrogate, surrogateOutcome, surrogateTask, surrogateUnmet, type Surrogate, type SurrogateOptions } from './surrogate.js';

/** Can the model be put in simple words, and has somebody done so? One task learns each surrogate; the card is read when results are joined. */
export const transparency: Driver = {
  pillar: 'transparency',
  methods: transparencyMethods as readonly MethodInfo[],
  defaults: () => transparencyMethods.filter(({ onRequest }) => onRequest !== true).map(({ id }) => ({ method: id })),

  tasks(subject, methods, random) {
    return lacking(subject) !== null ? [] : chosen(methods).map(({ surrogate, options }) => surrogateTask(surrogate, subject, options, random));
  },

  async run(task, context) {
    const { surrogate, options } = named(task.work, context.methods);
    return learnSurrogate(surrogate, task, context, options);
  },

  combine(work, partials, { subject, methods }) {
    if (work !== null) {
      const { surrogate, options } = named(work, methods);
      return surrogateOutcome(surrogate, partials[0]!, options, subject.grouping.withholdBelow);
    }
    const card = methods.some(({ method }) => method === modelCardCompleteness.id) ? cardCompleteness(subject) : { results: [], artifacts: [] };
    const because = lacking(subject);
    const unmet = because === null ? [] : chosen(methods).flatMap(({ surrogate, options }) => surrogateUnmet(surrogate, options, because));
    return { results: [...unmet, ...card.results], artifacts: card.artifacts };
  },
};

/** Why no surrogate can be learnt; null when one can. */
function lacking({ dataset, label, model }: Subject): string | null {
  if (dataset.rows === 0) return 'the data set has no rows';
  const isNumber = label.kind === 'number' || (model.source === 'file' && model.task === 'regression');
  return isNumber ? 'the model predicts a number; surrogates imitate decisions among classes' : null;
}

interface Chosen {
  readonly surrogate: Surrogate;
  readonly options: SurrogateOptions;
}

function chosen(methods: readonly MethodChoice[]): Chosen[] {
  return surrogates.flatMap((surrogate) => {
    const choice = choiceFor('transparency', surrogate.id, methods);
    return choice === null ? [] : [{ surrogate, options: surrogate.options.parse(choice.options) }];
  });
}

function named(work: string, methods: readonly MethodChoice[]): Chosen {
  const found = chosen(methods).find(({ surrogate }) => surrogate.id === work);
  if (!found) throw new ExplainError('BAD_PLAN', `The plan has no surrogate "${work}"; there are ${surrogates.map(({ id }) => `"${id}"`).join(', ')}.`);
  return found;
}
