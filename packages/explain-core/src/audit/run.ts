import type { Json } from '../json.js';
import { pillars, type Pillar } from '../method/method.js';
import type { Artifact, Outcome, Result } from '../method/result.js';
import type { Task, TaskContext } from '../method/task.js';
import { randomStream } from '../random/stream.js';
import { withholdSmall } from './withholdSmall.js';
import { driverOf, type Plan } from './plan.js';

/** One task's partial result; an ordinary function, needing neither processes nor threads. */
export function runTask(task: Task, context: TaskContext): Promise<Json> {
  return driverOf(task.pillar).run(task, context);
}

/** The works of a plan in the plan's order; each is combined as soon as the tasks are done whose partial results it combines: its own or, of a work that reads others', theirs. `work: null` stands for methods without tasks. */
export interface Work {
  readonly pillar: Pillar;
  readonly work: string | null;
  readonly tasks: readonly Task[];
}

export function worksOf(plan: Plan): Work[] {
  return pillars
    .filter((pillar) => plan.methods.some((method) => method.pillar === pillar))
    .flatMap((pillar) => {
      const groups = new Map<string, Task[]>();
      for (const task of plan.tasks) {
        if (task.pillar !== pillar) continue;
        const group = groups.get(task.work);
        if (group) group.push(task);
        else groups.set(task.work, [task]);
      }
      const readers = driverOf(pillar).readers?.(plan.subject, plan.methods.filter((method) => method.pillar === pillar)) ?? [];
      return [
        ...[...groups].map(([work, tasks]): Work => ({ pillar, work, tasks })),
        ...readers.map(({ work, reads }): Work => ({ pillar, work, tasks: [...groups].flatMap(([id, tasks]) => (reads.includes(id) ? tasks : [])) })),
        { pillar, work: null, tasks: [] },
      ];
    });
}

/** What the tasks of one work found, made one: partial results in the plan's order become results and artifacts. */
export function combineWork(plan: Pick<Plan, 'seed' | 'subject' | 'methods'>, { pillar, work }: Pick<Work, 'pillar' | 'work'>, partials: readonly Json[]): Outcome {
  const methods = plan.methods.filter((method) => method.pillar === pillar);
  const outcome = driverOf(pillar).combine(work, partials, { subject: plan.subject, methods, random: randomStream(plan.seed) });
  return withholdSmall(outcome, work, plan.subject.grouping);
}

/** Every work's outcome, in the plan's order: the audit's results. */
export function joinOutcomes(outcomes: readonly Outcome[]): { results: Result[]; artifacts: Artifact[] } {
  return { results: outcomes.flatMap((outcome) => outcome.results), artifacts: outcomes.flatMap((outcome) => outcome.artifacts) };
}
