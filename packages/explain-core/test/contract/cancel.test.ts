import { makePlan } from '../../src/audit/plan.js';
import { runTask } from '../../src/audit/run.js';
import { proxies } from '../../src/fairness/proxies.js';
import type { Task } from '../../src/method/task.js';
import type { Predictor } from '../../src/models/predictor.js';
import { contextOf, everyMethod, storedCase, toyCase, type AuditCase } from './smallAudit.js';

const toy = toyCase();
const firstTasks = tasksOf(toy);

/** Works about the data alone. */
const asksNothing = [proxies.id];

function tasksOf({ subject }: AuditCase): { work: string; task: Task }[] {
  const { tasks } = makePlan(subject, 1, everyMethod());
  return [...new Set(tasks.map(({ work }) => work))].map((work) => ({ work, task: tasks.find((task) => task.work === work)! }));
}

/** A model that tells how often it was asked, and tells it first. */
function counted(model: Predictor, asked: (calls: number) => void): Predictor {
  let calls = 0;
  const counting = <A extends unknown[], R>(answer: (...args: A) => Promise<R>) => async (...args: A): Promise<R> => {
    asked(++calls);
    return answer(...args);
  };
  const { gradient, multipliers } = model as { gradient?: (...args: never[]) => Promise<unknown>; multipliers?: (...args: never[]) => Promise<unknown> };
  return { ...model, predict: counting(model.predict), ...(gradient ? { gradient: counting(gradient) } : {}), ...(multipliers ? { multipliers: counting(multipliers) } : {}) };
}

describe.each(firstTasks)('$work', ({ task }) => {
  const plan = makePlan(toy.subject, 1, everyMethod());

  it('does not start when the run is cancelled already', async () => {
    let calls = 0;
    const model = counted(toy.model!, (n) => (calls = n));
    await expect(runTask(task, contextOf({ ...toy, model }, plan, AbortSignal.abort()))).rejects.toMatchObject({ name: 'ExplainError', code: 'CANCELLED' });
    expect(calls).toBe(0);
  });

  it('asks the model no more once the run is cancelled', async () => {
    let needed = 0;
    await runTask(task, contextOf({ ...toy, model: counted(toy.model!, (n) => (needed = n)) }, plan));
    if (asksNothing.includes(task.work)) {
      expect(needed).toBe(0);
      return;
    }
    expect(needed).toBeGreaterThan(0);
    const stop = new AbortController();
    let calls = 0;
    const model = counted(toy.model!, (n) => {
      calls = n;
      stop.abort();
    });
    const run = runTask(task, contextOf({ ...toy, model }, plan, stop.signal));
    // A task that asks once may have nothing left to stop.
    const ended = await run.then(() => 'done', (error: unknown) => (error as { code?: string }).code);
    expect(needed > 1 ? ['CANCELLED'] : ['CANCELLED', 'done']).toContain(ended);
    expect(calls).toBe(1);
  });
});

it('stops tasks on stored predictions too', async () => {
  const stored = await storedCase();
  const plan = makePlan(stored.subject, 1, everyMethod());
  const tasks = tasksOf(stored);
  expect(tasks.length).toBeGreaterThan(0);
  for (const { task } of tasks) await expect(runTask(task, contextOf(stored, plan, AbortSignal.abort()))).rejects.toMatchObject({ code: 'CANCELLED' });
});
