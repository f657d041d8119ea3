import type { ScoreTable } from '../src/numeric/scoreTable.js';
import { tabulateScores } from '../src/numeric/tabulateScores.js';
import type { RandomStream } from '../src/random/stream.js';

/** Twelve rows with ties between classes and within, a score of 0 and one of 1; and six more. */
export const twelve = {
  labels: [1, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 1],
  scores: [0.9, 0.3, 0.6, 0.6, 0.6, 0.1, 0.35, 0.4, 0.8, 0.3, 0, 1],
  weights: [1, 2, 1, 3, 2, 0.5, 1, 0, 2, 1, 1, 1.5],
};
export const six = { labels: [1, 0, 0, 1, 0, 1], scores: [0.7, 0.2, 0.55, 0.6, 0.3, 0.3] };

export const twelveTable = tabulateScores(twelve.scores, twelve.labels);
export const sixTable = tabulateScores(six.scores, six.labels);

/** The same weights as whole numbers of rows: doubled, each row written so many times. */
export function repeated(): ScoreTable {
  const rows = twelve.weights.flatMap((weight, i) => new Array<number>(weight * 2).fill(i));
  return tabulateScores(rows.map((i) => twelve.scores[i]!), rows.map((i) => twelve.labels[i]!));
}

export const doubledWeights = tabulateScores(twelve.scores, twelve.labels, twelve.weights.map((weight) => weight * 2));

/** Rows with scores of two decimals, and so with ties. */
export function randomRows(random: RandomStream, n: number, shift = 0.2): { scores: number[]; labels: number[] } {
  const labels = Array.from({ length: n }, (_, i) => (random.uniform(2 * i) < 0.4 ? 1 : 0));
  return { labels, scores: labels.map((label, i) => Math.round(100 * Math.min(1, (1 - shift) * random.uniform(2 * i + 1) + shift * label)) / 100) };
}
