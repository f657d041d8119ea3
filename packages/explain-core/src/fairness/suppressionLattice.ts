/** Rows with one combination of the values of every protected column of the data set; null is missing. Combinations without rows may be left out. */
export interface FinestGroup {
  readonly values: readonly (string | null)[];
  readonly rows: number;
}

/** A group: positions of its columns, ascending, and its values in them. */
export interface GroupOfSet {
  readonly set: readonly number[];
  readonly values: readonly (string | null)[];
}

/** A group of one set of columns. */
export interface LatticeGroup {
  /** Bit a is set where column a is one of them. */
  readonly mask: number;
  /** Position of its value in each column, −1 in columns that are not of the set. */
  readonly codes: readonly number[];
  readonly rows: number;
  /** The finest combinations it is made of. */
  readonly cells: readonly number[];
  /** Rows that are lost from what is published when it is withheld: its own in every set of columns that holds its set. */
  readonly cost: number;
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
  private readonly byKey = new Map<number, LatticeGroup>();
  /** What one step in each column adds to a key. */
  private readonly steps: readonly number[];
  /** Withheld by name; what is inside them is withheld too. */
  private readonly core = new Set<number>();
  private readonly bySet = new Map<number, LatticeGroup[]>();
  private readonly rests = new Map<number, readonly number[]>();
  /** Withheld values of single columns, and what follows from them; made anew when there are more. */
  private alone = new Map<number, Set<number>>();
  private pools = new Map<number, Map<number, number[]>>();

  constructor(finest: readonly FinestGroup[], depth: number) {
    const cells = finest.filter(({ rows }) => rows > 0);
    this.columns = cells[0]?.values.length ?? 0;
    this.values = Array.from({ length: this.columns }, (_, a) => [...new Set(cells.map(({ values }) => values[a]!))].sort(byName));
    const position = this.values.map((values) => new Map(values.map((value, code) => [value, code])));
    let step = 1;
    this.steps = this.values.map((values) => {
      const own = step;
      step *= values.length + 2;
      return own;
    });
    if (step > Number.MAX_SAFE_INTEGER) throw new RangeError(`${this.columns} columns with so many values make too many combinations to tell apart`);
    this.cellRows = cells.map(({ rows }) => rows);
    this.cellCodes = cells.map(({ values }) => values.map((value, a) => position[a]!.get(value)!));
    const sets = setsOf(this.columns, depth);
    for (const mask of sets) {
      const within = sets.filter((other) => (other & mask) === mask).length;
      const found = new Map<number, { codes: number[]; rows: number; cells: number[] }>();
      this.cellCodes.forEach((codes, cell) => {
        const key = this.keyOf(mask, codes);
        const group = found.get(key);
        if (group) {
          group.rows += this.cellRows[cell]!;
          group.cells.push(cell);
        } else found.set(key, { codes: codes.map((code, a) => ((mask >> a) & 1 ? code : -1)), rows: this.cellRows[cell]!, cells: [cell] });
      });
      const groups = [...found].map(([key, group]) => {
        const made = { mask, ...group, cost: group.rows * within };
        this.byKey.set(key, made);
        return made;
      });
      this.bySet.set(mask, groups.sort((one, other) => one.rows - other.rows || compareCodes(one.codes, other.codes)));
    }
    this.groups = sets.flatMap((mask) => this.bySet.get(mask)!);
  }

  /** The group of a set with these codes; undefined where no row is in it. */
  groupAt(mask: number, codes: readonly number[]): LatticeGroup | undefined {
    return this.byKey.get(this.keyOf(mask, codes));
  }

  groupsOf(mask: number): readonly LatticeGroup[] {
    return this.bySet.get(mask) ?? [];
  }

  /** How many values column a has. */
  levels(a: number): number {
    return this.values[a]!.length;
  }

  withhold({ mask, codes }: LatticeGroup): void {
    this.core.add(this.keyOf(mask, codes));
    const [a, ...others] = columnsOf(mask);
    if (others.length > 0) return;
    this.alone.set(a!, (this.alone.get(a!) ?? new Set<number>()).add(codes[a!]!));
    this.pools = new Map();
  }

  /** Whether the value of a column is withheld by itself, in whatever combination. */
  isAlone(a: number, code: number): boolean {
    return this.alone.get(a)?.has(code) ?? false;
  }

  /** Another value of the column that is withheld by itself? */
  hasOtherAlone(a: number, code: number): boolean {
    const alone = this.alone.get(a);
    return alone !== undefined && alone.size > (alone.has(code) ? 1 : 0);
  }

  /** The finest combinations of a group together with those of every group of its set that differs only where both values are withheld by themselves. */
  pool(mask: number, codes: readonly number[]): readonly number[] {
    let pools = this.pools.get(mask);
    if (!pools) {
      this.pools.set(mask, (pools = new Map()));
      for (const [cell, own] of this.cellCodes.entries()) {
        const key = this.keyOf(mask, this.merged(own));
        const pool = pools.get(key);
        if (pool) pool.push(cell);
        else pools.set(key, [cell]);
      }
    }
    return pools.get(this.keyOf(mask, this.merged(codes))) ?? [];
  }

  private merged(codes: readonly number[]): number[] {
    return codes.map((code, a) => (this.isAlone(a, code) ? POOLED : code));
  }

  /** Of every finest combination, its values in the columns outside the set as one key. */
  restsOf(mask: number): readonly number[] {
    const outside = 2 ** this.columns - 1 - mask;
    let rests = this.rests.get(mask);
    if (!rests) this.rests.set(mask, (rests = this.cellCodes.map((codes) => this.keyOf(outside, codes))));
    return rests;
  }

  /** Withheld by name rather than for being inside another. */
  isNamed({ mask, codes }: LatticeGroup): boolean {
    return this.core.has(this.keyOf(mask, codes));
  }

  /** Whether a group, with rows or without, is withheld or inside one that is. */
  isWithheld(mask: number, codes: readonly number[]): boolean {
    if (this.core.size === 0) return false;
    for (let part = mask; part > 0; part = (part - 1) & mask) if (this.core.has(this.keyOf(part, codes))) return true;
    return false;
  }

  isWithheldNamed(set: readonly number[], values: readonly (string | null)[]): boolean {
    const codes = new Array<number>(this.columns).fill(-1);
    set.forEach((a, i) => (codes[a] = this.values[a]?.indexOf(values[i]!) ?? -1));
    return this.isWithheld(set.reduce((mask, a) => mask | (1 << a), 0), codes);
  }

  /**
   * One whole number for a set and the codes in its columns; codes of other columns do not matter. In each column 0 stands for not of the set, 1 for pooled
   * values, and 2, 3, … for the codes.
   */
  private keyOf(mask: number, codes: readonly number[]): number {
    let key = 0;
    for (let a = 0; mask >> a > 0; a++) if ((mask >> a) & 1) key += (codes[a]! + 2) * this.steps[a]!;
    return key;
  }

  nameOf({ mask, codes }: LatticeGroup): GroupOfSet {
    const set = columnsOf(mask);
    return { set, values: set.map((a) => this.values[a]![codes[a]!]!) };
  }
}

/** In place of the codes of values that are withheld by themselves. */
const POOLED = -1;

/** Positions of the bits of a set, ascending. */
export function columnsOf(mask: number): number[] {
  const columns: number[] = [];
  for (let a = 0; mask >> a > 0; a++) if ((mask >> a) & 1) columns.push(a);
  return columns;
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
