import { pow } from '../elementary/power.js';
import { meanBounds } from '../numeric/meanBounds.js';
import { normalCdf } from '../numeric/normalCdf.js';
import type { Moments } from '../numeric/scoreMoments.js';
import { studentTQuantile } from '../numeric/studentT.js';
import { effectiveRows } from './effectiveRows.js';
import type { Group, GroupCounts } from './groupedOutcomes.js';
import type { GroupNumbers } from './numberSums.js';
import { uncertain, type ScoreNumber } from './scoreStatistic.js';
import type { Statistic } from './statistic.js';

/** What a number of a group is made from. `n`: how many independent rows of weight 1 the group's rows say as much as. */
export interface NumberMeasure extends Pick<Statistic, 'id' | 'label' | 'range'> {
  /** Rows without a label count as well. */
  readonly withoutLabels?: boolean;
  of(numbers: GroupNumbers, n: number): ScoreNumber;
}

export function numberStatistic({ id, label, range, withoutLabels = false, of }: NumberMeasure): Statistic {
  const used = (counts: GroupCounts): number => (withoutLabels ? counts.rows : counts.labelled);
  return {
    id,
    label,
    basis: 'counts',
    range,
    of(group) {
      const rows = used(group.rows);
      if (rows === 0) return { rows, value: null, because: group.rows.rows === 0 ? 'there are no rows' : `none of the ${group.rows.rows} rows has a label` };
      if (used(group.counts) === 0) return { rows, value: null, because: `all ${rows} rows have weight 0` };
      const found = of(group.numbers!, effectiveRows(group, used));
      return found.value === null ? { rows, value: null, because: found.because } : { rows, ...uncertain(found.value, found.bounds), method: found.method };
    },
    countsOf: (group) => rowCounts(group, withoutLabels),
  };
}

export function rowCounts({ rows, counts, parts }: Group, withoutLabels: boolean): Record<string, number> {
  const unlabelled = rows.rows - rows.labelled;
  return {
    rows: withoutLabels ? rows.rows : rows.labelled,
    ...(parts === null ? {} : { weight: withoutLabels ? counts.rows : counts.labelled }),
    ...(!withoutLabels && unlabelled > 0 ? { rowsWithoutLabel: unlabelled } : {}),
  };
}

/** Spread that is only the rounding of sums is none. */
const ROUNDING = 1e-12;

/** Mean, variance and skewness from Σw, Σwx, Σwx², Σwx³, for n independent rows. */
export function momentsFrom(weight: number, sum: number, squares: number, cubes: number, n: number): Moments {
  const mean = sum / weight;
  const second = squares / weight - mean * mean;
  if (!(n > 1)) return { mean, n, variance: null };
  if (second <= ROUNDING * (squares / weight)) return { mean, n, variance: 0 };
  const third = cubes / weight - 3 * mean * (squares / weight) + 2 * pow(mean, 3);
  return { mean, n, variance: (second * n) / (n - 1), skewness: third / pow(second, 1.5) };
}

/** Why there is no number where nothing else was seen anywhere: an interval within what was seen would have no width. */
export function alwaysThe(value: number): ScoreNumber {
  return { value: null, because: `it is ${value} in every row that was seen, so how uncertain it is cannot be told` };
}

/** A mean in the label's units from moments in others: from + unit · x. `range` is in the label's units. */
export function meanNumber(moments: Moments, [least, most]: readonly [number, number], { from, unit }: { readonly from: number; readonly unit: number }): ScoreNumber {
  if (least === most) return alwaysThe(least);
  const range: readonly [number, number] = [(least - from) / unit, (most - from) / unit];
  const back = (x: number): number => from + unit * x;
  return {
    value: back(moments.mean),
    bounds(z) {
      const { lower, upper } = meanBounds(moments, range, z);
      // The ends of the range are told as they were seen, not as they come back.
      return { lower: lower === range[0] ? least : back(lower), upper: upper === range[1] ? most : back(upper) };
    },
    method: moments.variance === null || moments.variance === 0 ? 'clopperPearson' : 'hallT',
  };
}

/** Student's quantile at the coverage that z stands for. */
export function tFor(z: number, n: number): number {
  return studentTQuantile(normalCdf(z), n - 1);
}
