import { ExplainError } from '../errors.js';
import type { Json } from '../json.js';
import type { Artifact, Result } from '../method/result.js';
import { ranges } from '../method/rows.js';
import type { MethodChoice, Task } from '../method/task.js';
import type { Group } from './groupedOutcomes.js';
import { mergeNumberCubes, numberCube } from './numberCube.js';
import type { NumberMetric } from './numberMetric.js';
import { numberOutcomes, type NumberOutcomes } from './numberOutcomes.js';
import { numberMetrics } from './numberRegistry.js';
import { readNumbers } from './readNumbers.js';
import { toResult } from './toResult.js';
import type { FairnessWork } from './work.js';

const WORK = 'regressionOutcomes';

/** No more tasks than this, so that what they leave does not grow with the rows. */
const MOST_TASKS = 64;

/** Everything about a predicted number that follows from sums over groups, from one pass: tasks sum up ranges of rows, and every metric is computed from what they add up to. */
export const regressionWork: FairnessWork = {
  id: WORK,
  about: 'numbers',
  methods: numberMetrics,

  lacking(subject, choice) {
    const { needs } = metricOf(choice);
    if (needs.includes('groups') && subject.protected.length === 0) return 'no protected column was named, so there are no groups to compare';
    return null;
  },

  tasks(subject) {
    return ranges(subject.dataset.rows, MOST_TASKS).map((rows, i): Task => ({ key: `fairness/${WORK}/${i}`, pillar: 'fairness', work: WORK, rows, options: {} }));
  },

  async run(task, context): Promise<Json> {
    return await readNumbers(task, context);
  },

  combine(partials, { subject, methods, random }) {
    const outcomes = numberOutcomes(mergeNumberCubes(partials.map((partial) => numberCube.parse(partial))), subject, random.child('fairness').child(WORK));
    const results = methods.flatMap((choice): Result[] => {
      const metric = metricOf(choice);
      return metric.compute(outcomes, metric.options.parse(choice.options)).map((measurement) => toResult(choice, measurement));
    });
    return { results, artifacts: [sumsArtifact(outcomes)] };
  },
};

function metricOf({ method }: MethodChoice): NumberMetric {
  const metric = numberMetrics.find(({ id }) => id === method);
  if (!metric) throw new ExplainError('BAD_PLAN', `"${method}" is not computed from sums of predicted numbers.`);
  return metric as NumberMetric;
}

/** The sums behind every mean and square, so that a reader can redo them: p, y and r = p − y in units of the scale, p and y less its centre, each times the row's weight. */
function sumsArtifact({ overall, attributes, scale: { centre, unit } }: NumberOutcomes): Artifact {
  const sumsOf = ({ rows, numbers }: Group): { [name: string]: Json } => ({ rows: rows.rows, labelledRows: rows.labelled, sums: { ...numbers!.sums } });
  return {
    name: `fairness/${WORK}/sums`,
    body: {
      centre,
      unit,
      overall: sumsOf(overall),
      attributes: attributes.map(({ attribute, groups, withheld }) => ({ attribute, groups: groups.map((group) => ({ group: group.name, ...sumsOf(group) })), ...(withheld.length > 0 ? { withheld } : {}) })),
    },
  };
}
