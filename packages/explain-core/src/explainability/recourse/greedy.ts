import type { Hunt } from './hunt.js';
import type { Step } from './lines.js';
import { polish } from './polish.js';
import { withValue, type Point } from './space.js';

/** Columns that are changed one after the other at most. */
const MOST_STEPS = 8;
/** Changes that are asked about in each step. */
const TRIED = 24;

/**
 * Changes column after column, each time the one that brings the answer nearest to the wanted one for its cost, until it is reached. Columns in `banned`
 * stay, so that other ways are found as well.
 */
export async function stepByStep(hunt: Hunt, singles: readonly Step[], margin: number, banned: ReadonlySet<number>): Promise<void> {
  let point: Point = hunt.own;
  let from = margin;
  let steps = singles.filter(({ j }) => !banned.has(j));
  for (let step = 0; step < MOST_STEPS && steps.length > 0; step++) {
    const reached = steps.filter(({ answer }) => answer.reached).map(({ j, value }) => withValue(point, j, value));
    if (reached.length > 0) {
      await polish(hunt, reached.reduce((best, trial) => (hunt.costOf(trial) < hunt.costOf(best) ? trial : best)), 'search');
      return;
    }
    const ranked = steps.map((one) => ({ ...one, worth: worthOf(hunt, point, one, from) })).filter(({ worth }) => worth > 0).sort((a, b) => b.worth - a.worth);
    const [best] = ranked;
    if (best === undefined) return;
    point = withValue(point, best.j, best.value);
    from = best.answer.margin;
    const next = ranked.filter(({ j }) => j !== best.j).slice(0, TRIED);
    if (next.length === 0 || !hunt.affords(next.length)) return;
    const answers = await hunt.ask(next.map(({ j, value }) => withValue(point, j, value)));
    steps = next.map(({ j, value }, i) => ({ j, value, answer: answers[i]! }));
  }
}

function worthOf(hunt: Hunt, point: Point, { j, value, answer }: Step, margin: number): number {
  return (answer.margin - margin) / (hunt.costOf(withValue(point, j, value)) - hunt.costOf(point));
}
