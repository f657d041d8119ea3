import { z } from 'zod';
import type { ColumnInfo } from '../data/table.js';
import { ExplainError } from '../errors.js';
import type { Json, JsonObject } from '../json.js';
import { pillars, type MethodInfo } from '../method/method.js';
import type { Subject } from '../method/subject.js';
import type { Driver, MethodChoice, Task, TimeLimit } from '../method/task.js';
import { randomStream } from '../random/stream.js';
import { drivers } from './drivers.js';

/** Everything that fixes an audit's numbers. Made first, stored, signed; equal plans give equal bits. */
export interface Plan {
  readonly format: 'plumbline/plan';
  readonly version: 1;
  readonly seed: number;
  readonly subject: Subject;
  readonly methods: readonly MethodChoice[];
  readonly tasks: readonly Task[];
}

export const longestTimeLimit = 86_400;

/** What a person may ask for; everything has a default. Also the form of `--plan FILE`. */
export const planRequest = z.strictObject({
  /** Left out: every pillar's defaults. */
  methods: z
    .array(
      z.strictObject({
        pillar: z.enum(pillars),
        method: z.string(),
        options: z.record(z.string(), z.json()).optional(),
      }),
    )
    .min(1)
    .optional(),
  /** Seconds that a dimension may ask the model, where it counts what it asks: explanations. Budgets are cut to fit, at the speed of the model when the plan is made. Left out: `defaultTimeLimit`. */
  timeLimit: z.number().positive().max(longestTimeLimit).optional(),
});
export const defaultTimeLimit = 600;
export type PlanRequest = z.infer<typeof planRequest>;

/** What a plan names that is asked for nothing in particular: every pillar's defaults. */
export function defaultMethods(subject: Subject): NonNullable<PlanRequest['methods']> {
  // Options are plain data either way; zod's type of it has no readonly.
  type Asked = NonNullable<PlanRequest['methods']>[number];
  return pillars.flatMap((pillar) => driverOf(pillar).defaults(subject).map(({ method, options }) => ({ pillar, method, ...(options ? { options } : {}) }) as Asked));
}

/** Throws BAD_PLAN or BAD_OPTIONS with what is wrong; the same arguments give the same plan. `rowsPerSecond`: how fast the model answers; where it is null no time limit is kept. */
export function makePlan(asked: Subject, seed: number, request: PlanRequest = {}, rowsPerSecond: number | null = null): Plan {
  const subject = tellable(asked);
  if (!Number.isSafeInteger(seed) || seed < 0) throw new ExplainError('BAD_PLAN', `The seed must be a whole number from 0 to 2^53 − 1, got ${seed}.`);
  const chosen = (request.methods ?? defaultMethods(subject)).map((choice) => chooseMethod(driverOf(choice.pillar), choice.method, choice.options ?? {}));
  refuseTwins(chosen);
  const limit = rowsPerSecond === null ? null : { seconds: request.timeLimit ?? defaultTimeLimit, rowsPerSecond };
  const methods = limit === null ? chosen : pillars.reduce((all: readonly MethodChoice[], pillar) => within(driverOf(pillar), subject, all, limit), chosen);
  const random = randomStream(seed);
  const tasks = pillars.flatMap((pillar) => {
    const own = methods.filter((method) => method.pillar === pillar);
    return own.length === 0 ? [] : driverOf(pillar).tasks(subject, own, random);
  });
  return { format: 'plumbline/plan', version: 1, seed, subject, methods, tasks };
}

/** The choices in their order, those of the driver's pillar within the time. */
function within(driver: Driver, subject: Subject, all: readonly MethodChoice[], limit: TimeLimit): readonly MethodChoice[] {
  const own = driver.withinTime?.(subject, all.filter(({ pillar }) => pillar === driver.pillar), limit) ?? [];
  return all.map((choice) => own.find(({ pillar, method }) => pillar === choice.pillar && method === choice.method) ?? choice);
}

/** A plan is part of the evidence: where small groups are withheld, what is known of the protected columns must not count them. */
function tellable(subject: Subject): Subject {
  const { dataset, grouping } = subject;
  const { withholdBelow } = grouping;
  if (withholdBelow === 0) return subject;
  const columns = dataset.columns.map((column): ColumnInfo => {
    if (!subject.protected.includes(column.name)) return column;
    // One less than the threshold stands for any count below it; the mean of two values is how many rows have each.
    const missing = column.missing > 0 && column.missing < withholdBelow ? withholdBelow - 1 : column.missing;
    return { ...column, missing, numbers: (column.levels?.length ?? Infinity) <= 2 ? null : column.numbers };
  });
  return { ...subject, dataset: { ...dataset, columns } };
}

export function driverOf(pillar: string): Driver {
  const driver = drivers.find((candidate) => candidate.pillar === pillar);
  if (!driver) throw new ExplainError('BAD_PLAN', `There is no dimension "${pillar}"; there are ${drivers.map((d) => d.pillar).join(', ')}.`);
  return driver;
}

export function methodOf(driver: Driver, id: string): MethodInfo {
  const method = driver.methods.find((candidate) => candidate.id === id);
  if (!method) {
    throw new ExplainError('BAD_PLAN', `There is no ${driver.pillar} method "${id}"; there are ${driver.methods.map((m) => m.id).join(', ')}.`);
  }
  return method;
}

function chooseMethod(driver: Driver, id: string, options: Json): MethodChoice {
  const method = methodOf(driver, id);
  const parsed = method.options.safeParse(options);
  if (!parsed.success) {
    throw new ExplainError('BAD_OPTIONS', `The options of ${id} do not fit: ${z.prettifyError(parsed.error)}`);
  }
  return { pillar: driver.pillar, method: id, version: method.version, options: (parsed.data ?? {}) as JsonObject };
}

function refuseTwins(methods: readonly MethodChoice[]): void {
  const seen = new Set<string>();
  for (const { pillar, method } of methods) {
    const name = `${pillar}/${method}`;
    if (seen.has(name)) throw new ExplainError('BAD_PLAN', `The plan names ${name} twice; give one entry with the options you want.`);
    seen.add(name);
  }
}
