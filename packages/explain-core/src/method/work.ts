import type { Json } from '../json.js';
import type { RandomStream } from '../random/stream.js';
import type { MethodInfo } from './method.js';
import type { Outcome } from './result.js';
import type { Subject } from './subject.js';
import type { MethodChoice, Task, TaskContext } from './task.js';

/**
 * Methods of one pillar that share their tasks: one pass over the rows for everything that counts outcomes, say, or the explainer of single
 * rows with what judges its explanations. `choices` of `tasks` and `methods` of `combine` are always those of the plan that are about this
 * work's methods and lack nothing.
 */
export interface Work {
  /** The `work` of its tasks. */
  readonly id: string;
  /** A method may be in several works. */
  readonly methods: readonly MethodInfo[];
  /** Why a chosen method cannot be computed for this subject; null when it can. `all` are the pillar's choices in the plan. */
  lacking(subject: Subject, choice: MethodChoice, all: readonly MethodChoice[]): string | null;
  tasks(subject: Subject, choices: readonly MethodChoice[], random: RandomStream): readonly Task[];
  /** Ids of the works whose partial results it combines in place of any of its own, which it has none of: what several explainers found, say. Named only where the work lacks nothing, and of the plan's choices of the whole pillar. */
  reads?(subject: Subject, all: readonly MethodChoice[]): readonly string[];
  run(task: Task, context: TaskContext): Promise<Json>;
  combine(partials: readonly Json[], context: { readonly subject: Subject; readonly methods: readonly MethodChoice[]; readonly random: RandomStream }): Outcome;
}
