import { z } from 'zod';
import { takeRows } from '../data/select.js';
import { throwIfCancelled } from '../errors.js';
import type { JsonObject } from '../json.js';
import type { MethodInfo } from '../method/method.js';
import type { TaskContext } from '../method/task.js';
import { decide } from '../models/decide.js';
import { wilson1927 } from '../method/sources.js';
import { exampleOf, type Chunk } from './chunk.js';
import { ascending, noiseOptions } from './options.js';
import type { ChunkPartial, RowOutcome } from './partial.js';
import { emptyPoints, pointsOf, takePoints, withPoints, type Points } from './points.js';
import { projectPoints } from './project.js';
import { hendrycks2019 } from './sources.js';
import type { ThreatModel } from './threatModel.js';

const options = z.strictObject({
  ...noiseOptions,
  draws: z.number().int().min(1).max(1000).default(20).describe('Noisy copies of each row at each strength.'),
  row: z
    .enum(['meanOfDraws', 'allDraws'])
    .default('meanOfDraws')
    .describe('What a row counts: the share of its draws that keep the decision, or 1 only if all of them keep it.'),
});
type Options = z.output<typeof options>;

/** Noise proposes nothing and needs no runner: it asks about every draw and reports what came. */
export interface Noise<O = unknown> extends MethodInfo<O> {
  evaluate(options: O, chunk: Chunk, threat: ThreatModel, context: TaskContext): Promise<ChunkPartial>;
}

/**
 * x'_j = x_j + strength · s_j · N(0, 1) for the number columns that may change, s_j the column's unit; then whole numbers are rounded, bounds
 * and directions kept. Common corruptions, after Hendrycks and Dietterich 2019, for columns. All strengths of a row use the same draws, so
 * that a curve over strengths shows the strengths and not the draws. Several draws of one row are one unit of the
 * interval, see `shareOf`.
 */
export const gaussianNoise: Noise<Options> = {
  pillar: 'robustness',
  id: 'gaussianNoise',
  version: 2,
  label: 'Gaussian noise',
  summary: 'How many decisions stay when the numbers of a row are a little off, as measurements and typing are.',
  definition: 'x′ = x + strength · s · N(0, 1) in each number column that may change (s: its unit), kept whole and within bounds. Decision stability: mean over rows of the share of draws with the same decision.',
  sources: [hendrycks2019, wilson1927],
  needs: ['predict'],
  range: [0, 1],
  ideal: 1,
  direction: 'higher',
  options,
  async evaluate(options, chunk, threat, context) {
    const { table, model, facts } = chunk;
    const { draws } = options;
    const original = pointsOf(table, threat);
    const outcomes: RowOutcome[][] = facts.map(() => []);
    const examples: JsonObject[] = [];
    const shown = new Set<number>();
    const block = Math.max(1, Math.floor(BATCH_ROWS / draws));
    const strengths = ascending(options.strengths);
    for (const [done, strength] of strengths.entries()) {
      for (let from = 0; from < table.rows; from += block) {
        throwIfCancelled(context.signal);
        const to = Math.min(from + block, table.rows);
        const positions = Int32Array.from({ length: (to - from) * draws }, (_, k) => from + Math.floor(k / draws));
        const repeated = takePoints(original, positions, threat);
        const noisy = projectPoints(repeated, withNoise(repeated, positions, draws, strength, chunk, threat, context), threat, Infinity);
        const perturbed = withPoints(takeRows(table, positions), threat, noisy);
        const scores = await model.predict(perturbed, context.signal);
        for (let i = from; i < to; i++) {
          let same = 0;
          let right = 0;
          for (let draw = 0; draw < draws; draw++) {
            const at = (i - from) * draws + draw;
            const decision = decide(model, scores, at);
            if (decision === chunk.decisions[i]) same++;
            else if (examples.length < options.examples && !shown.has(i)) {
              shown.add(i);
              examples.push(exampleOf(chunk, strength, i, perturbed, at, scores));
            }
            if (model.classes[decision] === facts[i].label) right++;
          }
          const share = (count: number): number => (options.row === 'allDraws' ? (count === draws ? 1 : 0) : count / draws);
          outcomes[i].push({
            unchanged: share(same),
            right: facts[i].correct === null ? null : share(right),
            queries: draws * (done + 1),
            withoutSlope: false,
            distance: null,
          });
        }
      }
      context.progress(done + 1, strengths.length);
    }
    return { rows: facts.map((fact, i) => ({ ...fact, outcomes: outcomes[i] })), examples };
  },
};

/** Enough rows in a call for the model to be quick, few enough to stop soon. */
const BATCH_ROWS = 1000;

function withNoise(points: Points, positions: Int32Array, draws: number, strength: number, chunk: Chunk, threat: ThreatModel, context: TaskContext): Points {
  const d = threat.numbers.length;
  const noisy = { ...emptyPoints(points.rows, threat), codes: points.codes };
  const own = context.random.child(gaussianNoise.id);
  for (let from = 0; from < points.rows; from += draws) {
    const stream = own.child(chunk.facts[positions[from]].row);
    for (let k = 0; k < draws * d; k++) {
      const at = from * d + k;
      noisy.numbers[at] = points.numbers[at] + strength * threat.numbers[k % d].scale * stream.normal(k);
    }
  }
  return noisy;
}
