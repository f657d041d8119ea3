import { abroca } from './abroca.js';
import { accuracyDifference } from './accuracyDifference.js';
import { areaUnderRoc } from './areaUnderRoc.js';
import { areaUnderRocDifference } from './areaUnderRocDifference.js';
import { averageAbsoluteOddsDifference } from './averageAbsoluteOddsDifference.js';
import { averageOddsDifference } from './averageOddsDifference.js';
import { averagePrecision } from './averagePrecision.js';
import { balancedAccuracyDifference } from './balancedAccuracyDifference.js';
import { brierScore } from './brierScore.js';
import { calibrationCurve } from './calibrationCurve.js';
import { calibrationGap } from './calibrationGap.js';
import { classImbalance } from './classImbalance.js';
import { demographicParityDifference } from './demographicParityDifference.js';
import { demographicParityRatio } from './demographicParityRatio.js';
import { differentialFairness } from './differentialFairness.js';
import { disparateImpactRatio } from './disparateImpactRatio.js';
import { disparities } from './disparities.js';
import { disparityTests } from './disparityTests.js';
import { equalizedOddsDifference } from './equalizedOddsDifference.js';
import { equalizedOddsRatio } from './equalizedOddsRatio.js';
import { equalOpportunityDifference } from './equalOpportunityDifference.js';
import { equalOpportunityRatio } from './equalOpportunityRatio.js';
import { errorRateDifference } from './errorRateDifference.js';
import { errorRateRatio } from './errorRateRatio.js';
import { expectedCalibrationError } from './expectedCalibrationError.js';
import { exposureRatio } from './exposureRatio.js';
import { f1Difference } from './f1Difference.js';
import { falseDiscoveryRateDifference } from './falseDiscoveryRateDifference.js';
import { falseNegativeRateDifference } from './falseNegativeRateDifference.js';
import { falseNegativeRateRatio } from './falseNegativeRateRatio.js';
import { falseOmissionRateDifference } from './falseOmissionRateDifference.js';
import { falsePositiveRateDifference } from './falsePositiveRateDifference.js';
import { falsePositiveRateRatio } from './falsePositiveRateRatio.js';
import { generalizedEntropyIndex } from './generalizedEntropyIndex.js';
import { groupCounts } from './groupCounts.js';
import { groupStatistics } from './groupStatistics.js';
import { labelDivergence } from './labelDivergence.js';
import { logLoss } from './logLoss.js';
import { macroF1 } from './macroF1.js';
import { macroPrecision } from './macroPrecision.js';
import { macroRecall } from './macroRecall.js';
import { meanScore } from './meanScore.js';
import { oneVersusRest } from './oneVersusRest.js';
import { predictiveParityDifference } from './predictiveParityDifference.js';
import { predictiveParityRatio } from './predictiveParityRatio.js';
import { rankingNdcg } from './rankingNdcg.js';
import { rankingNdkl } from './rankingNdkl.js';
import { rankingSkew } from './rankingSkew.js';
import { scoreKolmogorovSmirnov } from './scoreKolmogorovSmirnov.js';
import { scoreWasserstein } from './scoreWasserstein.js';
import { theilIndex } from './theilIndex.js';
import { topKShare } from './topKShare.js';
import { treatmentEqualityDifference } from './treatmentEqualityDifference.js';

/** Every fairness metric, in the order of plans and reports. */
export const fairnessMetrics = [
  groupCounts,
  ...groupStatistics,
  meanScore,
  brierScore,
  logLoss,
  expectedCalibrationError,
  calibrationCurve,
  areaUnderRoc,
  averagePrecision,
  rankingNdcg,
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
  calibrationGap,
  areaUnderRocDifference,
  abroca,
  scoreWasserstein,
  scoreKolmogorovSmirnov,
  generalizedEntropyIndex,
  theilIndex,
  differentialFairness,
  classImbalance,
  labelDivergence,
  exposureRatio,
  topKShare,
  rankingSkew,
  rankingNdkl,
  disparities,
  disparityTests,
] as const;
