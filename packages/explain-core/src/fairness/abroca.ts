import { abroca as areaBetween } from '../numeric/abroca.js';
import { rocCurve } from '../numeric/rocCurve.js';
import { pairwiseSum } from '../numeric/sum.js';
import { distanceOptions, distanceToReference, moved, sizeOf, type DistanceOptions, type GroupDistance } from './distanceToReference.js';
import type { Group } from './groupedOutcomes.js';
import type { FairnessMetric } from './metric.js';
import { classCounts } from './scoreStatistic.js';
import { bickelFreedman1981, gardner2019 } from './scoreSources.js';

/**
 * ∫ |ROC_a(x) − ROC_reference(x)| dx over false positive rates; in [0, 1], ideal 0. Undefined where a group lacks a class. Gardner et al. 2019.
 */
export const abroca: FairnessMetric<DistanceOptions> = {
  pillar: 'fairness',
  id: 'abroca',
  version: 1,
  label: 'Absolute between-ROC area',
  summary: 'Area between the ROC curve of a group and that of the reference group, wherever they differ.',
  definition:
    'Area enclosed by the ROC curve of the group and that of the reference group (the one named for the attribute, else the largest), over all false positive rates, exact on the piecewise linear curves; where the curves cross both sides count. Interval: the area ± the level quantile, over samples drawn anew, of the area by which both curves moved (triangle inequality; scores drawn in 512 bins). It holds 0 as often as it says where nothing differs, and is wider than need be where much does. Rows without a label are left out. Above 100,000 rows scores count to 1/4096 of their range.',
  caution: 'It weighs all thresholds alike, also those that nobody would use, and takes each group at its own threshold: one threshold for all may treat groups differently although this is 0. Small groups have a large value by chance; read the interval.',
  sources: [gardner2019, bickelFreedman1981],
  needs: ['scores', 'labels', 'groups'],
  range: [0, 1],
  ideal: 0,
  direction: 'lower',
  onRequest: true,
  options: distanceOptions,
  compute: (outcomes, options) => distanceToReference(outcomes, rocDistance, options),
};

/** False positive rates at which curves are compared with each other when rows are drawn again. */
const GRID = 256;

const rocDistance: GroupDistance = {
  basis: 'scores',
  most: 1,
  of: (group, reference) => {
    const value = group.scores === null || reference.scores === null ? null : areaBetween(group.scores.table, reference.scores.table);
    const lacking = [group, reference].find((one) => one.scores === null || rocCurve(one.scores.table) === null);
    return value === null ? { because: `in group "${lacking!.name}" all labelled rows have the same class, so there is no curve` } : { value };
  },
  rowsOf: (group) => group.rows.labelled,
  unitsOf: ({ rows }) => Math.min(rows.truePositives + rows.falseNegatives, rows.falsePositives + rows.trueNegatives),
  countsOf: (group, reference) => {
    const [own, theirs] = [group, reference].map(({ scores }) => (scores === null ? { positives: 0, negatives: 0 } : classCounts(scores)));
    return { positives: own!.positives, negatives: own!.negatives, referencePositives: theirs!.positives, referenceNegatives: theirs!.negatives };
  },
  state: curveOf,
  unseen: (shares) => pairwiseSum(shares),
  error: (...states) => sizeOf(moved(...states)) / GRID,
};

/** Heights of the curve in the middle of each cell of the grid; see rocCurve. */
function curveOf({ scores }: Group): Float64Array | null {
  if (scores === null) return null;
  const { positives, negatives } = scores.table;
  const total = classCounts(scores);
  if (total.positives === 0 || total.negatives === 0) return null;
  const heights = new Float64Array(GRID).fill(1);
  let cell = 0;
  let x = 0;
  let y = 0;
  for (let i = positives.length - 1; i >= 0; i--) {
    const [nextX, nextY] = [x + negatives[i]! / total.negatives, y + positives[i]! / total.positives];
    for (; cell < GRID && (cell + 0.5) / GRID <= nextX; cell++) heights[cell] = y + ((nextY - y) * ((cell + 0.5) / GRID - x)) / (nextX - x);
    x = nextX;
    y = nextY;
  }
  return heights;
}
