import type { SliceDiscoveryOptions, SliceLoss } from '../sliceDiscovery.js';
import type { Condition } from './condition.js';
import { NO_LOSS, type DrawnRows } from './drawnRows.js';
import { findSlices } from './findSlices.js';
import { sampledCount, type SampledCount } from './sampledCount.js';
import type { FoundSlice } from './worstSlices.js';

export interface LossCount {
  readonly rows: number;
  readonly lost: number;
}

/** A slice found on the discovery half, and what the confirmation half says of it. */
export interface DiscoveredSlice {
  readonly conditions: readonly Condition[];
  readonly score: number;
  readonly discovery: LossCount;
  readonly confirmation: SampledCount;
  /** All other rows of the confirmation half. */
  readonly rest: SampledCount;
}

export interface LossSearch {
  readonly loss: SliceLoss;
  readonly discovery: LossCount;
  readonly confirmation: LossCount;
  /** Fewest rows of the discovery half that make a slice. */
  readonly minimumRows: number;
  /** Slices whose rows were counted, by number of conditions, and up to how many conditions the search is complete. */
  readonly counted: readonly number[];
  readonly depth: number;
  readonly slices: readonly DiscoveredSlice[];
}

/** Finds slices on one half of the rows and measures them on the other, for one loss. */
export function searchLoss(loss: SliceLoss, drawn: DrawnRows, options: SliceDiscoveryOptions, withholdBelow: number): LossSearch {
  const losses = drawn.losses.get(loss)!;
  const placesOf = (half: number): Int32Array => {
    const places = new Int32Array(drawn.rows);
    let size = 0;
    for (let i = 0; i < drawn.rows; i++) if (drawn.half[i] === half && losses[i] !== NO_LOSS) places[size++] = i;
    return places.slice(0, size);
  };
  const take = (codes: Uint8Array, places: Int32Array): Uint8Array => {
    const taken = new Uint8Array(places.length);
    for (let i = 0; i < places.length; i++) taken[i] = codes[places[i]];
    return taken;
  };
  const discovery = placesOf(0);
  const confirmation = placesOf(1);
  const found = take(losses, discovery);
  const minimumRows = Math.max(options.minimumRows, Math.ceil(options.minimumShare * discovery.length), withholdBelow);
  const columns = drawn.codes.map((codes, c) => ({ bins: drawn.bins[c].bins.length, codes: take(codes, discovery) }));
  const search = findSlices(columns, found, { depth: options.depth, minimumRows, alpha: options.alpha, slices: options.slices, distinct: true });
  return {
    loss,
    discovery: { rows: discovery.length, lost: sum(found) },
    confirmation: { rows: confirmation.length, lost: sum(take(losses, confirmation)) },
    minimumRows,
    counted: search.counted,
    depth: search.depth,
    slices: search.slices.map((slice): DiscoveredSlice => {
      const { inside, outside } = divide(slice, drawn, confirmation);
      return {
        conditions: slice.conditions.map(({ column, bin }) => drawn.bins[column].bins[bin]),
        score: slice.score,
        discovery: { rows: slice.rows, lost: slice.loss },
        confirmation: sampledCount(inside, losses, drawn.parts),
        rest: sampledCount(outside, losses, drawn.parts),
      };
    }),
  };
}

function divide({ conditions }: FoundSlice, { codes }: DrawnRows, places: Int32Array): { inside: Int32Array; outside: Int32Array } {
  const isInside = (place: number): boolean => conditions.every(({ column, bin }) => codes[column][place] === bin);
  return { inside: places.filter(isInside), outside: places.filter((place) => !isInside(place)) };
}

function sum(values: Uint8Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
