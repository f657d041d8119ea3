import { z } from 'zod';
import { ExplainError } from '../errors.js';
import type { Json } from '../json.js';
import type { Artifact, Result } from '../method/result.js';
import { ranges } from '../method/rows.js';
import type { MethodChoice, Task } from '../method/task.js';
import { conditionalDemographicDisparity } from './conditionalDemographicDisparity.js';
import { mergeCubes, outcomeCube } from './outcomeCube.js';
import { readOutcomes } from './readOutcomes.js';
import { simpsonReversals } from './simpsonReversals.js';
import { checkStrata, strataOptions, stratifiedSubject, type StrataOptions } from './strata.js';
import { stratify, type StratifiedOutcomes } from './stratifiedOutcomes.js';
import type { StratifiedMetric } from './stratifiedMetric.js';
import { toResult } from './toResult.js';
import type { FairnessWork } from './work.js';

const WORK = 'stratifiedOutcomes';

const MOST_TASKS = 64;

const metrics: readonly StratifiedMetric[] = [conditionalDemographicDisparity, simpsonReversals];

const taskOptions = z.strictObject(strataOptions);
/** What was counted says within which strata, since methods may have different ones. */
const partialResult = z.strictObject({ strata: z.string(), cube: outcomeCube });

/** What compares groups within strata. Methods with the same strata share their pass over the rows; each other choice of strata is one more. */
export const stratifiedWork: FairnessWork = {
  id: WORK,
  methods: metrics,

  lacking(subject, choice) {
    if (subject.label.kind === 'number' || (subject.model.source === 'file' && subject.model.task === 'regression')) return 'the model predicts a number, and this method is about predicted classes';
    if (subject.protected.length === 0) return 'no protected column was named, so there are no groups to compare';
    if (metricOf(choice).wantsStrata && strataOf(choice).strata.length === 0) return 'no column was named to make strata of; name one or more under strata';
    return null;
  },

  tasks(subject, choices) {
    const different = new Map(choices.map((choice) => [keyOf(strataOf(choice)), strataOf(choice)]));
    for (const options of different.values()) checkStrata(subject, options);
    return [...different.values()]
      .flatMap((options) => ranges(subject.dataset.rows, MOST_TASKS).map((rows) => ({ options, rows })))
      .map(({ options, rows }, i): Task => ({
        key: `fairness/${WORK}/${i}`,
        pillar: 'fairness',
        work: WORK,
        rows,
        options: { strata: [...options.strata], cuts: { ...options.cuts } },
      }));
  },

  async run(task, context): Promise<Json> {
    const options = taskOptions.parse(task.options);
    return { strata: keyOf(options), cube: await readOutcomes(task, { ...context, subject: stratifiedSubject(context.subject, options) }, null) };
  },

  combine(partials, { subject, methods, random }) {
    const counted = partials.map((partial) => partialResult.parse(partial));
    const known = new Map<string, StratifiedOutcomes>();
    const outcomesFor = (options: StrataOptions): StratifiedOutcomes => {
      const key = keyOf(options);
      let found = known.get(key);
      if (!found) known.set(key, (found = stratify(mergeCubes(counted.filter(({ strata }) => strata === key).map(({ cube }) => cube)), subject, options, random)));
      return found;
    };
    const artifacts: Artifact[] = [];
    const results = methods.flatMap((choice): Result[] => {
      const metric = metricOf(choice);
      const computed = metric.compute(outcomesFor(strataOf(choice)), metric.options.parse(choice.options));
      artifacts.push(...computed.artifacts);
      return computed.measurements.map((measurement) => toResult(choice, measurement));
    });
    return { results, artifacts };
  },
};

function metricOf({ method }: MethodChoice): StratifiedMetric {
  const metric = metrics.find(({ id }) => id === method);
  if (!metric) throw new ExplainError('BAD_PLAN', `"${method}" does not compare groups within strata.`);
  return metric;
}

function strataOf({ options }: MethodChoice): StrataOptions {
  const { strata, cuts } = z.object(strataOptions).parse(options);
  return { strata, cuts };
}

function keyOf({ strata, cuts }: StrataOptions): string {
  return JSON.stringify([strata, strata.map((name) => cuts[name] ?? null)]);
}
