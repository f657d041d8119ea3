import type { FinestGroup, GroupOfSet } from './suppression.js';

/** A group of one set of columns. */
export interface LatticeGroup {
  /** Bit a is set where column a is one of them. */
  readonly mask: number;
  /** Position of its value in each column, −1 in columns that are not of the set. */
  readonly codes: readonly number[];
  readonly rows: number;
  /** The finest combinations it is made of. */
  readonly cells: readonly number[];
}

/** All groups with rows of every set of up to `depth` columns, and which of them are withheld. */
export class GroupLattice {
  /** Fewest columns first, then by columns, then fewest rows first, then by values. */
  readonly groups: readonly LatticeGroup[];
  readonly columns: number;
  /** Rows of each finest combination and its codes. */
  readonly cellRows: readonly number[];
  readonly cellCodes: readonly (readonly number[])[];
  private readonly values: readonly (readonly (string | null)[])[];
  private readonly byKey = new Map<string, LatticeGroup>();
  private readonly cellOf = new Map<string, number>();
  /** Withheld by name; what is inside them is withheld too. */
  private readonly core = new Set<string>();
  private readonly bySet = new Map<number, LatticeGroup[]>();

  constructor(finest: readonly FinestGroup[], depth: number) {
    const cells = finest.filter(({ rows }) => rows > 0);
    this.columns = cells[0]?.values.length ?? 0;
    this.values = Array.from({ length: this.columns }, (_, a) => [...new Set(cells.map(({ values }) => values[a]!))].sort(byName));
    const position = this.values.map((values) => new Map(values.map((value, code) => [value, code])));
    this.cellRows = cells.map(({ rows }) => rows);
    this.cellCodes = cells.map(({ values }) => values.map((value, a) => position[a]!.get(value)!));
    const all = 2 ** this.columns - 1;
    this.cellCodes.forEach((codes, cell) => this.cellOf.set(keyOf(all, codes), cell));
    const sets = setsOf(this.columns, depth);
    for (const mask of sets) {
      const found = new Map<string, { codes: number[]; rows: number; cells: number[] }>();
      this.cellCodes.forEach((codes, cell) => {
        const key = keyOf(mask, codes);
        const group = found.get(key);
        if (group) {
          group.rows += this.cellRows[cell]!;
          group.cells.push(cell);
        } else found.set(key, { codes: codes.map((code, a) => ((mask >> a) & 1 ? code : -1)), rows: this.cellRows[cell]!, cells: [cell] });
      });
      const groups = [...found].map(([key, group]) => {
        const made = { mask, ...group };
        this.byKey.set(key, made);
        return made;
      });
      this.bySet.set(mask, groups.sort((one, other) => one.rows - other.rows || compareCodes(one.codes, other.codes)));
    }
    this.groups = sets.flatMap((mask) => this.bySet.get(mask)!);
  }

  /** The group of a set with these codes; undefined where no row is in it. */
  groupAt(mask: number, codes: readonly number[]): LatticeGroup | undefined {
    return this.byKey.get(keyOf(mask, codes));
  }

  groupsOf(mask: number): readonly LatticeGroup[] {
    return this.bySet.get(mask) ?? [];
  }

  /** How many values column a has. */
  levels(a: number): number {
    return this.values[a]!.length;
  }

  /** Rows of the finest combination with these codes. */
  rowsAt(codes: readonly number[]): number {
    const cell = this.cellOf.get(keyOf(2 ** this.columns - 1, codes));
    return cell === undefined ? 0 : this.cellRows[cell]!;
  }

  withhold({ mask, codes }: LatticeGroup): void {
    this.core.add(keyOf(mask, codes));
  }

  /** Withheld by name rather than for being inside another. */
  isNamed({ mask, codes }: LatticeGroup): boolean {
    return this.core.has(keyOf(mask, codes));
  }

  /** Whether a group, with rows or without, is withheld or inside one that is. */
  isWithheld(mask: number, codes: readonly number[]): boolean {
    if (this.core.size === 0) return false;
    for (let part = mask; part > 0; part = (part - 1) & mask) if (this.core.has(keyOf(part, codes))) return true;
    return false;
  }

  isWithheldNamed(set: readonly number[], values: readonly (string | null)[]): boolean {
    const codes = new Array<number>(this.columns).fill(-1);
    set.forEach((a, i) => (codes[a] = this.values[a]?.indexOf(values[i]!) ?? -1));
    return this.isWithheld(set.reduce((mask, a) => mask | (1 << a), 0), codes);
  }

  nameOf({ mask, codes }: LatticeGroup): GroupOfSet {
    const set = columnsOf(mask);
    return { set, values: set.map((a) => this.values[a]![codes[a]!]!) };
  }
}

/** Positions of the bits of a set, ascending. */
export function columnsOf(mask: number): number[] {
  const columns: number[] = [];
  for (let a = 0; mask >> a > 0; a++) if ((mask >> a) & 1) columns.push(a);
  return columns;
}

/** Codes of the columns of the set alone make up the key, so that any longer list of codes may be given. */
function keyOf(mask: number, codes: readonly number[]): string {
  let key = `${mask}`;
  for (let a = 0; mask >> a > 0; a++) if ((mask >> a) & 1) key += `,${codes[a]}`;
  return key;
}

function setsOf(columns: number, depth: number): number[] {
  const sets: number[] = [];
  const extend = (mask: number, next: number, left: number): void => {
    if (left === 0) sets.push(mask);
    else for (let a = next; a < columns; a++) extend(mask | (1 << a), a + 1, left - 1);
  };
  for (let size = 1; size <= Math.min(depth, columns); size++) extend(0, 0, size);
  return sets;
}

/** By code point, missing last. */
function byName(one: string | null, other: string | null): number {
  if (one === null || other === null) return one === other ? 0 : one === null ? 1 : -1;
  return one < other ? -1 : one > other ? 1 : 0;
}

function compareCodes(one: readonly number[], other: readonly number[]): number {
  for (let a = 0; a < one.length; a++) if (one[a] !== other[a]) return one[a]! - other[a]!;
  return 0;
}
