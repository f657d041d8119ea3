import { z } from 'zod';
import { calibrationError, reliabilityCurve } from '../numeric/calibration.js';
import { calibrationErrorBounds, calibrationErrorMiddle } from '../numeric/calibrationErrorBounds.js';
import { scoreError } from '../numeric/scoreMoments.js';
import { level, type FairnessMetric } from './metric.js';
import { influenceOnMean } from './scoreMean.js';
import { inEffectiveRows, scoreStatistic } from './scoreStatistic.js';
import { chuangLai2000, guo2017, naeini2015 } from './scoreSources.js';
import { feldmanCousins1998 } from './sources.js';
import { perGroup, type Statistic } from './statistic.js';

export const bins = z.number().int().min(1).max(1000).default(10).describe('Bins of equal width that [0, 1] is cut into.');

const options = z.strictObject({ level, bins });
type Options = z.infer<typeof options>;

/**
 * Σ over bins of n_b/n · |mean score − share of positives|; in [0, 1], ideal 0. Undefined without labelled rows. Naeini et al. 2015.
 */
export const expectedCalibrationError: FairnessMetric<Options> = {
  pillar: 'fairness',
  id: 'expectedCalibrationError',
  version: 3,
  label: 'Expected calibration error',
  summary: 'How far predicted probabilities are from observed shares, averaged over bins.',
  definition:
    'Labelled rows are put into bins of equal width by their score, bins closed on the right; Σ over bins of (share of rows) × |mean score − share of positives|. Noise makes it larger than it is, so the interval is not around it: it holds each error that would give the observed number often enough, the gaps of bins being what they most likely are for that error (hybrid resampling, with the distribution computed and not drawn), and the number itself. While noise may make most of the number, below some hundreds of rows, it holds the true error at least as often as the level says. Rows without a label are left out and counted in rowsWithoutLabel.',
  caution: 'It depends on the bins and is above 0 even for a perfectly calibrated model: a small group has a larger error by chance alone, so compare groups by the intervals. Errors of opposite sign within a bin cancel. Equal calibration does not mean equal error rates; where base rates differ, both cannot hold.',
  sources: [naeini2015, guo2017, chuangLai2000, feldmanCousins1998],
  needs: ['scores', 'probabilities', 'labels'],
  range: [0, 1],
  ideal: 0,
  direction: 'lower',
  options,
  compute: (outcomes, chosen) => perGroup(outcomes, calibrationErrorStatistic(chosen.bins), chosen),
};

export function calibrationErrorStatistic(count: number): Statistic {
  return scoreStatistic({
    id: expectedCalibrationError.id,
    label: expectedCalibrationError.label,
    range: [0, 1],
    // That of calibration in the large: which sign each bin's part of it has hardly bears on how alike rows are.
    influence: ({ table }) => influenceOnMean(table, scoreError),
    of({ table }, effective) {
      const rows = inEffectiveRows(table, effective);
      return {
        value: calibrationError(reliabilityCurve(table, count, 1))!.expected,
        bounds: (z) => calibrationErrorBounds(rows, count, z)!,
        middle: () => calibrationErrorMiddle(rows, count)!,
        method: 'hybridResampling',
      };
    },
    countsOf: ({ table }) => ({ binsWithRows: reliabilityCurve(table, count, 1).filter(({ n }) => n > 0).length }),
  });
}
