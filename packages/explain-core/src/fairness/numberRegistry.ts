import { groupCounts, groupCountsOf } from './groupCounts.js';
import { meanAbsoluteError } from './meanAbsoluteError.js';
import { meanAbsoluteErrorDifference } from './meanAbsoluteErrorDifference.js';
import { meanAbsoluteErrorRatio } from './meanAbsoluteErrorRatio.js';
import { meanPrediction } from './meanPrediction.js';
import { meanPredictionDifference } from './meanPredictionDifference.js';
import { meanPredictionRatio } from './meanPredictionRatio.js';
import { meanResidual } from './meanResidual.js';
import { meanResidualDifference } from './meanResidualDifference.js';
import type { RateOptions } from './metric.js';
import type { NumberMetric } from './numberMetric.js';
import { residualDistance } from './residualDistance.js';
import { residualQuantiles } from './residualQuantiles.js';
import { rootMeanSquaredError } from './rootMeanSquaredError.js';
import { rootMeanSquaredErrorDifference } from './rootMeanSquaredErrorDifference.js';
import { rSquared } from './rSquared.js';

/** The same method as for classes: how many rows a group has does not hang on what is predicted of them. */
const groupCountsOfNumbers: NumberMetric<RateOptions> = { ...groupCounts, compute: groupCountsOf };

/** Every fairness metric of a predicted number, in the order of plans and reports. */
export const numberMetrics = [
  groupCountsOfNumbers,
  meanPrediction,
  meanResidual,
  meanAbsoluteError,
  rootMeanSquaredError,
  rSquared,
  residualQuantiles,
  meanPredictionDifference,
  meanPredictionRatio,
  meanResidualDifference,
  meanAbsoluteErrorDifference,
  meanAbsoluteErrorRatio,
  rootMeanSquaredErrorDifference,
  residualDistance,
] as const;
