import { cholesky } from '../../numeric/cholesky.js';
import { matrix } from '../../numeric/matrix.js';
import type { Found } from './hunt.js';
import { distanceOf, type Point, type Space } from './space.js';

/** DiCE's weight of nearness; that of diversity is the option. */
const NEARNESS = 0.5;
/** Of more changes found, the cheapest are chosen among. */
const POOL = 200;

/**
 * The cheapest change, and then, one by one, the change that makes NEARNESS · mean cost − diversity · det K least, K_ij = 1 ÷ (1 + distance between the changes):
 * the objective of Mothilal, Sharma and Tan 2020 (DiCE), whose gradient search is replaced by a greedy choice among what was found.
 *   found: cheapest first.
 */
export function diverse(space: Space, found: readonly Found[], count: number, diversity: number): Found[] {
  const pool = found.slice(0, POOL);
  const chosen = pool.splice(0, 1);
  while (chosen.length < count && pool.length > 0) {
    const losses = pool.map((candidate) => {
      const set = [...chosen, candidate];
      return (NEARNESS * set.reduce((sum, { cost }) => sum + cost, 0)) / set.length - diversity * spread(space, set.map(({ point }) => point));
    });
    const best = losses.reduce((least, loss, i) => (loss < losses[least]! ? i : least), 0);
    chosen.push(...pool.splice(best, 1));
  }
  return chosen.sort((a, b) => a.cost - b.cost);
}

/** det K; 0 where two changes are the same. */
export function spread(space: Space, points: readonly Point[]): number {
  const kernel = matrix(points.length, points.length);
  points.forEach((a, i) => points.forEach((b, j) => (kernel.values[i * points.length + j] = 1 / (1 + distanceOf(space, a, b)))));
  const factor = cholesky(kernel);
  if (factor === null) return 0;
  return points.reduce((product, _, i) => product * factor.values[i * points.length + i]! ** 2, 1);
}
