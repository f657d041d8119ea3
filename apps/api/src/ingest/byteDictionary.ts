/** FNV-1a is short, and good enough for cells of a few bytes; a hostile file can only make its own ingest slow, and that has a time limit. */
export const hashStart = 0x811c9dc5 | 0;
export const hashPrime = 0x01000193;

/** The answer of a dictionary that has no room left for a new entry. */
export const full = -1_000_000;

/**
 * Distinct byte strings, numbered in the order in which they came. Those in `marks` are known from the start and have negative codes: −1 for the last mark,
 * −marks.length for the first. Looking up allocates nothing.
 */
export class ByteDictionary {
  private slots = new Int32Array(128).fill(-1);
  private hashes = new Int32Array(64);
  private starts = new Int32Array(65);
  private bytes = Buffer.allocUnsafe(1024);
  private entries = 0;
  private readonly marks: number;

  constructor(
    marks: readonly Buffer[],
    private readonly limit: number,
    private readonly entryBytes: number,
  ) {
    this.marks = 0;
    for (const mark of marks) this.codeOf(mark, 0, mark.length, hashOf(mark, 0, mark.length));
    this.marks = this.entries;
  }

  get size(): number {
    return this.entries - this.marks;
  }

  /** The code of buffer[start, end), whose hash is given; a new one gets the next code, or `full` where there is no room for it. */
  codeOf(buffer: Uint8Array, start: number, end: number, hash: number): number {
    const length = end - start;
    const mask = this.slots.length - 1;
    const { bytes, starts, hashes, slots } = this;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (let entry = slots[slot]; entry >= 0; entry = slots[slot]) {
      if (hashes[entry] === hash && starts[entry + 1] - starts[entry] === length) {
        let at = starts[entry];
        let i = start;
        while (i < end && bytes[at] === buffer[i]) {
          at++;
          i++;
        }
        if (i === end) return entry - this.marks;
      }
      slot = (slot + 1) & mask;
    }
    return this.add(buffer, start, length, hash, slot);
  }

  /** The bytes of a code; a view that the next addition may outdate. */
  bytesOf(code: number): Uint8Array {
    const entry = code + this.marks;
    return this.bytes.subarray(this.starts[entry], this.starts[entry + 1]);
  }

  private add(buffer: Uint8Array, start: number, length: number, hash: number, slot: number): number {
    if (this.entries - this.marks >= this.limit || length > this.entryBytes) return full;
    const entry = this.entries++;
    const from = this.starts[entry];
    if (from + length > this.bytes.length) {
      const grown = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, from + length));
      grown.set(this.bytes.subarray(0, from));
      this.bytes = grown;
    }
    this.bytes.set(buffer.subarray(start, start + length), from);
    if (this.entries >= this.hashes.length) this.grow();
    this.hashes[entry] = hash;
    this.starts[entry + 1] = from + length;
    if (this.entries * 2 > this.slots.length) this.rehash();
    else this.slots[slot] = entry;
    return entry - this.marks;
  }

  private grow(): void {
    const hashes = new Int32Array(this.hashes.length * 2);
    hashes.set(this.hashes);
    const starts = new Int32Array(hashes.length + 1);
    starts.set(this.starts);
    this.hashes = hashes;
    this.starts = starts;
  }

  private rehash(): void {
    const slots = new Int32Array(this.slots.length * 2).fill(-1);
    const mask = slots.length - 1;
    for (let entry = 0; entry < this.entries; entry++) {
      let slot = (this.hashes[entry] ^ (this.hashes[entry] >>> 15)) & mask;
      while (slots[slot] >= 0) slot = (slot + 1) & mask;
      slots[slot] = entry;
    }
    this.slots = slots;
  }
}

export function hashOf(buffer: Uint8Array, start: number, end: number): number {
  let hash = hashStart;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ buffer[i], hashPrime);
  return hash;
}
