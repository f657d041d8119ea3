import { columnsOf, type GroupLattice, type LatticeGroup } from './suppressionLattice.js';

/**
 * How many rows a withheld group could have more, and fewer, without any published count being another: shown by tables that differ from the real one.
 *
 * Two kinds of change are looked for.
 * transfer: rows move to the group from another of the same set whose values differ only in columns where both values are themselves withheld, each alone.
 *   Every count that notices the move is then inside a withheld group.
 * pattern: values w are chosen for some columns U of the set; rows are added to and taken from the corners of the cube between the group's own values and w, in
 *   the proportions of a pattern, all other values kept. Summed over a set T ⊆ U the pattern is 0 or the group is withheld; so it is for sets with other columns
 *   in addition, as all corners change by the same share of the rest.
 */

interface Pattern {
  /** By corner: bit i of the corner is set where the i-th column of U has its w. Corner 0 is the group itself and has 1. */
  readonly coefficients: readonly number[];
  /** Sets of columns of U (bits) and corners in them where the coefficients do not add up to 0; fewest columns first. */
  readonly noticed: readonly { readonly bits: number; readonly corner: number }[];
}

/** Most columns of a pattern, and most values w tried in each of them: the search is a proof where it finds, and falls back on transfers where not. */
const MOST_CORNER_COLUMNS = 4;
const TRIED_VALUES = [0, 0, 16, 6, 3] as const;

/** Groups to withhold in addition so that the range of a withheld group is at least `width`; empty where it is already. */
export function certify(lattice: GroupLattice, group: LatticeGroup, width: number): readonly LatticeGroup[] {
  if (transferable(lattice, group) >= width) return [];
  return cheaper(patternExtension(lattice, group, width), transferExtension(lattice, group, width)) ?? allValues(lattice, group);
}

/** Rows that can be in the group by transfers alone, its own included; 0 where it has no way to move. */
function transferable(lattice: GroupLattice, { mask, codes }: LatticeGroup): number {
  // A second value that is withheld is what its rows could move to.
  if (!columnsOf(mask).some((a) => lattice.isAlone(a, codes[a]!) && lattice.hasOtherAlone(a, codes[a]!))) return 0;
  return lattice.pool(mask, codes).reduce((sum, cell) => sum + lattice.cellRows[cell]!, 0);
}

/** The column whose values, withheld each alone, give enough to transfer for the fewest rows withheld; null where no one column does. */
function transferExtension(lattice: GroupLattice, group: LatticeGroup, width: number): LatticeGroup[] | null {
  let best: LatticeGroup[] | null = null;
  for (const a of columnsOf(group.mask)) {
    const own = group.codes[a]!;
    const isOwnWithheld = lattice.isAlone(a, own);
    const added: LatticeGroup[] = isOwnWithheld ? [] : [lattice.groupAt(1 << a, group.codes)!];
    let rows = transferable(lattice, group) || group.rows;
    let hasOther = lattice.hasOtherAlone(a, own);
    const others = lattice.groupsOf(1 << a).filter(({ codes }) => codes[a] !== own);
    const isWithheld = (other: LatticeGroup): boolean => lattice.isAlone(a, other.codes[a]!);
    const beside = (other: LatticeGroup): number => lattice.groupAt(group.mask, replaced(group.codes, a, other.codes[a]!))?.rows ?? 0;
    // Those withheld already cost nothing; where the own value is too, they are counted already.
    if (!isOwnWithheld) for (const other of others) if (isWithheld(other)) rows += beside(other);
    for (const other of others) {
      if (rows >= width && hasOther) break;
      if (isWithheld(other) || (rows < width && beside(other) === 0)) continue;
      rows += beside(other);
      hasOther = true;
      added.push(other);
    }
    if (rows >= width && hasOther) best = cheaper(best, added);
  }
  return best;
}

/** Every value of every column of the group: then any row can be anywhere. Needed only where all that surrounds a group is small. */
function allValues(lattice: GroupLattice, group: LatticeGroup): LatticeGroup[] {
  // A column of one value says no more than the total, which is known.
  const columns = columnsOf(group.mask).filter((a) => lattice.levels(a) > 1);
  return columns.flatMap((a) => lattice.groupsOf(1 << a).filter((value) => !lattice.isWithheld(1 << a, value.codes)));
}

/** The pattern that needs the fewest rows withheld in addition; null where none is wide enough. */
function patternExtension(lattice: GroupLattice, group: LatticeGroup, width: number): LatticeGroup[] | null {
  let best: LatticeGroup[] | null = null;
  for (let u = group.mask; u > 0; u = (u - 1) & group.mask) {
    const columns = columnsOf(u);
    if (columns.length < 2 || columns.length > MOST_CORNER_COLUMNS) continue;
    const tried = columns.map((a) => triedValues(lattice, group, a, TRIED_VALUES[columns.length]!));
    for (const values of combinations(tried)) {
      const corners = Array.from({ length: 2 ** columns.length }, (_, corner) => cornerCodes(group.codes, columns, values, corner));
      for (const pattern of patterns[columns.length]!) {
        const needed = neededGroups(lattice, columns, corners, pattern, best === null ? Infinity : costOf(best));
        if (needed === null || cheaper(best, needed) !== needed) continue;
        if (patternRange(lattice, group, corners, pattern) < width) continue;
        best = needed;
        if (needed.length === 0) return needed;
      }
    }
  }
  return best;
}

/** Other values of a column: those withheld beside the group first, then those with the fewest rows there, none without rows unless withheld. */
function triedValues(lattice: GroupLattice, { mask, codes }: LatticeGroup, a: number, most: number): number[] {
  const tried: { code: number; cost: number }[] = [];
  for (let code = 0; code < lattice.levels(a); code++) {
    if (code === codes[a]) continue;
    const beside = replaced(codes, a, code);
    const rows = lattice.groupAt(mask, beside)?.rows ?? 0;
    tried.push({ code, cost: lattice.isWithheld(mask, beside) ? -rows : rows === 0 ? Infinity : rows });
  }
  return tried.sort((one, other) => (one.cost === other.cost ? one.code - other.code : one.cost - other.cost)).slice(0, most).map(({ code }) => code);
}

/** Groups not yet withheld that the pattern would change; null where one of them has no rows and so is known to have none, or they cost more than `most`. */
function neededGroups(lattice: GroupLattice, columns: readonly number[], corners: readonly (readonly number[])[], { noticed }: Pattern, most: number): LatticeGroup[] | null {
  const needed: LatticeGroup[] = [];
  let cost = 0;
  for (const { bits, corner } of noticed) {
    let mask = 0;
    columns.forEach((a, i) => (mask |= (bits >> i) & 1 ? 1 << a : 0));
    const codes = corners[corner]!;
    // Fewer columns come first: what is inside a group that is needed anyway is not needed by itself.
    if (lattice.isWithheld(mask, codes) || needed.some((other) => isInside(mask, codes, other))) continue;
    const found = lattice.groupAt(mask, codes);
    if (found === undefined) return null;
    needed.push(found);
    cost += found.cost;
    if (cost > most) return null;
  }
  return needed;
}

function isInside(mask: number, codes: readonly number[], other: LatticeGroup): boolean {
  return (other.mask & mask) === other.mask && columnsOf(other.mask).every((a) => other.codes[a] === codes[a]);
}

/**
 * Rows that the group can gain and lose together by a pattern, over all that the columns outside its set can be. What is taken at a corner may first be
 * transferred to it.
 */
function patternRange(lattice: GroupLattice, group: LatticeGroup, corners: readonly (readonly number[])[], { coefficients }: Pattern): number {
  const rests = lattice.restsOf(group.mask);
  // Two corners in one pool would count its rows twice; each then has its own only.
  const pools = corners.map((codes) => lattice.pool(group.mask, codes));
  const cellsOf = (corner: number): readonly number[] =>
    corner > 0 && pools.every((pool, other) => other === corner || pool !== pools[corner]) ? pools[corner]! : (lattice.groupAt(group.mask, corners[corner]!)?.cells ?? []);
  const limit = (sign: number): number => {
    // By what the other columns are: how often the pattern can be applied.
    let times: Map<number, number> | null = null;
    for (const [corner, coefficient] of coefficients.entries()) {
      if (coefficient * sign <= 0) continue;
      const rows = new Map<number, number>();
      for (const cell of cellsOf(corner)) rows.set(rests[cell]!, (rows.get(rests[cell]!) ?? 0) + lattice.cellRows[cell]!);
      const here = new Map<number, number>();
      for (const [rest, count] of rows) {
        const most = Math.min(Math.floor(count / Math.abs(coefficient)), times === null ? Infinity : (times.get(rest) ?? 0));
        if (most > 0) here.set(rest, most);
      }
      times = here;
      if (here.size === 0) return 0;
    }
    return [...(times?.values() ?? [])].reduce((sum, most) => sum + most, 0);
  };
  return limit(-1) + limit(1);
}

function cornerCodes(codes: readonly number[], columns: readonly number[], values: readonly number[], corner: number): number[] {
  const changed = [...codes];
  columns.forEach((a, i) => (changed[a] = (corner >> i) & 1 ? values[i]! : codes[a]!));
  return changed;
}

function replaced(codes: readonly number[], a: number, code: number): number[] {
  return codes.map((own, other) => (other === a ? code : own));
}

function costOf(groups: readonly LatticeGroup[]): number {
  return groups.reduce((sum, { cost }) => sum + cost, 0);
}

/** Fewest rows lost, then fewest groups; the first of equals. */
function cheaper(one: LatticeGroup[] | null, other: LatticeGroup[] | null): LatticeGroup[] | null {
  if (one === null || other === null) return one ?? other;
  const less = costOf(other) - costOf(one) || other.length - one.length;
  return less < 0 ? other : one;
}

function* combinations(lists: readonly (readonly number[])[]): Generator<number[]> {
  const [first, ...rest] = lists;
  if (first === undefined) yield [];
  else for (const value of first) for (const others of combinations(rest)) yield [value, ...others];
}

/**
 * By number of columns. Two blocks: the columns are parted in two and each part changes as one, +1 where none or both have changed, −1 where one has. The
 * cube: ±1 by how many columns have changed. The star of three columns: 1, −1 where two have changed, 2 where all have; its sums over single columns are 0.
 */
const patterns: readonly (readonly Pattern[])[] = [0, 1, 2, 3, 4].map((columns) => {
  if (columns < 2) return [];
  const corners = [...Array(2 ** columns).keys()];
  const all = 2 ** columns - 1;
  // The last column is always in the second part, so that no parting comes twice.
  const blocks = corners.slice(1, 2 ** (columns - 1)).map((part) => corners.map((corner): number => (corner === 0 || corner === all ? 1 : corner === part || corner === all - part ? -1 : 0)));
  const cube = corners.map((corner) => (bitsOf(corner) % 2 === 0 ? 1 : -1));
  const star = corners.map((corner) => [1, 0, -1, 2][bitsOf(corner)]!);
  return (columns === 2 ? blocks : columns === 3 ? [...blocks, cube, star] : [...blocks, cube]).map(patternOf);
});

function patternOf(coefficients: readonly number[]): Pattern {
  const subsets = [...coefficients.keys()].slice(1).sort((one, other) => bitsOf(one) - bitsOf(other) || one - other);
  const noticed = subsets.flatMap((bits) => {
    const sums = new Map<number, number>();
    coefficients.forEach((coefficient, corner) => sums.set(corner & bits, (sums.get(corner & bits) ?? 0) + coefficient));
    return [...sums].flatMap(([corner, sum]) => (sum === 0 ? [] : [{ bits, corner }]));
  });
  return { coefficients, noticed };
}

function bitsOf(value: number): number {
  let bits = 0;
  for (let rest = value; rest > 0; rest >>= 1) bits += rest & 1;
  return bits;
}
