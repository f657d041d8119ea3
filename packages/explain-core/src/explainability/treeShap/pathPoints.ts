import { gaussLegendre } from '../../numeric/gaussLegendre.js';

/** Points of a quadrature, an even number: t, 1 − t and their weights. */
export interface PathPoints {
  readonly rising: Float64Array;
  readonly falling: Float64Array;
  readonly weights: Float64Array;
}

/**
 * Points that integrate the games of leaves below at most `players` features without error. In Owen's multilinear extension a Shapley value is the integral over t of the game's derivative
 * (Owen 1972), which for one leaf is a product of at most players − 1 factors linear in t.
 */
export function pathPoints(players: number): PathPoints {
  const { points, weights } = gaussLegendre(Math.max(1, Math.ceil(players / 2)));
  const count = points.length + (points.length % 2);
  // A point of weight 0 fills the kernel's second lane up.
  const rising = new Float64Array(count).fill(0.5);
  rising.set(points);
  const padded = new Float64Array(count);
  padded.set(weights);
  return { rising, falling: rising.map((t) => 1 - t), weights: padded };
}
