import { log2 } from '../elementary/logarithm.js';
import { pairwiseSum } from '../numeric/sum.js';
import { differing, rowGame } from './game.js';
import { restrictTo, type Coalitions, type Question } from './question.js';
import { shapleyValues } from './shapleyValues.js';

/** Background rows that differ from the explained row in the same features. Against these, other features cannot matter, and rows made with and without them are the same row. */
export interface Part {
  readonly features: readonly number[];
  /** Of the background, ascending. */
  readonly rows: readonly number[];
}

/** The background by the features in which its rows differ from the explained one, in order of first appearance. */
export function partsOf({ row, background }: Question): Part[] {
  const differs = background.columns.map((column, j) => differing(row.columns[j], column));
  const parts = new Map<string, { features: number[]; rows: number[] }>();
  for (let b = 0; b < background.rows; b++) {
    let key = '';
    for (const column of differs) key += column[b];
    const known = parts.get(key);
    if (known) known.rows.push(b);
    else parts.set(key, { features: differs.flatMap((column, j) => (column[b] === 1 ? [j] : [])), rows: [b] });
  }
  return [...parts.values()];
}

export interface Enumerated {
  /** By feature. */
  readonly values: Float64Array;
  /** Rows the model was asked about. */
  readonly evaluations: number;
}

/**
 * Shapley values of a row against part of a background, from the answers to all 2^d mixtures of its d features with each of the part's rows. A mean over backgrounds of games is the game of the
 * whole background, and Shapley values are linear in the game; so means of these over all parts are the values against the whole background, from far fewer
 * rows than 2^m a background row where rows have values in common.
 */
async function enumeratePart(whole: Question, { features, rows }: Part): Promise<Enumerated> {
  const question = restrictTo(whole, rows);
  const { row, background, mixtures } = question;
  const width = background.columns.length;
  const d = features.length;
  const values = new Float64Array(width);
  if (d === 0) return { values, evaluations: 0 };
  const worth = new Float64Array(2 ** d);
  worth[0] = pairwiseSum(question.answers) / background.rows;
  worth[worth.length - 1] = question.output;
  const game = rowGame(row, mixtures);
  const { sets, perCall, masks } = coalitionsOf(question, features, game.perCall);
  const found = await game.value(masks, sets.length, perCall);
  for (let at = 0; at < sets.length; at++) worth[sets[at]] = found[at];
  shapleyValues(worth, d).forEach((value, bit) => (values[features[bit]] = value));
  return { values, evaluations: sets.length * background.rows };
}

/** What parts add to the values against the whole background; with all parts, the values themselves. */
export async function enumerateParts(question: Question, parts: readonly Part[]): Promise<Enumerated> {
  const values = new Float64Array(question.background.columns.length);
  let evaluations = 0;
  for (const part of parts) {
    const share = part.rows.length / question.background.rows;
    const found = await enumeratePart(question, part);
    for (let j = 0; j < values.length; j++) values[j] += share * found.values[j];
    evaluations += found.evaluations;
  }
  return { values, evaluations };
}

/** Rows after each other mostly differ from the background in the same features, so the last answer is kept. */
function coalitionsOf({ background, kept }: Question, features: readonly number[], room: number): Coalitions {
  const key = `${features.join()} by ${room}`;
  if (kept.coalitions?.key === key) return kept.coalitions;
  const width = background.columns.length;
  const { sets, perCall } = setsInOrder(features.length, room);
  const masks = new Uint8Array(sets.length * width);
  for (let at = 0; at < sets.length; at++) for (let bit = 0; bit < features.length; bit++) masks[at * width + features[bit]] = (sets[at] >> bit) & 1;
  kept.coalitions = { key, sets, perCall, masks };
  return kept.coalitions;
}

/**
 * Every set of d players that has to be asked about. Where they take several calls, a call has all sets of the first players, always in the same order, and one set of the
 * others, which go by Gray's code: from call to call one player changes, so that hardly anything has to be written anew.
 */
function setsInOrder(d: number, room: number): { readonly sets: Int32Array; readonly perCall: number } {
  // The empty set and the full one are known.
  if (2 ** d - 2 <= room) return { sets: Int32Array.from({ length: 2 ** d - 2 }, (_, set) => set + 1), perCall: room };
  const low = Math.floor(log2(room));
  return { sets: Int32Array.from({ length: 2 ** d }, (_, at) => (at & (2 ** low - 1)) | (((at >> low) ^ (at >> (low + 1))) << low)), perCall: 2 ** low };
}
