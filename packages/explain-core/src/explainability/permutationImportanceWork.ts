import type { Json } from '../json.js';
import { choiceOfWork } from '../method/choice.js';
import { drawRows } from '../method/rows.js';
import { noModelBecause, noProbabilityBecause } from './needsModel.js';
import { importances, permutationImportance, type ImportancePartial, type ImportanceTaskOptions } from './permutationImportance.js';
import { featuresOf, featureTasks, MOST_TASKS } from './wholeModel.js';
import { toResult, type ExplainabilityWork } from './work.js';

/** Permutation importance gets tasks of features. */
export const permutationImportanceWork: ExplainabilityWork = {
  id: permutationImportance.id,
  methods: [permutationImportance],
  measuresOf: () => ['importance'],
  questions(subject, { options }) {
    const { rows, repeats } = permutationImportance.options.parse(options);
    return rows * (MOST_TASKS + repeats * featuresOf(subject).length);
  },
  lacking(subject) {
    const { label, model } = subject;
    const unable = noModelBecause(subject) ?? noProbabilityBecause(subject);
    if (unable !== null) return unable;
    if (label.kind === 'number') return 'the label is a number, and this method is about decisions among classes';
    const classes = model.source === 'file' ? model.classes : [];
    if (label.classes.some((value) => classes.includes(value))) return null;
    return `no value of the label (${label.classes.join(', ')}) is a class of the model (${classes.map((name) => `"${name}"`).join(', ')})`;
  },
  tasks(subject, choices, random) {
    const choice = choiceOfWork('explainability', permutationImportance.id, choices);
    const indices = drawRows(subject, permutationImportance.options.parse(choice.options).rows, random.child('explainability').child('rows'));
    return featureTasks(permutationImportance.id, indices, featuresOf(subject), (features): ImportanceTaskOptions => ({ features }));
  },
  async run(task, context): Promise<Json> {
    const { options } = choiceOfWork('explainability', task.work, context.methods);
    return (await importances(permutationImportance.options.parse(options), task, context)) as unknown as Json;
  },
  combine(partials, { methods }) {
    const choice = choiceOfWork('explainability', permutationImportance.id, methods);
    const features = (partials as unknown as readonly ImportancePartial[]).flatMap((partial) => partial.features);
    return { results: features.map((found) => toResult(choice, { measure: 'importance', ...found })), artifacts: [] };
  },
};
