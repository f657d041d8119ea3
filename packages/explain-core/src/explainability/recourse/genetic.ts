import type { RandomStream } from '../../random/stream.js';
import type { Hunt } from './hunt.js';
import type { Step } from './lines.js';
import type { Answer } from './outcome.js';
import { polish } from './polish.js';
import { changed, changesOf, feasible, withValue, type Point } from './space.js';

const POPULATION = 40;
const GENERATIONS = 12;
/** Share of what may be asked that is left for polishing what comes out. */
const LEFT_FOR_POLISH = 0.2;
/** Best rows of different columns that are polished. */
const POLISHED = 3;

interface Member {
  readonly point: Point;
  readonly answer: Answer;
}

/**
 * Crosses and mutates rows; those that have the outcome compete by cost, the others by how near they come to it. Mutations pull columns back to the row's own
 * values or try one of the values asked about singly. After the genetic search of DiCE and CERTIFAI (Mothilal et al. 2020; Sharma et al. 2020).
 */
export async function breed(hunt: Hunt, seeds: readonly Point[], singles: readonly Step[], random: RandomStream): Promise<void> {
  if (singles.length === 0) return;
  const reserve = Math.ceil(LEFT_FOR_POLISH * hunt.budget);
  const first = distinct([...seeds, ...Array.from({ length: POPULATION }, (_, i) => strange(hunt, singles, random.child('first').child(i)))], hunt.own).slice(0, POPULATION);
  if (!hunt.affords(first.length + reserve)) return;
  let population = fittest(hunt, await members(hunt, first));
  const asked = new Set(first.map((point) => point.join()));
  for (let generation = 0; generation < GENERATIONS && hunt.affords(POPULATION + reserve); generation++) {
    const draws = random.child(generation);
    const bred = Array.from({ length: POPULATION }, (_, i) => child(hunt, population, singles, draws.child(i)));
    const fresh = distinct(bred, hunt.own).filter((point) => !asked.has(point.join()));
    if (fresh.length === 0) break;
    for (const point of fresh) asked.add(point.join());
    population = fittest(hunt, [...population, ...(await members(hunt, fresh))]);
  }
  const seen = new Set<string>();
  for (const { point, answer } of population) {
    const columns = point.map((_, j) => (changed(hunt.own, point, j) ? 1 : 0)).join('');
    if (!answer.reached || seen.has(columns)) continue;
    seen.add(columns);
    await polish(hunt, point, 'search');
    if (seen.size === POLISHED) return;
  }
}

async function members(hunt: Hunt, points: readonly Point[]): Promise<Member[]> {
  const answers = await hunt.ask(points);
  return points.map((point, i) => ({ point, answer: answers[i]! }));
}

function fittest(hunt: Hunt, all: readonly Member[]): Member[] {
  const ranked = all.map((member) => ({ member, cost: hunt.costOf(member.point) }));
  ranked.sort((a, b) => Number(b.member.answer.reached) - Number(a.member.answer.reached) || (a.member.answer.reached ? a.cost - b.cost : b.member.answer.margin - a.member.answer.margin));
  return ranked.slice(0, POPULATION).map(({ member }) => member);
}

/** A few columns changed to values that were tried singly. */
function strange({ own }: Hunt, singles: readonly Step[], draws: RandomStream): Point {
  const count = 1 + draws.integer(0, 4);
  let point = own;
  for (let i = 1; i <= count; i++) {
    const { j, value } = singles[draws.integer(i, singles.length)]!;
    point = withValue(point, j, value);
  }
  return point;
}

function child(hunt: Hunt, population: readonly Member[], singles: readonly Step[], draws: RandomStream): Point {
  // The fitter of two, twice: members stand in order of fitness.
  const parent = (at: number): Point => population[Math.min(draws.integer(at, population.length), draws.integer(at + 1, population.length))]!.point;
  const [mother, father] = [parent(0), parent(2)];
  const crossing = draws.child('crossing');
  const mutation = draws.child('mutation');
  const point = mother.slice();
  for (let j = 0; j < point.length; j++) if (mother[j] !== father[j] && crossing.uniform(j) >= 0.5) point[j] = father[j]!;
  const tried = singles[draws.integer(4, singles.length)]!;
  if (draws.uniform(5) < 0.3) point[tried.j] = tried.value;
  hunt.space.dimensions.forEach((dimension, j) => {
    if (!changed(hunt.own, point, j)) return;
    const draw = mutation.uniform(j);
    if (draw < 0.2) point[j] = hunt.own[j]!;
    else if (draw < 0.45 && dimension.kind === 'number') point[j] = feasible(dimension, hunt.own[j]!, hunt.own[j]! + mutation.child('length').uniform(j) * (point[j]! - hunt.own[j]!));
  });
  return point;
}

function distinct(points: readonly Point[], own: Point): Point[] {
  return [...new Map(points.filter((point) => changesOf(own, point) > 0).map((point) => [point.join(), point])).values()];
}
