import { portableExp, portableLog } from './portable.js';
import { philox } from '../random/philox.js';

// Looked up once: in a sandboxed global scope, as under test runners, each look-up costs more than the multiplication.
const { floor, min, sqrt } = Math;

/** Steps of a table of values, which has an end for each and so one number more. */
export const STEPS = 512;

/** Things to choose among, and how a value is drawn of the one chosen. */
export interface Choice {
  /** Where each item's part of [0, 1) ends, rising to 1. */
  readonly ends: ArrayLike<number>;
  /** Values of each item at the ends of 512 steps of equal probability, straight between them, [items][513]. */
  readonly tables: readonly Float64Array[];
}

type Key = readonly [number, number];

/** Of each item, where its part starts and how many steps a unit of it is. */
export function partsOf({ ends }: Choice): { starts: Float64Array; scales: Float64Array } {
  const starts = Float64Array.from({ length: ends.length }, (_, k) => (k === 0 ? 0 : ends[k - 1]!));
  return { starts, scales: starts.map((start, k) => (ends[k]! > start ? STEPS / (ends[k]! - start) : 0)) };
}

/** Draws from number `from` on; which items they are. What the kernel must equal bit for bit, as all of this file. */
export function chooseValuesPlain(key: Key, from: number, choice: Choice, values: Float64Array): Uint32Array {
  const { starts, scales } = partsOf(choice);
  const items = chooseItemsPlain(key, from, from + values.length, choice.ends);
  for (let i = 0; i < values.length; i++) {
    const item = items[i]!;
    const at = (wordAt(key, from + i) * 2 ** -32 - starts[item]!) * scales[item]!;
    const step = min(floor(at), STEPS - 1);
    const table = choice.tables[item]!;
    values[i] = table[step]! + (table[step + 1]! - table[step]!) * (at - step);
  }
  return items;
}

export function chooseItemsPlain(key: Key, from: number, to: number, ends: ArrayLike<number>): Uint32Array {
  const items = new Uint32Array(to - from);
  for (let i = 0; i < items.length; i++) {
    const uniform = wordAt(key, from + i) * 2 ** -32;
    while (items[i]! < ends.length - 1 && uniform >= ends[items[i]!]!) items[i]!++;
  }
  return items;
}

export function drawNormalsPlain(key: Key, from: number, values: Float64Array): void {
  for (let i = 0; i < values.length; i++) values[i] = normalAt(key, from + i);
}

const out = new Uint32Array(4);

function wordAt(key: Key, index: number): number {
  philox([floor(index / 4), 0, 0, 0], key, out);
  return out[index % 4]!;
}

/** Layers of the ziggurat, where the lowest's rectangle ends, and the area of each: the equations of the paper, solved in double precision. */
const LAYERS = 256;
const EDGE = 3.6541528853610092;
const AREA = 0.004928673233974648;

/** Of each layer its width, the part of it that is under the curve all the way up, and the curve's height at its end. */
export const ziggurat = (() => {
  const widths = new Float64Array(LAYERS + 1);
  const heights = new Float64Array(LAYERS + 1).fill(1, LAYERS);
  const height = (x: number): number => portableExp(-0.5 * x * x);
  widths[0] = AREA / height(EDGE);
  widths[1] = EDGE;
  heights[1] = height(EDGE);
  for (let layer = 2; layer < LAYERS; layer++) {
    widths[layer] = sqrt(-2 * portableLog(AREA / widths[layer - 1]! + heights[layer - 1]!));
    heights[layer] = height(widths[layer]!);
  }
  return { widths: widths.slice(0, LAYERS), heights, ratios: Float64Array.from({ length: LAYERS }, (_, layer) => widths[layer + 1]! / widths[layer]!) };
})();

/**
 * A standard normal: Marsaglia and Tsang 2000, "The ziggurat method for generating random variables", J. Statistical Software 5, with separate bits for layer and place, as
 * Doornik 2005, "An improved ziggurat method to generate normal random samples", asks for. The bits do not depend on the machine.
 */
export function normalAt(key: Key, index: number): number {
  philox([floor(index / 2), 0, 0, 0], key, out);
  let [low, high] = index % 2 === 0 ? [out[0]!, out[1]!] : [out[2]!, out[3]!];
  for (let attempt = 1; ; attempt++) {
    const layer = low & 255;
    const sign = (low & 256) !== 0 ? -1 : 1;
    const place = ((low >>> 11) * 4294967296 + high) * 2 ** -53;
    const x = place * ziggurat.widths[layer]!;
    if (place < ziggurat.ratios[layer]!) return sign * x;
    if (layer === 0) return sign * (EDGE + beyondEdge(key, index, attempt));
    philox([index, attempt, 1, 0], key, out);
    if (ziggurat.heights[layer]! + open(out[0]!, out[1]!) * (ziggurat.heights[layer + 1]! - ziggurat.heights[layer]!) < portableExp(-0.5 * x * x)) return sign * x;
    [low, high] = [out[2]!, out[3]!];
  }
}

/** How far a normal beyond the edge is beyond it. Marsaglia 1964, "Generating a variable from the tail of the normal distribution", Technometrics 6. */
function beyondEdge(key: Key, index: number, attempt: number): number {
  for (; ; attempt++) {
    philox([index, attempt, 2, 0], key, out);
    const x = -portableLog(open(out[0]!, out[1]!)) / EDGE;
    if (-2 * portableLog(open(out[2]!, out[3]!)) > x * x) return x;
  }
}

/** In (0, 1). */
function open(high: number, low: number): number {
  return ((high >>> 5) * 0x4000000 + (low >>> 6) + 0.5) * 2 ** -53;
}
