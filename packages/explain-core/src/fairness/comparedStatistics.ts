import { areaUnderRoc, areaUnderRocStatistic } from './areaUnderRoc.js';
import { averagePrecision, averagePrecisionStatistic } from './averagePrecision.js';
import { brierScore, brierScoreStatistic } from './brierScore.js';
import { calibrationErrorStatistic, expectedCalibrationError } from './expectedCalibrationError.js';
import type { GroupedOutcomes } from './groupedOutcomes.js';
import { groupStatistics } from './groupStatistics.js';
import { logLoss, logLossStatistic } from './logLoss.js';
import { occurringClasses } from './classAgainstRest.js';
import { macroRate } from './macro.js';
import { macroF1, macroF1Statistic } from './macroF1.js';
import { macroPrecision } from './macroPrecision.js';
import { macroRecall } from './macroRecall.js';
import { meanScore, meanScoreStatistic } from './meanScore.js';
import type { MethodInfo } from '../method/method.js';
import { precision } from './precision.js';
import { rateStatistic } from './rate.js';
import type { Statistic } from './statistic.js';
import { truePositiveRate } from './truePositiveRate.js';

/** A number of groups that comparisons can be asked for by the name of its method. */
export interface ComparedStatistic {
  readonly metric: MethodInfo;
  statistic(outcomes: GroupedOutcomes): Statistic;
}

export const comparedStatistics: readonly ComparedStatistic[] = [
  ...groupStatistics.map((metric): ComparedStatistic => ({ metric: metric as MethodInfo, statistic: () => ('of' in metric ? metric : rateStatistic(metric)) })),
  { metric: macroRecall as MethodInfo, statistic: (outcomes) => macroRate(macroRecall, truePositiveRate, occurringClasses(outcomes).labelled, outcomes) },
  { metric: macroPrecision as MethodInfo, statistic: (outcomes) => macroRate(macroPrecision, precision, occurringClasses(outcomes).predicted, outcomes) },
  { metric: macroF1 as MethodInfo, statistic: macroF1Statistic },
  { metric: meanScore as MethodInfo, statistic: ({ scale }) => meanScoreStatistic(scale) },
  { metric: brierScore as MethodInfo, statistic: () => brierScoreStatistic },
  { metric: logLoss as MethodInfo, statistic: () => logLossStatistic },
  { metric: expectedCalibrationError as MethodInfo, statistic: () => calibrationErrorStatistic(expectedCalibrationError.options.parse({}).bins) },
  { metric: areaUnderRoc as MethodInfo, statistic: () => areaUnderRocStatistic },
  { metric: averagePrecision as MethodInfo, statistic: () => averagePrecisionStatistic },
];
