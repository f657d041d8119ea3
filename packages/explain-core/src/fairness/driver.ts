import { ExplainError } from '../errors.js';
import type { Json } from '../json.js';
import type { Artifact, Outcome, Result } from '../method/result.js';
import type { Subject } from '../method/subject.js';
import type { Driver, MethodChoice, Task } from '../method/task.js';
import { notEstimable } from '../numeric/estimate.js';
import { checkClasses, checkGroups, checkReferenceGroups } from './checkSubject.js';
import { disparateImpactRatio } from './disparateImpactRatio.js';
import type { GroupedOutcomes } from './groupedOutcomes.js';
import type { FairnessMetric, Measurement } from './metric.js';
import { groupOutcomes, mergeCubes, outcomeCube } from './outcomeCube.js';
import { readOutcomes } from './readOutcomes.js';
import { fairnessMetrics } from './registry.js';

const WORK = 'groupedOutcomes';

/** Rows of one task: some milliseconds of counting, or seconds of a model. */
const TASK_ROWS = 65_536;

/**
 * Fairness from one pass: tasks count ranges of rows into cubes, and every metric of every attribute and pair is computed
 * from the merged cube. Counts are whole numbers, so neither the ranges nor the workers can change a bit.
 */
export const fairness: Driver = {
  pillar: 'fairness',
  methods: fairnessMetrics,
  defaults: () => fairnessMetrics.map(({ id }) => ({ method: id })),

  tasks(subject, methods) {
    checkGroups(subject);
    checkClasses(subject);
    for (const choice of methods) {
      if (choice.method === disparateImpactRatio.id) checkReferenceGroups(subject, disparateImpactRatio.options.parse(choice.options));
    }
    if (methods.every((choice) => lacking(subject, choice) !== null)) return [];
    return Array.from({ length: Math.ceil(subject.dataset.rows / TASK_ROWS) }, (_, i): Task => {
      const from = i * TASK_ROWS;
      const to = Math.min(subject.dataset.rows, from + TASK_ROWS);
      return { key: `fairness/${WORK}/${i}`, pillar: 'fairness', work: WORK, rows: { kind: 'range', from, to }, options: {} };
    });
  },

  async run(task, context): Promise<Json> {
    if (task.work !== WORK) throw new ExplainError('BAD_PLAN', `Fairness has no work "${task.work}"; there is "${WORK}".`);
    return await readOutcomes(task, context);
  },

  combine(work, partials, { subject, methods }): Outcome {
    if (work === null) {
      const results = methods.flatMap((choice): Result[] => {
        const because = lacking(subject, choice);
        return because === null ? [] : [toResult(choice, { estimate: notEstimable(0, because) })];
      });
      return { results, artifacts: [] };
    }
    const outcomes = groupOutcomes(mergeCubes(partials.map((partial) => outcomeCube.parse(partial))), subject);
    const results = methods
      .filter((choice) => lacking(subject, choice) === null)
      .flatMap((choice) => {
        const metric: FairnessMetric = metricOf(choice);
        return metric.compute(outcomes, metric.options.parse(choice.options)).map((measurement) => toResult(choice, measurement));
      });
    return { results, artifacts: [countsArtifact(outcomes)] };
  },
};

/** Why a metric cannot be computed for this subject; null when it can. */
function lacking(subject: Subject, choice: MethodChoice): string | null {
  if (subject.dataset.rows === 0) return 'the data set has no rows';
  if (subject.model.source === 'file' && subject.model.task === 'regression') {
    return 'the model predicts a number, and this metric is about predicted classes';
  }
  if (metricOf(choice).needs.includes('groups') && subject.protected.length === 0) {
    return 'no protected column was named, so there are no groups to compare';
  }
  return null;
}

function metricOf({ method }: MethodChoice): FairnessMetric {
  const metric = fairnessMetrics.find(({ id }) => id === method);
  if (!metric) throw new ExplainError('BAD_PLAN', `There is no fairness method "${method}"; there are ${fairnessMetrics.map(({ id }) => id).join(', ')}.`);
  return metric as FairnessMetric;
}

function toResult({ method, version, options }: MethodChoice, { resolved, ...measurement }: Measurement): Result {
  return { dimension: 'fairness', method, version, options: { ...options, ...resolved }, ...measurement };
}

/** The counts behind every number, so that a reader can redo them, or compute a rate that the plan did not name. */
function countsArtifact({ overall, attributes }: GroupedOutcomes): Artifact {
  return {
    name: `fairness/${WORK}/cube`,
    body: {
      overall: { ...overall },
      attributes: attributes.map(({ attribute, groups }) => ({
        attribute,
        groups: groups.map(({ name, counts }) => ({ group: name, counts: { ...counts } })),
      })),
    },
  };
}
