import type { Proportion } from '../../numeric/wilson.js';
import { SAMPLE_PARTS } from '../sampleParts.js';

/** Some rows, how many of them lose, and how much their rate varies more than that of independent rows would. */
export interface SampledCount {
  readonly rows: number;
  readonly lost: number;
  /** 1 where rows are independent. */
  readonly designEffect: number;
}

/**
 * Counts the rows at `places`. Where rows belong together, `parts` says which part of the sample each is in, and the variance of the rate is that between
 * parts, by linearisation: G ÷ (G − 1) · Σ (lost of the part − rate · rows of the part)² ÷ rows². Its ratio to rate · (1 − rate) ÷ rows is the design
 * effect; below 1 it is taken for chance. Kish 1965, "Survey sampling", Wiley, 8.2.
 */
export function sampledCount(places: Int32Array, losses: Uint8Array, parts: Uint16Array | null): SampledCount {
  let lost = 0;
  for (const place of places) lost += losses[place];
  const rows = places.length;
  if (parts === null || lost === 0 || lost === rows) return { rows, lost, designEffect: 1 };
  const rate = lost / rows;
  const excess = new Float64Array(SAMPLE_PARTS);
  for (const place of places) excess[parts[place]] += losses[place] - rate;
  const squares = excess.reduce((sum, value) => sum + value * value, 0);
  const variance = ((SAMPLE_PARTS / (SAMPLE_PARTS - 1)) * squares) / rows ** 2;
  return { rows, lost, designEffect: Math.max(1, variance / ((rate * (1 - rate)) / rows)) };
}

/** As many independent rows as would be as sure, never less than one; the counts themselves, which are whole, where rows are independent. */
export function effectiveProportion({ rows, lost, designEffect }: SampledCount): Proportion {
  if (designEffect === 1) return { successes: lost, n: rows };
  const n = Math.max(1, rows / designEffect);
  return { successes: (lost / rows) * n, n };
}
