import { certify } from './suppressionMoves.js';
import { GroupLattice, type FinestGroup, type GroupOfSet, type LatticeGroup } from './suppressionLattice.js';

export interface SuppressionOptions {
  /** How many columns are crossed at most in what is published. */
  readonly depth: number;
  /** Groups of fewer rows (and more than none) are withheld. */
  readonly below: number;
}

export interface WithheldGroup extends GroupOfSet {
  readonly rows: number;
  /** small: fewer rows than allowed; inside: part of a withheld group; complement: large enough, but others could be worked out from it. */
  readonly because: 'small' | 'inside' | 'complement';
}

export interface Withheld {
  /** All rows together are too few: nothing at all may be shown. */
  readonly everything: boolean;
  /** Every withheld group that has rows, fewest columns first, then by columns and values. */
  readonly groups: readonly WithheldGroup[];
  has(group: GroupOfSet): boolean;
}

/**
 * The groups whose numbers must be withheld so that nobody can find a small one, not even by subtracting published counts from each other.
 * Published are the counts of all other groups of every set of up to `depth` columns, the total, and that a combination without rows has none.
 *
 * Withheld are
 *   1. groups of fewer than `below` rows (and more than none), and everything inside a withheld group;
 *   2. others, the fewest rows first, until for every withheld group there are tables that differ by at least `below` rows in that group and in nothing that is
 *      published. So the range that the published counts leave a withheld group is at least `below` wide: none is determined, each
 *      line of a published table has none withheld or at least two with together `below` rows or more, and who subtracts learns less than the threshold hides.
 * That there are such tables is shown by writing them down (suppressionMoves), not by a rule about lines, which is not enough: withheld cells can pair
 * up along every line and still be determined. Withholding more never takes a proof away, so the search ends; it does not find the least.
 *
 * The decision belongs to the data set: give the rows of all its protected columns, and the depth of the deepest report. Two reports about different lists of
 * these columns then withhold the same groups and cannot be subtracted from each other; decided on each report's own columns they could.
 * After Cox 1980, "Suppression methodology and statistical disclosure control", JASA 75, and the hypercube method of Giessing and Repsilber 2002.
 * Throws RangeError for counts that are no whole numbers ≥ 0 or values that do not fit together.
 */
export function withheldGroups(finest: readonly FinestGroup[], { depth, below }: SuppressionOptions): Withheld {
  check(finest, depth, below);
  const lattice = new GroupLattice(finest, depth);
  const total = finest.reduce((sum, { rows }) => sum + rows, 0);
  if (total > 0 && total < below) return { everything: true, groups: lattice.groups.map((group) => named(lattice, group, 'small')), has: () => true };
  const isSmall = ({ rows }: LatticeGroup): boolean => rows < below;
  for (const group of lattice.groups) if (isSmall(group)) lattice.withhold(group);
  const proven = new Set<LatticeGroup>();
  for (let before = -1; before !== proven.size; ) {
    before = proven.size;
    for (const group of lattice.groups) {
      if (proven.has(group) || !lattice.isWithheld(group.mask, group.codes)) continue;
      for (const other of certify(lattice, group, below)) lattice.withhold(other);
      proven.add(group);
    }
  }
  return {
    everything: false,
    groups: lattice.groups.filter((group) => lattice.isWithheld(group.mask, group.codes)).map((group) => named(lattice, group, isSmall(group) ? 'small' : lattice.isNamed(group) ? 'complement' : 'inside')),
    has: ({ set, values }) => lattice.isWithheldNamed(set, values),
  };
}

function named(lattice: GroupLattice, group: LatticeGroup, because: WithheldGroup['because']): WithheldGroup {
  return { ...lattice.nameOf(group), rows: group.rows, because };
}

function check(finest: readonly FinestGroup[], depth: number, below: number): void {
  if (!Number.isSafeInteger(depth) || depth < 1) throw new RangeError(`groups are made of 1 or more columns, got ${depth}`);
  if (!Number.isSafeInteger(below) || below < 0) throw new RangeError(`the fewest rows to be shown are a whole number ≥ 0, got ${below}`);
  const seen = new Set<string>();
  for (const { values, rows } of finest) {
    if (values.length !== finest[0]!.values.length || values.length > MOST_COLUMNS) throw new RangeError(`every group needs a value for each of at most ${MOST_COLUMNS} columns, got ${values.length} beside ${finest[0]!.values.length}`);
    if (!Number.isSafeInteger(rows) || rows < 0) throw new RangeError(`rows are counted in whole numbers ≥ 0, got ${rows}`);
    const key = JSON.stringify(values);
    if (seen.has(key)) throw new RangeError(`the group ${key} is given twice`);
    seen.add(key);
  }
}

/** Sets of columns are bits of one whole number. */
const MOST_COLUMNS = 30;
