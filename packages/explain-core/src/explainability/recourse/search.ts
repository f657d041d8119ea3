import type { RandomStream } from '../../random/stream.js';
import { breed } from './genetic.js';
import { walkAlongGradient } from './gradientWalk.js';
import { stepByStep } from './greedy.js';
import type { Hunt } from './hunt.js';
import { singleColumns } from './lines.js';
import { polish } from './polish.js';
import { changed, changesOf, feasible, type Point } from './space.js';

/** Reference rows whose values the row is given. */
const MODELS = 8;
/** Of those that then have the outcome, the cheapest are polished. */
const POLISHED = 3;
/** Columns of the best way that are banned in turn. */
const BANNED = 4;

/**
 * Looks for changed rows that have the wanted outcome, within what the hunt may ask, for any model: single columns; columns one after the other; the values of
 * near reference rows that have the outcome; a walk along the derivative where there is one; and a genetic search with what is left.
 *   references: points of rows that have the outcome. margin: the row's own.
 */
export async function search(hunt: Hunt, references: readonly Point[], margin: number, random: RandomStream): Promise<void> {
  const singles = await singleColumns(hunt, references);
  await stepByStep(hunt, singles, margin, new Set());
  await walkAlongGradient(hunt, singles);
  const models = await likeReferences(hunt, references);
  const best = hunt.best;
  if (best !== null) {
    const columns = hunt.space.dimensions.flatMap((_, j) => (changed(hunt.own, best.point, j) ? [j] : []));
    for (const j of columns.slice(0, BANNED)) await stepByStep(hunt, singles, margin, new Set([j]));
  }
  await breed(hunt, [...hunt.found.map(({ point }) => point), ...models], singles, random);
}

/** The row with the values of reference rows, as far as the rules allow; the nearest of them. */
async function likeReferences(hunt: Hunt, references: readonly Point[]): Promise<Point[]> {
  const { own, space } = hunt;
  const like = references.map((reference) => Float64Array.from(reference, (value, j) => feasible(space.dimensions[j]!, own[j]!, value)));
  const ranked = like.filter((point) => changesOf(own, point) > 0).map((point) => ({ point, cost: hunt.costOf(point) })).sort((a, b) => a.cost - b.cost);
  const nearest = ranked.slice(0, MODELS).map(({ point }) => point);
  if (nearest.length === 0 || !hunt.affords(nearest.length)) return [];
  const answers = await hunt.ask(nearest);
  for (const point of nearest.filter((_, i) => answers[i]!.reached).slice(0, POLISHED)) await polish(hunt, point, 'search');
  return nearest;
}
