import { exp } from '../elementary/exponential.js';
import { pairwiseSum } from '../numeric/sum.js';
import { squaredDistances } from '../numeric/weightedGram.js';
import type { Attribution } from './explainer.js';
import { fitRidge, momentsOf } from './limeFit.js';
import { selectFeatures, type FeatureSelection } from './limeSelection.js';
import { certify, type Certificate } from './limeStability.js';

export interface LocalOptions {
  /** In the units of looks; 0.75 √features, Ribeiro's, if undefined. */
  readonly kernelWidth?: number | undefined;
  readonly sampler: 'background' | 'kernel';
  readonly ridge: number;
  readonly featureSelection: FeatureSelection;
  readonly numFeatures: number;
  readonly stableTop: number;
  readonly alpha: number;
  /** Features whose squares the local model has as well. */
  readonly curved: readonly boolean[];
}

export interface LocalModel {
  readonly attribution: Attribution;
  readonly certificate: Certificate;
}

export function kernelWidthOf({ kernelWidth }: Pick<LocalOptions, 'kernelWidth'>, features: number): number {
  return kernelWidth ?? 0.75 * Math.sqrt(features);
}

/**
 * The weighted ridge of the answers on what the rows look like; the first row is the explained one.
 *   looks: by feature, [n] each; answers: [n]
 */
export function localFit(looks: readonly Float64Array[], answers: Float64Array, options: LocalOptions): LocalModel {
  const d = looks.length;
  const weights = options.sampler === 'kernel' ? new Float64Array(answers.length).fill(1) : nearness(looks, answers.length, kernelWidthOf(options, d));
  const squares = Array.from(looks.keys()).filter((j) => options.curved[j]);
  const columnsOf = looks.map((_, j) => (options.curved[j] ? [j, d + squares.indexOf(j)] : [j]));
  const neighbourhood = { looks: [...looks, ...squares.map((j) => looks[j].map((look) => look * look))], answers, weights };
  const own = neighbourhood.looks.map((look) => look[0]);
  const moments = momentsOf(neighbourhood);
  const selected = selectFeatures({ moments, columnsOf, own }, options.featureSelection, options.numFeatures);
  const columns = selected.flatMap((j) => columnsOf[j]);
  const { coefficients, covariance, intercept, localR2 } = fitRidge(neighbourhood, moments, columns, options.ridge);
  const certificate = certify(neighbourhood, moments, columnsOf, options.stableTop, options.alpha);
  const values = new Array<number>(d).fill(0);
  const contributions = new Array<number>(d).fill(0);
  const standardErrors = new Array<number>(d).fill(0);
  let at = 0;
  for (const j of selected) {
    const places = columnsOf[j].map((column) => ({ at: at++, x: own[column] }));
    contributions[j] = places.reduce((sum, place) => sum + coefficients[place.at] * place.x, 0);
    // A slope alone is told as it is; with a square's beside it only what both add has a meaning.
    values[j] = options.curved[j] ? contributions[j] : coefficients[places[0].at];
    const scale = (x: number): number => (options.curved[j] ? x : 1);
    const variance = places.reduce((sum, a) => places.reduce((more, b) => more + scale(a.x) * scale(b.x) * covariance.values[a.at * columns.length + b.at], sum), 0);
    standardErrors[j] = Math.sqrt(Math.max(0, variance));
  }
  const { entering, stable } = certificate;
  const detail = { localR2, localPrediction: intercept + pairwiseSum(contributions), samples: answers.length, entering: [...entering], stable, ...(selected.length === d ? {} : { selected }) };
  return { attribution: { values, contributions, standardErrors, base: intercept, output: answers[0], detail }, certificate };
}

/** √exp(−|z' − x'|² ÷ width²) of each row. */
function nearness(looks: readonly Float64Array[], n: number, width: number): Float64Array {
  const weights = squaredDistances(looks, looks.map((look) => look[0]), n);
  // Looks that are 1 or 0 have few distances, all whole numbers.
  const known = new Float64Array(looks.length + 1).fill(NaN);
  for (let i = 0; i < n; i++) {
    const squared = weights[i]!;
    const whole = squared <= looks.length && Number.isInteger(squared);
    const near = whole && !Number.isNaN(known[squared]!) ? known[squared]! : exp((-0.5 * squared) / (width * width));
    if (whole) known[squared] = near;
    weights[i] = near;
  }
  return weights;
}
