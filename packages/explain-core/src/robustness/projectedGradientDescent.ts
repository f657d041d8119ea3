import { z } from 'zod';
import { hypot } from '../elementary/roots.js';
import { matrix, type Matrix } from '../numeric/matrix.js';
import type { Attack, Trial } from './attack.js';
import { attackOptions } from './options.js';
import { copyPoint, emptyPoints, takePoints, type Points } from './points.js';
import { clampPoints, reach } from './project.js';
import { madry2018 } from './sources.js';
import type { ThreatModel } from './threatModel.js';

const options = z.strictObject({
  ...attackOptions,
  steps: z.number().int().min(1).max(1000).default(20).describe('Gradient steps of one start.'),
  // 2.5 ε ÷ steps, as Madry et al. step: enough to cross the ball from any start and to turn round once.
  stepShare: z.number().positive().max(2).default(0.125).describe('Length of a step as a share of the strength.'),
  restarts: z.number().int().min(1).max(50).default(2).describe('Starts: the first from the best row so far, each other from a random place in the ball.'),
  loss: z.enum(['crossEntropy', 'margin']).default('crossEntropy').describe('What the steps increase: the cross-entropy of the decision, or the best other score less the decision’s.'),
});
type Options = z.output<typeof options>;

/**
 * z ← Π(z + α · sign ∇loss(z)) from random starts; for l2, the gradient is divided by its length instead (in the threat model's unit).
 * Madry et al. 2018. Departures: the first start is the best row so far (the row itself at the smallest strength), since that is what a
 * larger strength can build on; a row leaves as soon as it falls; and where columns are whole numbers the walk goes on between them,
 * while what is proposed, and judged, is whole. Category columns have no derivative and stay as they are.
 * A row whose gradient is exactly 0 (a saturated score in single precision) gets no further from there. Such rows are counted beside the
 * result (rowsWithoutSlope); an attack without gradients should be read with it.
 */
export const projectedGradientDescent: Attack<Options> = {
  pillar: 'robustness',
  id: 'projectedGradientDescent',
  version: 2,
  label: 'Projected gradient descent',
  summary: 'How many decisions stay when someone who knows the model changes a row’s numbers a little, step by step along the steepest way.',
  definition:
    'z ← Π(z + α · sign ∇loss(z)), Π the projection onto the rows within ε of the original that the threat model allows. Robust accuracy: share of rows decided as their label for which no such row with another decision was found.',
  sources: [madry2018],
  needs: ['predict', 'gradient'],
  range: [0, 1],
  ideal: 1,
  direction: 'higher',
  options,
  async search(trial, { steps, stepShare, restarts, loss }) {
    for (let restart = 0; restart < restarts; restart++) {
      let positions = trial.standing();
      if (positions.length === 0) return;
      let points = restart === 0 ? takePoints(trial.best, positions, trial.threat) : randomStart(trial, positions, restart);
      if (restart > 0) ({ positions, points } = await propose(trial, positions, points));
      for (let step = 0; step < steps && positions.length > 0; step++) {
        const cotangent = loss === 'margin' ? marginCotangent(trial, positions, await trial.scores(positions, points)) : crossEntropyCotangent(trial, positions);
        const gradient = await trial.gradient(positions, points, cotangent);
        const stepped = gradientStep(trial.threat, points, gradient, stepShare * trial.epsilon);
        points = clampPoints(takePoints(trial.original, positions, trial.threat), stepped, trial.threat, trial.epsilon);
        ({ positions, points } = await propose(trial, positions, points));
      }
    }
  },
};

/** Proposes the points and leaves out the rows that fall. */
async function propose(trial: Trial, positions: Int32Array, points: Points): Promise<{ positions: Int32Array; points: Points }> {
  await trial.attempt(positions, points);
  const standing = new Set(trial.standing());
  const left = Int32Array.from([...positions.keys()].filter((i) => standing.has(positions[i])));
  return { positions: left.map((i) => positions[i]), points: takePoints(points, left, trial.threat) };
}

function randomStart(trial: Trial, positions: Int32Array, restart: number): Points {
  const { threat, original, epsilon } = trial;
  const d = threat.numbers.length;
  const start = emptyPoints(positions.length, threat);
  for (const [i, position] of positions.entries()) {
    copyPoint(original, position, start, i, threat);
    const draws = trial.random(position).child('start').child(restart);
    for (let j = 0; j < d; j++) {
      const at = i * d + j;
      const { low, high } = reach(start.numbers[at], threat.numbers[j], epsilon);
      start.numbers[at] = low + (high - low) * draws.uniform(j);
    }
  }
  return clampPoints(takePoints(original, positions, threat), start, threat, epsilon);
}

/** −log p has the derivative −1 ÷ p by the decided class's p. Steps have a fixed length, so the positive factor 1 ÷ p is left out. */
function crossEntropyCotangent({ classes, decisions }: Trial, positions: Int32Array): Matrix {
  const cotangent = matrix(positions.length, classes);
  for (const [i, position] of positions.entries()) cotangent.values[i * classes + decisions[position]] = -1;
  return cotangent;
}

/** The best other score less the decided class's: 1 for the one, −1 for the other. */
function marginCotangent({ classes, decisions }: Trial, positions: Int32Array, scores: Matrix): Matrix {
  const cotangent = matrix(positions.length, classes);
  for (const [i, position] of positions.entries()) {
    const at = i * classes;
    const decided = decisions[position];
    let rival = decided === 0 ? 1 : 0;
    for (let k = 0; k < classes; k++) if (k !== decided && scores.values[at + k] > scores.values[at + rival]) rival = k;
    cotangent.values[at + decided] = -1;
    cotangent.values[at + rival] = 1;
  }
  return cotangent;
}

/** One step up the loss, of length `size` in the threat model's unit and norm; a row without slope stays where it is. */
export function gradientStep(threat: ThreatModel, points: Points, gradient: Matrix, size: number): Points {
  const d = threat.numbers.length;
  const stepped: Points = { ...points, numbers: Float64Array.from(points.numbers) };
  for (let i = 0; i < points.rows; i++) {
    // By the unit's change of variable z = x ÷ scale, ∂loss/∂z = scale · ∂loss/∂x.
    const slopes = threat.numbers.map(({ scale }, j) => (Number.isNaN(points.numbers[i * d + j]) ? 0 : gradient.values[i * d + j] * scale));
    const length = hypot(...slopes);
    if (length === 0) continue;
    for (let j = 0; j < d; j++) {
      const direction = threat.norm === 'linf' ? Math.sign(slopes[j]) : slopes[j] / length;
      stepped.numbers[i * d + j] += size * threat.numbers[j].scale * direction;
    }
  }
  return stepped;
}
