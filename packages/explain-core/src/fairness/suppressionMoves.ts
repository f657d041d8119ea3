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

/** Coefficients of a pattern by corner: bit i of the corner is set where the i-th column of U has its w. Corner 0 is the group itself and has 1. */
type Pattern = readonly number[];

/** Most columns of a pattern, and most values w tried in each of them: the search is a proof where it finds, and falls back on transfers where not. */
const MOST_CORNER_COLUMNS = 4;
const TRIED_VALUES = [0, 0, 16, 6, 3] as const;

/** Groups to withhold in addition so that the range of a withheld group is at least `width`; empty where it is already. */
export function certify(lattice: GroupLattice, group: LatticeGroup, width: number): readonly LatticeGroup[] {
  if (transferable(lattice, group) >= width) return [];
  return cheaper(patternExtension(lattice, group, width), transferExtension(lattice, group, width)) ?? allValues(lattice, group);
}

/** Rows that can be in the group by transfers alone, its own included; 0 where it has no way to move. */
function transferable(lattice: GroupLattice, group: LatticeGroup): number {
  const open = columnsOf(group.mask).map((a) => (aloneWithheld(lattice, a, group.codes[a]!) ? a : -1)).filter((a) => a >= 0);
  // A second value that is withheld is what its rows could move to.
  if (!open.some((a) => otherWithheld(lattice, a, group.codes[a]!))) return 0;
  let rows = 0;
  for (const other of lattice.groupsOf(group.mask)) {
    const moves = columnsOf(group.mask).every((a) => other.codes[a] === group.codes[a] || (open.includes(a) && aloneWithheld(lattice, a, other.codes[a]!)));
    if (moves) rows += other.rows;
  }
  return rows;
}

function aloneWithheld(lattice: GroupLattice, a: number, code: number): boolean {
  return lattice.isWithheld(1 << a, single(a, code));
}

function otherWithheld(lattice: GroupLattice, a: number, code: number): boolean {
  for (let other = 0; other < lattice.levels(a); other++) if (other !== code && aloneWithheld(lattice, a, other)) return true;
  return false;
}

function single(a: number, code: number): number[] {
  const codes = new Array<number>(a + 1).fill(-1);
  codes[a] = code;
  return codes;
}

/** The column whose values, withheld each alone, give enough to transfer for the fewest rows withheld; null where no one column does. */
function transferExtension(lattice: GroupLattice, group: LatticeGroup, width: number): LatticeGroup[] | null {
  let best: LatticeGroup[] | null = null;
  for (const a of columnsOf(group.mask)) {
    const own = group.codes[a]!;
    const isOwnWithheld = aloneWithheld(lattice, a, own);
    const added: LatticeGroup[] = isOwnWithheld ? [] : [lattice.groupAt(1 << a, group.codes)!];
    let rows = transferable(lattice, group) || group.rows;
    let hasOther = otherWithheld(lattice, a, own);
    const others = lattice.groupsOf(1 << a).filter(({ codes }) => codes[a] !== own);
    const isWithheld = (other: LatticeGroup): boolean => aloneWithheld(lattice, a, other.codes[a]!);
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
      for (const pattern of patterns[columns.length]!) {
        const needed = neededGroups(lattice, group, columns, values, pattern, best === null ? Infinity : rowsOf(best));
        if (needed === null || cheaper(best, needed) !== needed) continue;
        if (patternRange(lattice, group, columns, values, pattern) < width) continue;
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
function neededGroups(lattice: GroupLattice, group: LatticeGroup, columns: readonly number[], values: readonly number[], pattern: Pattern, most: number): LatticeGroup[] | null {
  const needed: LatticeGroup[] = [];
  let cost = 0;
  // Fewer columns first: what is inside a group that is needed anyway is not needed by itself.
  for (const bits of subsetsBySize[columns.length]!) {
    const sums = new Map<number, number>();
    pattern.forEach((coefficient, corner) => sums.set(corner & bits, (sums.get(corner & bits) ?? 0) + coefficient));
    for (const [corner, sum] of sums) {
      if (sum === 0) continue;
      const mask = columns.reduce((all, a, i) => ((bits >> i) & 1 ? all | (1 << a) : all), 0);
      const codes = cornerCodes(group.codes, columns, values, corner);
      if (lattice.isWithheld(mask, codes) || needed.some((other) => isInside(mask, codes, other))) continue;
      const found = lattice.groupAt(mask, codes);
      if (found === undefined) return null;
      needed.push(found);
      cost += found.rows;
      if (cost > most) return null;
    }
  }
  return needed;
}

function isInside(mask: number, codes: readonly number[], other: LatticeGroup): boolean {
  return (other.mask & mask) === other.mask && columnsOf(other.mask).every((a) => other.codes[a] === codes[a]);
}

/** Rows that the group can gain and lose together by a pattern, over all that the columns outside its set can be. */
function patternRange(lattice: GroupLattice, group: LatticeGroup, columns: readonly number[], values: readonly number[], pattern: Pattern): number {
  const limit = (takes: (coefficient: number) => number): number => {
    const corners = [...pattern.keys()].filter((corner) => takes(pattern[corner]!) > 0);
    const first = lattice.groupAt(group.mask, cornerCodes(group.codes, columns, values, corners[0]!));
    let most = 0;
    for (const cell of first?.cells ?? []) {
      let here = Infinity;
      for (const corner of corners) {
        const rows = lattice.rowsAt(lattice.cellCodes[cell]!.map((code, a) => (columns.includes(a) ? cornerCode(group.codes, columns, values, corner, a) : code)));
        here = Math.min(here, Math.floor(rows / takes(pattern[corner]!)));
        if (here === 0) break;
      }
      most += here;
    }
    return most;
  };
  return limit((coefficient) => -coefficient) + limit((coefficient) => coefficient);
}

function cornerCodes(codes: readonly number[], columns: readonly number[], values: readonly number[], corner: number): number[] {
  return codes.map((code, a) => (columns.includes(a) ? cornerCode(codes, columns, values, corner, a) : code));
}

function cornerCode(codes: readonly number[], columns: readonly number[], values: readonly number[], corner: number, a: number): number {
  const i = columns.indexOf(a);
  return (corner >> i) & 1 ? values[i]! : codes[a]!;
}

function replaced(codes: readonly number[], a: number, code: number): number[] {
  return codes.map((own, other) => (other === a ? code : own));
}

function rowsOf(groups: readonly LatticeGroup[]): number {
  return groups.reduce((sum, { rows }) => sum + rows, 0);
}

/** Fewest rows, then fewest groups; the first of equals. */
function cheaper(one: LatticeGroup[] | null, other: LatticeGroup[] | null): LatticeGroup[] | null {
  if (one === null || other === null) return one ?? other;
  const less = rowsOf(other) - rowsOf(one) || other.length - one.length;
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
  return columns === 2 ? blocks : columns === 3 ? [...blocks, cube, star] : [...blocks, cube];
});

const subsetsBySize: readonly (readonly number[])[] = [0, 1, 2, 3, 4].map((columns) =>
  [...Array(2 ** columns).keys()].slice(1).sort((one, other) => bitsOf(one) - bitsOf(other) || one - other),
);

function bitsOf(value: number): number {
  let bits = 0;
  for (let rest = value; rest > 0; rest >>= 1) bits += rest & 1;
  return bits;
}
