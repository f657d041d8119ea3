import { makePlan } from '../../src/audit/plan.js';
import type { Json } from '../../src/json.js';
import { audit, contextOf, everyMethod, finish, partialOf, storedCase, numberCase, toyCase } from './smallAudit.js';
import { treeCase } from './treeCase.js';

const cases = [
  { name: 'a model with a derivative', make: async () => toyCase() },
  { name: 'a model of a number', make: async () => numberCase() },
  { name: 'a model of trees', make: treeCase },
  { name: 'stored predictions', make: storedCase },
];

describe.each(cases)('an audit of $name', ({ make }) => {
  let first: string;
  beforeAll(async () => {
    first = (await audit(await make(), everyMethod())).digest;
  }, 60_000);

  it('has the same bits again, from a model loaded again', async () => {
    expect((await audit(await make(), everyMethod())).digest).toBe(first);
  });

  it('has the same bits when two runs share a model, one doing its tasks first to last and one last to first, at the same time', async () => {
    const given = await make();
    const plan = makePlan(given.subject, 1, everyMethod());
    const runs = [0, 1].map(() => ({ context: contextOf(given, plan), partials: new Map<string, Json>() }));
    for (const [i] of plan.tasks.entries()) {
      await Promise.all(runs.map(async ({ context, partials }, r) => {
        const task = plan.tasks[r === 0 ? i : plan.tasks.length - 1 - i];
        partials.set(task.key, await partialOf(task, context));
      }));
    }
    expect(runs.map(({ partials }) => finish(plan, partials).digest)).toEqual([first, first]);
  });

  it('has the same bits when a task is done twice', async () => {
    const twice = await audit(await make(), everyMethod(), 1, (tasks) => tasks.flatMap((task) => [task, task]));
    expect(twice.digest).toBe(first);
  });
});

it('draws with the seed: 0 is a seed like any other', async () => {
  const given = toyCase();
  const [zero, again, one] = [await audit(given, everyMethod(), 0), await audit(given, everyMethod(), 0), await audit(given, everyMethod(), 1)];
  expect(again.digest).toBe(zero.digest);
  const numbers = ({ results }: typeof zero, method: string): unknown => results.filter((result) => result.method === method).map(({ estimate }) => estimate);
  for (const method of ['kernelShap', 'lime', 'permutationImportance', 'gaussianNoise', 'surrogateTree']) {
    expect(numbers(zero, method)).not.toEqual(numbers(one, method));
  }
  expect(numbers(zero, 'selectionRate')).toEqual(numbers(one, 'selectionRate'));
});
