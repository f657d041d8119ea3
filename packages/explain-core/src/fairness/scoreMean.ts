import { meanBounds } from '../numeric/meanBounds.js';
import { scoreMoments, type Moments, type RowWorth } from '../numeric/scoreMoments.js';
import type { ScoreTable } from '../numeric/scoreTable.js';
import type { GroupScores } from './groupedOutcomes.js';
import { momentsOf, type Quantity } from './moments.js';
import type { RowInfluence } from './influence.js';
import { inEffectiveRows, scoreStatistic, type ScoreMeasure, type ScoreNumber } from './scoreStatistic.js';
import type { Statistic } from './statistic.js';

/** A mean over rows of one of the quantities that are summed up while rows are read; how it varies is seen in the scores' table. */
export function meanStatistic(quantity: Quantity, worth: RowWorth, measure: Omit<ScoreMeasure, 'of' | 'influence'>): Statistic {
  return scoreStatistic({
    ...measure,
    influence: ({ table }) => influenceOnMean(table, worth, measure.withoutLabels === true),
    of(scores, effective) {
      const { weight, sum } = momentsOf(scores.moments, quantity);
      const table = measure.withoutLabels === true ? withUnlabelled(scores) : scores.table;
      return meanNumber({ ...scoreMoments(inEffectiveRows(table, effective), worth)!, mean: sum / weight }, measure.range);
    },
  });
}

export function meanNumber(moments: Moments, range: readonly [number, number]): ScoreNumber {
  const isAlike = moments.variance === null || moments.variance === 0;
  return { value: moments.mean, bounds: (z) => meanBounds(moments, range, z), method: isAlike ? 'clopperPearson' : 'hallT' };
}

/** Rows without a label are worth what negative ones are, where a mean counts them. */
export function influenceOnMean({ scores }: ScoreTable, { ofPositive, ofNegative }: RowWorth, withoutLabels = false): RowInfluence {
  const negative = scores.map(ofNegative);
  return { ofPositive: scores.map(ofPositive), ofNegative: negative, ...(withoutLabels ? { ofUnlabelled: negative } : {}) };
}

/** Rows without a label among the negatives: for what does not ask for labels. */
function withUnlabelled({ table, unlabelled }: GroupScores): ScoreTable {
  return { ...table, negatives: table.negatives.map((weight, i) => weight + unlabelled[i]!) };
}
