import { accuracyDifference } from './accuracyDifference.js';
import { averageAbsoluteOddsDifference } from './averageAbsoluteOddsDifference.js';
import { averageOddsDifference } from './averageOddsDifference.js';
import { balancedAccuracyDifference } from './balancedAccuracyDifference.js';
import { demographicParityDifference } from './demographicParityDifference.js';
import { demographicParityRatio } from './demographicParityRatio.js';
import { disparateImpactRatio } from './disparateImpactRatio.js';
import { disparities } from './disparities.js';
import { disparityTests } from './disparityTests.js';
import { equalizedOddsDifference } from './equalizedOddsDifference.js';
import { equalizedOddsRatio } from './equalizedOddsRatio.js';
import { equalOpportunityDifference } from './equalOpportunityDifference.js';
import { equalOpportunityRatio } from './equalOpportunityRatio.js';
import { errorRateDifference } from './errorRateDifference.js';
import { errorRateRatio } from './errorRateRatio.js';
import { f1Difference } from './f1Difference.js';
import { falseDiscoveryRateDifference } from './falseDiscoveryRateDifference.js';
import { falseNegativeRateDifference } from './falseNegativeRateDifference.js';
import { falseNegativeRateRatio } from './falseNegativeRateRatio.js';
import { falseOmissionRateDifference } from './falseOmissionRateDifference.js';
import { falsePositiveRateDifference } from './falsePositiveRateDifference.js';
import { falsePositiveRateRatio } from './falsePositiveRateRatio.js';
import { groupCounts } from './groupCounts.js';
import { groupStatistics } from './groupStatistics.js';
import { macroF1 } from './macroF1.js';
import { macroPrecision } from './macroPrecision.js';
import { macroRecall } from './macroRecall.js';
import { oneVersusRest } from './oneVersusRest.js';
import { predictiveParityDifference } from './predictiveParityDifference.js';
import { predictiveParityRatio } from './predictiveParityRatio.js';
import { treatmentEqualityDifference } from './treatmentEqualityDifference.js';

/** Every fairness metric, in the order of plans and reports. */
export const fairnessMetrics = [
  groupCounts,
  ...groupStatistics,
  macroRecall,
  macroPrecision,
  macroF1,
  oneVersusRest,
  demographicParityDifference,
  demographicParityRatio,
  disparateImpactRatio,
  equalOpportunityDifference,
  equalOpportunityRatio,
  equalizedOddsDifference,
  equalizedOddsRatio,
  averageOddsDifference,
  averageAbsoluteOddsDifference,
  falsePositiveRateDifference,
  falsePositiveRateRatio,
  falseNegativeRateDifference,
  falseNegativeRateRatio,
  predictiveParityDifference,
  predictiveParityRatio,
  falseDiscoveryRateDifference,
  falseOmissionRateDifference,
  accuracyDifference,
  errorRateDifference,
  errorRateRatio,
  balancedAccuracyDifference,
  f1Difference,
  treatmentEqualityDifference,
  disparities,
  disparityTests,
] as const;
