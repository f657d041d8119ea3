import { MOST_SETS, type Conjunctions } from '../../numeric/countConjunctions.js';
import { conjunctionTotals, type Losses } from './conjunctionTotals.js';
import { scoreBound, sliceScore, type ScoreTerms } from './sliceScore.js';
import { WorstSlices, type FoundSlice } from './worstSlices.js';

/** A column as the bin of each row; bins are 0 … bins − 1, at most 255 of them. */
export interface BinnedColumn {
  readonly bins: number;
  readonly codes: Uint8Array;
}

export interface SearchOptions {
  /** Most conditions of a slice: 1, 2 or 3. */
  readonly depth: number;
  /** Rows a slice must have, at least 1. */
  readonly minimumRows: number;
  /** Weight of the excess loss against the size, in (0, 1]. */
  readonly alpha: number;
  /** How many slices are wanted. */
  readonly slices: number;
  /** Whether slices that have the very rows of one with fewer conditions are left out. */
  readonly distinct: boolean;
}

export interface SliceSearch {
  /** Largest score first; of equal ones those with fewer conditions, then by columns and bins. */
  readonly slices: readonly FoundSlice[];
  /** Slices whose rows were counted, by number of conditions. */
  readonly counted: readonly number[];
  /** Up to how many conditions the search is complete: `depth`, or fewer where there would have been more to count than MOST_COUNTED. */
  readonly depth: number;
}

/** Something that may be part of a wanted slice: its rows, their loss, and the largest loss of one row. */
interface Part {
  readonly rows: number;
  readonly loss: number;
  readonly largest: number;
}

/** A bin that may; bins are numbered in the order of columns, then bins. */
interface LiveBin extends Part {
  readonly column: number;
  readonly code: number;
}

/** Pairs of bins that may: the parts by second bin, for every first bin. */
type LivePairs = readonly ReadonlyMap<number, Part>[];

/** Slices of one number of conditions that are counted at most: some seconds for a million rows, and some hundred megabytes. */
export const MOST_COUNTED = 5_000_000;

/** Bounds and scores are rounded differently, by some 1e-16 of their terms; 1e-9 is far above that and spares almost nothing from pruning. */
const ROUNDING = 1e-9;

/**
 * The slices with the largest scores: conjunctions of column = bin over at most `depth` different columns, with a score above 0 and at least
 * `minimumRows` rows. Exact: what is not counted is within a slice whose bound is below the least of the wanted ones.
 * Sagadeeva and Boehm 2021, SIGMOD, algorithm 1. Theirs multiplies sparse matrices; here sets of rows are bits, and each level is counted in one pass.
 *   columns: each of n codes; losses: n numbers of at least 0, finite
 */
export function findSlices(columns: readonly BinnedColumn[], losses: Losses, options: SearchOptions): SliceSearch {
  const rows = losses.length;
  let total = 0;
  for (let row = 0; row < rows; row++) total += losses[row];
  const worst = new WorstSlices(options.slices);
  const counted = [0, 0, 0];
  // Where nothing is lost, nowhere is worse than elsewhere.
  if (total === 0) return { slices: [], counted, depth: options.depth };
  const terms: ScoreTerms = { alpha: options.alpha, rows, meanLoss: total / rows, minimumRows: Math.max(1, options.minimumRows) };
  const search: Search = { columns, losses, terms, distinct: options.distinct, worst, counted };
  const bins = firstLevel(search);
  const pairs = options.depth >= 2 ? secondLevel(bins, search) : null;
  const isComplete = options.depth >= 3 && pairs !== null && thirdLevel(bins, pairs, search);
  return { slices: worst.list(), counted, depth: Math.min(options.depth, pairs === null ? 1 : isComplete ? 3 : 2) };
}

interface Search {
  readonly columns: readonly BinnedColumn[];
  readonly losses: Losses;
  readonly terms: ScoreTerms;
  readonly distinct: boolean;
  readonly worst: WorstSlices;
  readonly counted: number[];
}

/** Whether a slice within the part could still be among the wanted. */
function mayMatter(rows: number, loss: number, largest: number, { worst, terms }: Search): boolean {
  return scoreBound(rows, loss, largest, terms) > worst.threshold - ROUNDING * (1 + worst.threshold);
}

/** Takes a slice that was counted, unless it has the very rows of one of `parents`; answers whether it was taken. */
function offer(bins: readonly LiveBin[], rows: number, loss: number, parents: readonly Part[], { worst, terms, counted, distinct }: Search): boolean {
  counted[bins.length - 1]++;
  if (rows < terms.minimumRows || loss === 0 || (distinct && parents.some((parent) => parent.rows === rows))) return false;
  worst.offer({ conditions: bins.map(({ column, code }) => ({ column, bin: code })), rows, loss, score: sliceScore(rows, loss, terms) });
  return true;
}

function firstLevel(search: Search): LiveBin[] {
  const { columns, losses, terms } = search;
  const all: Part = { rows: terms.rows, loss: 0, largest: 0 };
  const taken = columns.flatMap(({ bins, codes }, column): LiveBin[] => {
    const rows = new Float64Array(bins);
    const loss = new Float64Array(bins);
    const largest = new Float64Array(bins);
    for (let row = 0; row < codes.length; row++) {
      rows[codes[row]]++;
      loss[codes[row]] += losses[row];
      if (losses[row] > largest[codes[row]]) largest[codes[row]] = losses[row];
    }
    return [...rows.keys()]
      .map((code): LiveBin => ({ column, code, rows: rows[code], loss: loss[code], largest: largest[code] }))
      .filter((bin) => offer([bin], bin.rows, bin.loss, [all], search));
  });
  return taken.filter(({ rows, loss, largest }) => mayMatter(rows, loss, largest, search));
}

/** Null, and nothing counted, where there is too much to count. */
function secondLevel(bins: readonly LiveBin[], search: Search): LivePairs | null {
  if (bins.length > MOST_SETS) return null;
  const groups: Conjunctions[] = [];
  let size = 0;
  for (const [first, a] of bins.entries()) {
    const refinements: number[] = [];
    for (let second = first + 1; second < bins.length; second++) {
      const b = bins[second];
      if (b.column !== a.column && mayMatter(Math.min(a.rows, b.rows), Math.min(a.loss, b.loss), Math.min(a.largest, b.largest), search)) refinements.push(second);
    }
    groups.push({ first, second: null, refinements });
    size += refinements.length;
    if (size > MOST_COUNTED) return null;
  }
  const totals = count(bins, groups, search);
  let at = 0;
  const taken = groups.map(({ first, refinements }) =>
    refinements.flatMap((second): [number, Part][] => {
      const [a, b] = [bins[first], bins[second]];
      const part = { rows: totals.rows[at], loss: totals.loss[at++], largest: Math.min(a.largest, b.largest) };
      return offer([a, b], part.rows, part.loss, [a, b], search) ? [[second, part]] : [];
    }),
  );
  // Only now is it known how much a slice must score to matter.
  return taken.map((parts) => new Map(parts.filter(([, { rows, loss, largest }]) => mayMatter(rows, loss, largest, search))));
}

/** Whether everything was counted; if not, nothing was. */
function thirdLevel(bins: readonly LiveBin[], pairs: LivePairs, search: Search): boolean {
  const groups: { first: number; second: number; refinements: number[] }[] = [];
  let size = 0;
  for (const [first, partners] of pairs.entries()) {
    for (const [second, ab] of partners) {
      const refinements: number[] = [];
      for (const [third, bc] of pairs[second]) {
        const ac = partners.get(third);
        if (ac !== undefined && mayMatter(Math.min(ab.rows, ac.rows, bc.rows), Math.min(ab.loss, ac.loss, bc.loss), Math.min(ab.largest, ac.largest, bc.largest), search)) refinements.push(third);
      }
      if (refinements.length > 0) groups.push({ first, second, refinements });
      size += refinements.length;
      if (size > MOST_COUNTED) return false;
    }
  }
  const totals = count(bins, groups, search);
  let at = 0;
  for (const { first, second, refinements } of groups) {
    for (const third of refinements) {
      const parents = [pairs[first].get(second)!, pairs[first].get(third)!, pairs[second].get(third)!];
      offer([bins[first], bins[second], bins[third]], totals.rows[at], totals.loss[at++], parents, search);
    }
  }
  return true;
}

function count(bins: readonly LiveBin[], groups: readonly Conjunctions[], { columns, losses }: Search): ReturnType<typeof conjunctionTotals> {
  return conjunctionTotals(columns.map(({ codes }) => codes), losses, bins, groups);
}
