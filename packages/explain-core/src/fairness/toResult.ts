import type { MethodChoice } from '../method/task.js';
import type { Result } from '../method/result.js';
import type { Measurement } from './metric.js';

export function toResult({ method, version, options }: MethodChoice, { resolved, ...measurement }: Measurement): Result {
  return { dimension: 'fairness', method, version, options: { ...options, ...resolved }, ...measurement };
}
