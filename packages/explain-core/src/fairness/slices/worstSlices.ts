/** A slice and what was counted in it. */
export interface FoundSlice {
  /** In the order of the columns; columns are different. */
  readonly conditions: readonly { readonly column: number; readonly bin: number }[];
  readonly rows: number;
  readonly loss: number;
  readonly score: number;
}

/** The best-scored of the slices offered so far; the order is total, so the order of offering does not matter. */
export class WorstSlices {
  private readonly kept: FoundSlice[] = [];

  constructor(private readonly most: number) {}

  /** A slice must score at least this to be kept; while there is room, anything above 0 is. */
  get threshold(): number {
    return this.kept.length < this.most ? 0 : this.kept.at(-1)!.score;
  }

  offer(slice: FoundSlice): void {
    if (!(slice.score > 0) || slice.score < this.threshold) return;
    let at = this.kept.length;
    while (at > 0 && comesBefore(slice, this.kept[at - 1])) at--;
    this.kept.splice(at, 0, slice);
    if (this.kept.length > this.most) this.kept.pop();
  }

  list(): readonly FoundSlice[] {
    return [...this.kept];
  }
}

function comesBefore(a: FoundSlice, b: FoundSlice): boolean {
  if (a.score !== b.score) return a.score > b.score;
  if (a.conditions.length !== b.conditions.length) return a.conditions.length < b.conditions.length;
  for (const [i, { column, bin }] of a.conditions.entries()) {
    const other = b.conditions[i];
    if (column !== other.column) return column < other.column;
    if (bin !== other.bin) return bin < other.bin;
  }
  return false;
}
