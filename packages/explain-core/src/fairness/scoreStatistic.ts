import type { ScoreTable } from '../numeric/scoreTable.js';
import type { Uncertain } from '../numeric/uncertain.js';
import type { Bounds } from '../numeric/wilson.js';
import { effectiveRows } from './effectiveRows.js';
import type { Group, GroupScores } from './groupedOutcomes.js';
import { effectivePerWeight, type RowInfluence } from './influence.js';
import type { Statistic } from './statistic.js';
import type { IntervalMethod } from '../numeric/intervalMethods.js';

/** A number made of a group's scores, and its interval for a normal quantile; or why there is none. */
export type ScoreNumber = { readonly value: number; readonly bounds: (z: number) => Bounds; readonly middle?: () => number; readonly method: IntervalMethod } | { readonly value: null; readonly because: string };

/**
 * What a score statistic is made from. Weighted rows give `scores` their weights; `effective` is what turns a sum of weights into so many rows of
 * weight 1, 1 where rows are not weighted. Values come from the weights, doubt from effective rows.
 */
export interface ScoreMeasure extends Pick<Statistic, 'id' | 'label' | 'range'> {
  /** Rows without a label count as well. */
  readonly withoutLabels?: boolean;
  of(scores: GroupScores, effective: number): ScoreNumber;
  /** What each row does to the number, with about so many effective rows for a weight of 1; null where it is not defined. */
  influence(scores: GroupScores, effective: number): RowInfluence | null;
  /** What else a reader can redo the number from. */
  countsOf?(scores: GroupScores): Readonly<Record<string, number>>;
}

export function scoreStatistic(measure: ScoreMeasure): Statistic {
  const rowsOf = (group: Group): number => (measure.withoutLabels === true ? group.rows.rows : group.rows.labelled);
  return {
    id: measure.id,
    label: measure.label,
    basis: 'scores',
    range: measure.range,
    of(group) {
      const rows = rowsOf(group);
      if (group.scores === null) return { rows, value: null, because: 'there are no scores' };
      if (rows === 0) return { rows, value: null, because: noRows(group) };
      const used = (counts: Group['counts']): number => (measure.withoutLabels === true ? counts.rows : counts.labelled);
      const total = used(group.counts);
      if (total === 0) return { rows, value: null, because: `all ${rows} rows have weight 0` };
      const found = measure.of(group.scores, effectiveFor(measure, group, group.scores, rows, leastEffective(group, [used, positives, negatives])));
      return found.value === null ? { rows, value: null, because: found.because } : { rows, ...uncertain(found.value, found.bounds), ...(found.middle === undefined ? {} : { middle: once(found.middle) }), method: found.method };
    },
    countsOf(group) {
      const unlabelled = group.rows.rows - group.rows.labelled;
      return {
        rows: rowsOf(group),
        ...(group.parts === null ? {} : { weight: measure.withoutLabels === true ? group.counts.rows : group.counts.labelled }),
        ...(group.scores === null ? {} : (measure.countsOf?.(group.scores) ?? {})),
        ...(measure.withoutLabels !== true && unlabelled > 0 ? { rowsWithoutLabel: unlabelled } : {}),
      };
    },
  };
}

const positives = ({ truePositives, falseNegatives }: Group['counts']): number => truePositives + falseNegatives;
const negatives = ({ falsePositives, trueNegatives }: Group['counts']): number => falsePositives + trueNegatives;

function effectiveFor(measure: ScoreMeasure, group: Group, scores: GroupScores, rows: number, least: number): number {
  if (group.parts === null) return least;
  const influence = measure.influence(scores, least);
  return (influence === null ? null : effectivePerWeight(scores, influence, rows)) ?? least;
}

/**
 * Effective rows for a weight of 1 where the spread of the number itself does not say. Where weights hang on the label, those of one class vary more than those of all rows together, and what rests on that class knows less:
 * the class with the fewest for its weight decides, so that intervals err on the wide side.
 * So it does for what asks for no labels, since scores follow them.
 */
function leastEffective(group: Group, kinds: readonly ((counts: Group['counts']) => number)[]): number {
  return Math.min(...kinds.filter((of) => of(group.counts) > 0).map((of) => effectiveRows(group, of) / of(group.counts)));
}

function noRows({ rows }: Group): string {
  return rows.rows === 0 ? 'there are no rows' : `none of the ${rows.rows} rows has a label`;
}

/** Comparisons of many groups ask for the same few bounds again and again. */
export function uncertain(value: number, bounds: (z: number) => Bounds): Uncertain {
  const known = new Map<number, Bounds>();
  return {
    value,
    proportion: null,
    bounds(z) {
      let found = known.get(z);
      if (!found) known.set(z, (found = bounds(z)));
      return found;
    },
  };
}

function once(of: () => number): () => number {
  let known: number | undefined;
  return () => (known ??= of());
}

/** The same table in effective rows. Values do not change; what hangs on how many rows there are does. */
export function inEffectiveRows({ scores, positives, negatives }: ScoreTable, effective: number): ScoreTable {
  if (effective === 1) return { scores, positives, negatives };
  return { scores, positives: positives.map((weight) => weight * effective), negatives: negatives.map((weight) => weight * effective) };
}

/** How many positives and negatives there are, which curves are made of. */
export function classCounts({ table }: GroupScores): { positives: number; negatives: number } {
  let positives = 0;
  let negatives = 0;
  for (let i = 0; i < table.scores.length; i++) {
    positives += table.positives[i]!;
    negatives += table.negatives[i]!;
  }
  return { positives, negatives };
}
