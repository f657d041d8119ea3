import type { Json } from '../json.js';
import type { Artifact, Result } from '../method/result.js';
import { ranges } from '../method/rows.js';
import type { MethodChoice, Task } from '../method/task.js';
import { ExplainError } from '../errors.js';
import { scoreScale } from './scoreScale.js';
import type { GroupedOutcomes } from './groupedOutcomes.js';
import { groupOutcomes } from './groupOutcomes.js';
import type { FairnessMetric } from './metric.js';
import { mergeCubes, outcomeCube } from './outcomeCube.js';
import { readOutcomes } from './readOutcomes.js';
import { fairnessMetrics } from './registry.js';
import { thresholdsArtifact } from './thresholds.js';
import { toResult } from './toResult.js';
import type { FairnessWork } from './work.js';

const WORK = 'groupedOutcomes';

/** No more tasks than this, so that what they leave does not grow with the rows; fewer where no model is asked, which is what takes long. */
const MOST_TASKS = { file: 64, predictions: 16 };

/**
 * Everything that follows from sums over groups, from one pass: tasks count ranges of rows into cubes, and every metric of every attribute and
 * combination is computed from the merged cube.
 */
export const outcomesWork: FairnessWork = {
  id: WORK,
  methods: fairnessMetrics,

  lacking(subject, choice) {
    const { needs } = metricOf(choice);
    if (subject.label.kind === 'number' || (subject.model.source === 'file' && subject.model.task === 'regression')) return 'the model predicts a number, and this metric is about predicted classes';
    if (needs.includes('groups') && subject.protected.length === 0) return 'no protected column was named, so there are no groups to compare';
    const scale = scoreScale(subject);
    if (needs.includes('scores') && scale === null) return 'there are no scores, only decisions; name the column that holds the scores';
    if (needs.includes('probabilities') && scale !== null && !scale.probability) return `the scores run from ${scale.from} to ${scale.to}, so they are no probabilities, which this metric is about`;
    return null;
  },

  tasks(subject) {
    return ranges(subject.dataset.rows, MOST_TASKS[subject.model.source]).map((rows, i): Task => ({ key: `fairness/${WORK}/${i}`, pillar: 'fairness', work: WORK, rows, options: {} }));
  },

  async run(task, context): Promise<Json> {
    return await readOutcomes(task, context);
  },

  combine(partials, { subject, methods, random }) {
    const outcomes = groupOutcomes(mergeCubes(partials.map((partial) => outcomeCube.parse(partial))), subject, random);
    const thresholds = thresholdsArtifact(outcomes, subject.model.source === 'file' ? subject.model.threshold : null);
    const artifacts: Artifact[] = [countsArtifact(outcomes), ...(thresholds === null ? [] : [thresholds])];
    const results = methods.flatMap((choice): Result[] => {
      const metric = metricOf(choice);
      const options = metric.options.parse(choice.options);
      artifacts.push(...(metric.artifacts?.(outcomes, options) ?? []));
      return metric.compute(outcomes, options).map((measurement) => toResult(choice, measurement));
    });
    return { results, artifacts };
  },
};

function metricOf({ method }: MethodChoice): FairnessMetric {
  const metric = fairnessMetrics.find(({ id }) => id === method);
  if (!metric) throw new ExplainError('BAD_PLAN', `"${method}" is not computed from grouped outcomes.`);
  return metric as FairnessMetric;
}

/** The sums behind every number, so that a reader can redo them, or compute a rate that the plan did not name. */
function countsArtifact({ overall, attributes }: GroupedOutcomes): Artifact {
  return {
    name: `fairness/${WORK}/cube`,
    body: {
      overall: { ...overall.counts },
      attributes: attributes.map(({ attribute, groups, withheld }) => ({
        attribute,
        groups: groups.map(({ name, counts }) => ({ group: name, counts: { ...counts } })),
        ...(withheld.length > 0 ? { withheld } : {}),
      })),
    },
  };
}
