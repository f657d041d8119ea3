import { meanBounds } from '../numeric/meanBounds.js';
import type { Moments } from '../numeric/scoreMoments.js';
import type { ScoreTable } from '../numeric/scoreTable.js';
import type { GroupScores } from './groupedOutcomes.js';
import { momentsOf, type Quantity } from './moments.js';
import { inEffectiveRows, scoreStatistic, type ScoreMeasure, type ScoreNumber } from './scoreStatistic.js';
import type { Statistic } from './statistic.js';

/** A mean over rows of one of the quantities that are summed up while rows are read; `spread` finds how it varies from the scores' table. */
export function meanStatistic(quantity: Quantity, spread: (table: ScoreTable) => Moments | null, measure: Omit<ScoreMeasure, 'of'>): Statistic {
  return scoreStatistic({
    ...measure,
    of(scores, effective) {
      const { weight, sum } = momentsOf(scores.moments, quantity);
      const table = measure.withoutLabels === true ? withUnlabelled(scores) : scores.table;
      return meanNumber({ ...spread(inEffectiveRows(table, effective))!, mean: sum / weight }, measure.range);
    },
  });
}

export function meanNumber(moments: Moments, range: readonly [number, number]): ScoreNumber {
  const isAlike = moments.variance === null || moments.variance === 0;
  return { value: moments.mean, bounds: (z) => meanBounds(moments, range, z), method: isAlike ? 'clopperPearson' : 'hallT' };
}

/** Rows without a label among the negatives: for what does not ask for labels. */
function withUnlabelled({ table, unlabelled }: GroupScores): ScoreTable {
  return { ...table, negatives: table.negatives.map((weight, i) => weight + unlabelled[i]!) };
}
