import { z } from 'zod';
import type { RandomStream } from '../random/stream.js';
import type { Attack, Trial } from './attack.js';
import { attackOptions } from './options.js';
import { copyPoint, takePoints, type Points } from './points.js';
import { reach } from './project.js';
import { andriushchenko2020 } from './sources.js';

const options = z.strictObject({
  ...attackOptions,
  queries: z.number().int().min(1).max(20_000).default(200).describe('Rows the model may be asked about for each row at each strength.'),
  share: z.number().gt(0).max(1).default(0.8).describe('Share of the columns that is redrawn at first; it shrinks as queries are spent.'),
});
type Options = z.output<typeof options>;

/**
 * Random search by scores alone, so for any model, trees included. Andriushchenko et al. 2020, with a set of columns in the place of a
 * square of pixels: start at a random corner of the ball; then redraw a random set of columns, a smaller one as queries are spent, and
 * keep what does not raise the margin.
 * Departures, all because rows of a table are not images: a redrawn number goes to an end of its reach with probability 3/4 and
 * anywhere within it otherwise (a tree's thresholds may lie between the corners); an equal margin is accepted (trees have plateaus, and a model
 * that answers only labels has nothing else); l2 uses the same proposals, drawn back into the ball; a category that may flip takes any of its
 * levels; a row that has fallen leaves; the second query at a larger strength stretches the best row of the smaller one.
 */
export const squareAttack: Attack<Options> = {
  pillar: 'robustness',
  id: 'squareAttack',
  version: 2,
  label: 'Square attack on columns',
  summary: 'How many decisions stay when someone who can only ask the model changes a row a little, by trial and error.',
  definition:
    'Random search: redraw a random set of columns within ε of the original, keep the row if the margin of the decision does not rise. Robust accuracy: share of rows decided as their label for which no row with another decision was found within the queries.',
  sources: [andriushchenko2020],
  needs: ['predict'],
  range: [0, 1],
  ideal: 1,
  direction: 'higher',
  options,
  async search(trial, { queries, share }) {
    const { threat, best } = trial;
    const width = threat.numbers.length + threat.categories.length;
    const current = takePoints(best, Int32Array.from({ length: best.rows }, (_, i) => i), threat);
    const margins = Float64Array.from(trial.margins);
    const draws = new Map<number, RandomStream>();
    for (const position of trial.standing()) draws.set(position, trial.random(position));
    for (let query = 0; query < queries; query++) {
      const positions = trial.standing();
      if (positions.length === 0) return;
      const columns = Math.max(1, Math.round(shrunk(share, query, queries) * width));
      const proposals = takePoints(current, positions, threat);
      for (const [i, position] of positions.entries()) {
        if (query === 1 && stretch(trial, position, proposals, i)) continue;
        redraw(trial, position, proposals, i, query === 0 ? width : columns, query, draws.get(position)!);
      }
      const asked = await trial.attempt(positions, proposals);
      for (const [i, position] of positions.entries()) {
        if (asked.margins[i] > margins[position]) continue;
        margins[position] = asked.margins[i];
        copyPoint(asked.points, i, current, position, threat);
      }
    }
  },
};

/** Of a budget of 10,000 queries, where the paper halves the share. */
const HALVINGS = [10, 50, 200, 500, 1000, 2000, 4000, 6000, 8000];

function shrunk(share: number, query: number, queries: number): number {
  const at = (query / queries) * 10_000;
  return share / 2 ** HALVINGS.filter((halving) => at > halving).length;
}

/** Redraws `count` columns of a proposal; all at the corners in the first query. A query has three draws a column at its own address. */
function redraw({ threat, epsilon, original }: Trial, position: number, proposals: Points, i: number, count: number, query: number, draws: RandomStream): void {
  const d = threat.numbers.length;
  const c = threat.categories.length;
  const width = d + c;
  const address = query * 3 * width;
  const corner = query === 0;
  // The first `count` of a Fisher–Yates shuffle.
  const columns = Int32Array.from({ length: width }, (_, j) => j);
  for (let k = 0; k < count; k++) {
    const other = k + draws.integer(address + k, width - k);
    const column = columns[other];
    columns[other] = columns[k];
    const place = draws.uniform(address + width + k);
    if (column >= d) {
      const j = column - d;
      // Of more flips than allowed, the projection keeps the first.
      proposals.codes[i * c + j] = Math.floor(place * threat.categories[j].levels);
      continue;
    }
    const { low, high } = reach(original.numbers[position * d + column], threat.numbers[column], epsilon);
    if (!corner && place >= 0.75) proposals.numbers[i * d + column] = low + (high - low) * draws.uniform(address + 2 * width + k);
    else proposals.numbers[i * d + column] = place < (corner ? 0.5 : 0.375) ? low : high;
  }
}

/** Every column that moved at a smaller strength, to the end of its reach at this one. False when none has moved. */
function stretch({ threat, epsilon, original, best }: Trial, position: number, proposals: Points, i: number): boolean {
  const d = threat.numbers.length;
  copyPoint(best, position, proposals, i, threat);
  let moved = false;
  for (let j = 0; j < d; j++) {
    const x = original.numbers[position * d + j];
    const change = best.numbers[position * d + j] - x;
    const { low, high } = reach(x, threat.numbers[j], epsilon);
    if (change > 0) proposals.numbers[i * d + j] = high;
    if (change < 0) proposals.numbers[i * d + j] = low;
    moved ||= change > 0 || change < 0;
  }
  return moved;
}
