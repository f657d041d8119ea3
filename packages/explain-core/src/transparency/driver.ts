import { ExplainError } from '../errors.js';
import { choiceFor } from '../method/choice.js';
import type { MethodInfo } from '../method/method.js';
import type { Subject } from '../method/subject.js';
import type { Driver, MethodChoice } from '../method/task.js';
import { cardCompleteness, modelCardCompleteness } from './modelCardCompleteness.js';
import { transparencyMethods } from './registry.js';
import { growSurrogate, surrogateOutcome, surrogateTask, surrogateTree, surrogateUnmet, type SurrogateOptions } from './surrogateTree.js';

/** Can the model be put in simple words, and has somebody done so? One task grows the surrogate; the card is read when results are joined. */
export const transparency: Driver = {
  pillar: 'transparency',
  methods: transparencyMethods as readonly MethodInfo[],
  defaults: () => transparencyMethods.map(({ id }) => ({ method: id })),

  tasks(subject, methods, random) {
    const options = surrogateOptions(methods);
    return options === null || lacking(subject) !== null ? [] : [surrogateTask(subject, options, random)];
  },

  run(task, context) {
    const options = surrogateOptions(context.methods);
    if (task.work !== surrogateTree.id || options === null) throw new ExplainError('BAD_PLAN', `Transparency has no work "${task.work}"; there is "${surrogateTree.id}".`);
    return growSurrogate(task, context, options);
  },

  combine(work, partials, { subject, methods }) {
    if (work !== null) return surrogateOutcome(partials[0]!, surrogateOptions(methods)!, subject.grouping.withholdBelow);
    const card = methods.some(({ method }) => method === modelCardCompleteness.id) ? cardCompleteness(subject) : { results: [], artifacts: [] };
    const options = surrogateOptions(methods);
    const because = lacking(subject);
    const unmet = options !== null && because !== null ? surrogateUnmet(options, because) : [];
    return { results: [...unmet, ...card.results], artifacts: card.artifacts };
  },
};

/** Why no surrogate can be grown; null when one can. */
function lacking({ dataset, label, model }: Subject): string | null {
  if (dataset.rows === 0) return 'the data set has no rows';
  const isNumber = label.kind === 'number' || (model.source === 'file' && model.task === 'regression');
  return isNumber ? 'the model predicts a number; this tree imitates decisions among classes' : null;
}

function surrogateOptions(methods: readonly MethodChoice[]): SurrogateOptions | null {
  const choice = choiceFor('transparency', surrogateTree.id, methods);
  return choice === null ? null : surrogateTree.options.parse(choice.options);
}
