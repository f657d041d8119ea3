import { z } from 'zod';
import type { MethodInfo } from '../method/method.js';
import { className, level, replicates } from './options.js';
import { chernozhukov2013, friedman2001, goldstein2015, greenwell2018, student1908 } from './sources.js';

const options = z.strictObject({
  rows: z.number().int().min(1).max(20_000).default(300).describe('Rows drawn from the data; the model is asked about every one of them at every point.'),
  points: z.number().int().min(2).max(200).default(20).describe('Most values at which a feature’s curve is drawn: distinct values or evenly spaced ranks of a number, the most frequent levels of a category.'),
  lines: z.number().int().min(0).max(1000).default(30).describe('Of how many rows the own lines are kept.'),
  replicates,
  class: className,
  level,
});
export type PartialDependenceOptions = z.output<typeof options>;

/** range, importance and heterogeneity of each feature; see the definition. */
export const partialDependenceMeasures = ['range', 'importance', 'heterogeneity'] as const;

/**
 * The model's mean answer over the drawn rows when one feature is set to a value for all of them, value by value (Friedman 2001, section 8.2), and the answer for single rows, the individual
 * conditional expectation (Goldstein et al. 2015). Values are those that rows have, so a whole number stays whole. In the unit of the model's answer: a probability, or a regression's number.
 * importance: standard deviation of the curve over its points for a number, a quarter of its range for a category (Greenwell, Boehmke, McCarthy 2018). A feature that is one value
 * among the drawn rows has a curve of one point, and 0 for all three.
 */
export const partialDependence: MethodInfo<PartialDependenceOptions> = {
  pillar: 'explainability',
  id: 'partialDependence',
  version: 1,
  label: 'Partial dependence',
  summary: 'How the model’s mean answer moves when one feature is set to the same value for everybody, value by value.',
  definition:
    'Curve(v) = mean over the drawn rows of f(row with the feature set to v). range: largest less smallest point; importance: standard deviation of the points (numbers) or range ÷ 4 (categories); heterogeneity: √(Σ (f − the row’s mean − curve + the curve’s mean)² ÷ (rows − 1) ÷ points), 0 where the feature does the same for everybody. Points: Student’s intervals; range and importance: multiplier bootstrap; heterogeneity: the root of Student’s for its square.',
  caution:
    'Setting a feature breaks its tie with the others, so the model may be asked about people who do not exist (a 20-year-old with 30 years in the job); where features go together, look at accumulated local effects as well. A flat curve with high heterogeneity hides opposite effects. It describes the model, not the world: no curve says that changing the feature would change the outcome.',
  measureWords: {
    range: 'How far the mean answer moves from its lowest to its highest place.',
    importance: 'How far it typically is from its mean.',
    heterogeneity: 'How differently it moves for different people; 0: the same for all.',
  },
  sources: [friedman2001, goldstein2015, greenwell2018, chernozhukov2013, student1908],
  needs: ['predict'],
  direction: 'none',
  options,
};
