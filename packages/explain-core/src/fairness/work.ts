import type { Json } from '../json.js';
import type { MethodInfo } from '../method/method.js';
import type { Outcome } from '../method/result.js';
import type { Subject } from '../method/subject.js';
import type { MethodChoice, Task, TaskContext } from '../method/task.js';
import type { RandomStream } from '../random/stream.js';

/**
 * Fairness methods that share their tasks: one pass over the rows for everything that counts outcomes, others for what asks the model more
 * questions. `choices` are always those of the plan that are about this work's methods and lack nothing.
 */
export interface FairnessWork {
  /** The `work` of its tasks. */
  readonly id: string;
  /** What the label must be for its methods to mean anything: classes, unless it says numbers. A method may be in one work of each. */
  readonly about?: 'numbers';
  readonly methods: readonly MethodInfo[];
  /** Why a chosen method cannot be computed for this subject; null when it can. */
  lacking(subject: Subject, choice: MethodChoice): string | null;
  tasks(subject: Subject, choices: readonly MethodChoice[], random: RandomStream): readonly Task[];
  run(task: Task, context: TaskContext): Promise<Json>;
  combine(partials: readonly Json[], context: { readonly subject: Subject; readonly methods: readonly MethodChoice[]; readonly random: RandomStream }): Outcome;
}
