import { cos } from '../elementary/circle.js';
import { log } from '../elementary/logarithm.js';
import { philox } from './philox.js';

/**
 * Draws that are addressed, not consumed: `uniform(i)` is the same number whoever asks and whenever, so worker count, order
 * and retries cannot change a bit. `child` names a sub-stream; children of different names are independent.
 */
export interface RandomStream {
  /** The names from the seed down to here, for provenance. */
  readonly path: string;
  /** The two words of Philox's key, for loops that draw by themselves. Such a loop needs a stream of its own: its counters are those of the draws below. */
  readonly key: readonly [number, number];
  child(name: string | number): RandomStream;
  /** The i-th uniform draw in [0, 1), 53 bits. */
  uniform(index: number): number;
  /** The i-th standard normal draw (Box–Muller on the i-th counter). */
  normal(index: number): number;
  /** The i-th integer in [0, bound). */
  integer(index: number, bound: number): number;
  /** A permutation of 0 … size − 1 (Fisher–Yates with draws 0 … size − 2). */
  permutation(size: number): Int32Array;
  /** `size` distinct integers of [0, population), in the order drawn (Floyd 1987, then shuffled). */
  sample(population: number, size: number): Int32Array;
}

/** FNV-1a over the name's UTF-16 units, mixed into the parent's key: names are few and short, keys need only differ. */
function derive(key0: number, key1: number, name: string): [number, number] {
  let a = (key0 ^ 0x811c9dc5) >>> 0;
  let b = (key1 ^ 0x01000193) >>> 0;
  for (let i = 0; i < name.length; i++) {
    const unit = name.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193) >>> 0;
    b = Math.imul(b ^ (unit + i), 0x85ebca6b) >>> 0;
  }
  const out = new Uint32Array(4);
  philox([a, b, name.length, 0x706c756d], [key0, key1], out); // the last word keeps derivation apart from draws
  return [out[0]!, out[1]!];
}

class PhiloxStream implements RandomStream {
  private readonly words = new Uint32Array(4);
  private readonly counter = new Uint32Array(4);
  readonly key: readonly [number, number];

  constructor(
    key0: number,
    key1: number,
    readonly path: string,
  ) {
    this.key = [key0, key1];
  }

  child(name: string | number): RandomStream {
    const [key0, key1] = derive(this.key[0], this.key[1], String(name));
    return new PhiloxStream(key0, key1, `${this.path}/${name}`);
  }

  private at(index: number): Uint32Array {
    if (!Number.isSafeInteger(index) || index < 0) throw new RangeError(`a draw's index must be a non-negative integer, got ${index}`);
    this.counter[0] = index >>> 0;
    this.counter[1] = Math.floor(index / 0x100000000);
    philox(this.counter, this.key, this.words);
    return this.words;
  }

  uniform(index: number): number {
    const words = this.at(index);
    return ((words[0]! >>> 5) * 0x4000000 + (words[1]! >>> 6)) / 0x20000000000000;
  }

  normal(index: number): number {
    const words = this.at(index);
    // 1 − u is in (0, 1], so the logarithm is finite.
    const u = 1 - ((words[0]! >>> 5) * 0x4000000 + (words[1]! >>> 6)) / 0x20000000000000;
    const v = ((words[2]! >>> 5) * 0x4000000 + (words[3]! >>> 6)) / 0x20000000000000;
    return Math.sqrt(-2 * log(u)) * cos(2 * Math.PI * v);
  }

  integer(index: number, bound: number): number {
    if (!Number.isSafeInteger(bound) || bound < 1) throw new RangeError(`an integer draw needs a bound of at least 1, got ${bound}`);
    // 53 random bits against bounds far below 2^53: the bias is below bound / 2^53.
    return Math.floor(this.uniform(index) * bound);
  }

  permutation(size: number): Int32Array {
    const order = Int32Array.from({ length: size }, (_, i) => i);
    for (let i = size - 1; i > 0; i--) {
      const j = this.integer(size - 1 - i, i + 1);
      const held = order[i]!;
      order[i] = order[j]!;
      order[j] = held;
    }
    return order;
  }

  sample(population: number, size: number): Int32Array {
    if (size > population) throw new RangeError(`cannot draw ${size} distinct items of ${population}`);
    const chosen = new Set<number>();
    for (let k = 0; k < size; k++) {
      const j = population - size + k;
      const draw = this.integer(k, j + 1);
      chosen.add(chosen.has(draw) ? j : draw);
    }
    const items = Int32Array.from(chosen);
    const order = this.child('order').permutation(size);
    return Int32Array.from(order, (position) => items[position]!);
  }
}

/** The root stream of a seed; every unsigned 64-bit-safe integer is a seed, 0 too. */
export function randomStream(seed: number): RandomStream {
  if (!Number.isSafeInteger(seed) || seed < 0) throw new RangeError(`a seed must be a non-negative integer below 2^53, got ${seed}`);
  return new PhiloxStream(seed >>> 0, Math.floor(seed / 0x100000000), String(seed));
}
