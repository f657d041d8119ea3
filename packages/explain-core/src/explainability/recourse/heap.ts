/** A binary heap: the least comes out first; of equals, the one put in last. */
export class Heap<T> {
  private readonly items: { readonly item: T; readonly order: number }[] = [];
  private pushed = 0;

  constructor(private readonly compare: (a: T, b: T) => number) {}

  push(item: T): void {
    const entry = { item, order: this.pushed++ };
    let at = this.items.length;
    this.items.push(entry);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.isBefore(entry, this.items[parent]!)) break;
      this.items[at] = this.items[parent]!;
      at = parent;
    }
    this.items[at] = entry;
  }

  pop(): T | undefined {
    const first = this.items[0];
    const last = this.items.pop();
    if (first === undefined || last === undefined) return undefined;
    if (this.items.length > 0) this.sink(last);
    return first.item;
  }

  private sink(entry: { readonly item: T; readonly order: number }): void {
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.items.length) break;
      if (child + 1 < this.items.length && this.isBefore(this.items[child + 1]!, this.items[child]!)) child++;
      if (!this.isBefore(this.items[child]!, entry)) break;
      this.items[at] = this.items[child]!;
      at = child;
    }
    this.items[at] = entry;
  }

  private isBefore(a: { readonly item: T; readonly order: number }, b: { readonly item: T; readonly order: number }): boolean {
    const order = this.compare(a.item, b.item);
    return order < 0 || (order === 0 && a.order > b.order);
  }
}
