import { asStrings } from '../../data/select.js';
import type { Column, ColumnInfo } from '../../data/table.js';
import { ExplainError } from '../../errors.js';
import type { Condition } from './condition.js';

/** A column's bins, each a condition, and how rows are put into them. Every row is in exactly one. */
export interface ColumnBins {
  readonly column: string;
  readonly bins: readonly Condition[];
  /** The bin of each row. */
  codesOf(column: Column): Uint8Array;
}

/** Ranges a number column is cut into. */
export const MOST_RANGES = 10;
/** Bins a column of values has, the one for all others among them. */
export const MOST_VALUES = 50;

/**
 * Missing is a bin where some row has no value. Values are bins of their own, in a number column up to MOST_RANGES of them and in others up to MOST_VALUES; in a
 * number column with more, ranges of about equally many rows, between values that occur; in another column with more, the most frequent and all others together.
 *   sample: some rows of the column, which show where most values lie; cuts: where a number column is cut, null to find out
 * Null for a column that has too many values to be told apart (free text), or only one.
 */
export function binColumn(info: ColumnInfo, sample: Column, cuts: readonly number[] | null): ColumnBins | null {
  const missing: Condition[] = info.missing > 0 ? [{ column: info.name, missing: true }] : [];
  if (sample.kind === 'number' && (cuts !== null || info.levels === null || info.levels.length > MOST_RANGES)) {
    return rangeBins(info.name, cuts ?? quantileCuts(sample.values), missing);
  }
  return info.levels === null ? null : valueBins(info.name, info.levels, sample, missing);
}

function rangeBins(column: string, cuts: readonly number[], missing: readonly Condition[]): ColumnBins | null {
  const ranges = Array.from({ length: cuts.length + 1 }, (_, i): Condition => ({ column, from: cuts[i - 1] ?? null, to: cuts[i] ?? null }));
  const bins = [...(cuts.length === 0 ? [{ column, missing: false }] : ranges), ...missing];
  if (bins.length < 2) return null;
  const none = bins.length - 1;
  return {
    column,
    bins,
    codesOf: (values) =>
      Uint8Array.from(numbersOf(values), (value) => {
        if (Number.isNaN(value)) return none;
        let code = 0;
        while (code < cuts.length && value >= cuts[code]) code++;
        return code;
      }),
  };
}

function numbersOf(column: Column): Float64Array {
  if (column.kind !== 'number') throw new ExplainError('BAD_DATA', `"${column.name}" was a number column and now is a ${column.kind} column.`);
  return column.values;
}

/** Values that cut the sample into MOST_RANGES ranges of about as many rows each; fewer where a value is frequent. */
function quantileCuts(values: Float64Array): number[] {
  // −0 and 0 are one value.
  const ascending = values.filter((value) => !Number.isNaN(value)).map((value) => value + 0).sort();
  const [least] = ascending;
  const cuts = Array.from({ length: MOST_RANGES - 1 }, (_, i) => ascending[Math.floor(((i + 1) * ascending.length) / MOST_RANGES)]);
  // A range below the least value would be empty; where nearly all rows have it, the others are a range.
  const above = [...new Set(cuts)].filter((cut) => cut > least);
  return above.length > 0 ? above : [...ascending.filter((value) => value > least).subarray(0, 1)];
}

function valueBins(column: string, levels: readonly string[], sample: Column, missing: readonly Condition[]): ColumnBins | null {
  const shown = levels.length <= MOST_VALUES ? levels : mostFrequent(levels, sample, MOST_VALUES - 1);
  const others: Condition[] = levels.length > MOST_VALUES ? [{ column, otherThan: [...shown] }] : [];
  const bins: Condition[] = [...shown.map((level): Condition => ({ column, levels: [level] })), ...others, ...missing];
  if (bins.length < 2) return null;
  const position = new Map(shown.map((level, i) => [level, i]));
  const codeOf = (level: string): number => position.get(level) ?? shown.length;
  const none = bins.length - 1;
  return {
    column,
    bins,
    codesOf: (values) => {
      if (values.kind === 'category') {
        const byLevel = values.levels.map(codeOf);
        return Uint8Array.from(values.codes, (code) => (code < 0 ? none : byLevel[code]));
      }
      return Uint8Array.from(asStrings(values), (level) => (level === null ? none : codeOf(level)));
    },
  };
}

/** In the order of the levels; of equally frequent ones the first. */
function mostFrequent(levels: readonly string[], sample: Column, size: number): string[] {
  const counts = new Map(levels.map((level) => [level, 0]));
  for (const level of asStrings(sample)) if (level !== null) counts.set(level, (counts.get(level) ?? 0) + 1);
  const kept = new Set([...levels].sort((a, b) => counts.get(b)! - counts.get(a)!).slice(0, size));
  return levels.filter((level) => kept.has(level));
}
