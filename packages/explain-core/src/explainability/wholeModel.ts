import type { Table } from '../data/table.js';
import type { JsonObject } from '../json.js';
import { pieces } from '../method/rows.js';
import type { Subject } from '../method/subject.js';
import type { MethodChoice, Task, TaskContext } from '../method/task.js';
import { indicesOf, modelFor } from '../method/taskInputs.js';
import { askFor, explainedClass, type Ask } from './ask.js';
import { noClassBecause, noModelBecause } from './needsModel.js';

/** Tasks that the features are shared among: each writes its rows into the plan, and may have to ask about them once more. */
export const MOST_TASKS = 4;

/** Tasks of a description of the whole model that looks at one feature, or pair, after the other over the same drawn rows. */
export function featureTasks<T>(work: string, indices: readonly number[], items: readonly T[], optionsOf: (own: readonly T[]) => object): Task[] {
  return pieces(items, Math.max(1, Math.ceil(items.length / MOST_TASKS))).map(
    (own, number): Task => ({ key: `explainability/${work}/${number}`, pillar: 'explainability', work, rows: { kind: 'indices', indices }, options: optionsOf(own) as JsonObject }),
  );
}

/** Features of the model, in its order. */
export function featuresOf({ model }: Subject): readonly string[] {
  return model.source === 'file' ? model.features : [];
}

/** Why nothing can be said about the one number of the model's answer that the choice is about; null when something can. */
export function noAnswerBecause(subject: Subject, { options }: MethodChoice): string | null {
  return noModelBecause(subject) ?? noClassBecause(subject, options['class'] as string | undefined);
}

/** What artifacts about the model's answer begin with: whose answer, in which unit. */
export function aboutAnswer(subject: Subject, { method, version, options }: MethodChoice): { readonly method: string; readonly version: number; readonly class: string; readonly unit: 'value' | 'probability' } {
  const unit = subject.model.source === 'file' && subject.model.task === 'regression' ? 'value' : 'probability';
  return { method, version, class: explainedClass(subject, options['class'] as string | undefined), unit };
}

/** The drawn rows of a task, what the model reads of them, and whom to ask. */
export async function drawnRows(task: Task, context: TaskContext, className: string | undefined): Promise<{ readonly rows: Table; readonly ask: Ask }> {
  const { features } = modelFor(task, context);
  return { rows: await context.data.take(indicesOf(task), features), ask: askFor(explainedClass(context.subject, className), context) };
}
