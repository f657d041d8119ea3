import type { Json, JsonObject } from '../json.js';
import type { Artifact } from '../method/result.js';
import type { Subject } from '../method/subject.js';
import type { MethodChoice } from '../method/task.js';
import type { ExplainedRow } from './explainer.js';
import { groupedMeasure, type GroupOptions } from './groupMeasures.js';

/**
 * The mean curve of all rows, and of the rows of each group that has enough, of whatever a judge followed, as the artifact `explainability/<judge>/<explainer>`:
 * { method, version, explainer, class, level, …what the judge says of the steps, curves: [{ name, attribute?, group?, rows, points: [{ mean, lower, upper }] }] }. Intervals are for each point, not for the curve.
 * Nothing where nothing was followed. Groups are left out where small ones are withheld.
 */
export function followedCurves(subject: Subject, rows: readonly ExplainedRow[], { method, version }: MethodChoice, options: GroupOptions, about: JsonObject): Artifact[] {
  const followed = rows[0]?.followed?.[method];
  if (followed === undefined) return [];
  const shown = subject.grouping.withholdBelow > 0 ? { ...subject, protected: [] } : subject;
  const curves = Object.entries(followed).flatMap(([name, { length }]) => {
    const steps = Array.from({ length }, (_, t) =>
      groupedMeasure(shown, rows, { id: name, kind: 'mean', range: [-Infinity, Infinity], of: (row) => row.followed![method]![name]![t]!, undefinedBecause: 'no row was explained' }, options),
    );
    return steps[0]!.flatMap(({ attribute, group, estimate: { n, value } }, at) => {
      if (value === null) return [];
      const points = steps.map((step) => {
        const { estimate } = step[at]!;
        return { mean: estimate.value, lower: estimate.value === null ? null : (estimate.interval?.lower ?? null), upper: estimate.value === null ? null : (estimate.interval?.upper ?? null) };
      });
      return [{ name, ...(attribute === undefined ? {} : { attribute, group: group! }), rows: n, points }];
    });
  });
  return [{ name: `explainability/${method}/${String(about['explainer'])}`, body: { method, version, ...about, level: options.level, curves } as unknown as Json }];
}
