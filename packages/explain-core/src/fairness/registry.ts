import { accuracy } from './accuracy.js';
import { demographicParityDifference } from './demographicParityDifference.js';
import { demographicParityRatio } from './demographicParityRatio.js';
import { disparateImpactRatio } from './disparateImpactRatio.js';
import { disparityTests } from './disparityTests.js';
import { equalizedOddsDifference } from './equalizedOddsDifference.js';
import { equalOpportunityDifference } from './equalOpportunityDifference.js';
import { falsePositiveRate } from './falsePositiveRate.js';
import { precision } from './precision.js';
import { selectionRate } from './selectionRate.js';
import { truePositiveRate } from './truePositiveRate.js';

/** Every fairness metric, in the order of plans and reports. */
export const fairnessMetrics = [
  selectionRate,
  truePositiveRate,
  falsePositiveRate,
  precision,
  accuracy,
  demographicParityDifference,
  demographicParityRatio,
  equalOpportunityDifference,
  equalizedOddsDifference,
  disparateImpactRatio,
  disparityTests,
] as const;
