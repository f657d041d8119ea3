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
  const own = looks.map((look) => look[0]);
  const weights = options.sampler === 'kernel' ? new Float64Array(answers.length).fill(1) : nearness(looks, answers.length, kernelWidthOf(options, d));
  const neighbourhood = { looks, answers, weights };
  const moments = momentsOf(neighbourhood);
  const columnsOf = own.map((_, j) => [j]);
  const selected = selectFeatures({ moments, columnsOf, own }, options.featureSelection, options.numFeatures);
  const { coefficients, covariance, intercept, localR2 } = fitRidge(neighbourhood, moments, selected, options.ridge);
  const certificate = certify(neighbourhood, moments, columnsOf, options.stableTop, options.alpha);
  const values = new Array<number>(d).fill(0);
  const standardErrors = new Array<number>(d).fill(0);
  selected.forEach((j, at) => {
    values[j] = coefficients[at];
    standardErrors[j] = Math.sqrt(Math.max(0, covariance.values[at * selected.length + at]));
  });
  const contributions = values.map((value, j) => value * own[j]);
  const { entering, stable } = certificate;
  const detail = { localR2, localPrediction: intercept + pairwiseSum(contributions), samples: answers.length, entering: [...entering], stable, ...(selected.length === d ? {} : { selected }) };
  return { attribution: { values, contributions, standardErrors, base: intercept, output: answers[0], detail }, certificate };
}

/** √exp(−|z' − x'|² ÷ width²) of each row. */
function nearness(looks: readonly Float64Array[], n: number, width: number): Float64Array {
  const weights = squaredDistances(looks, looks.map((look) => look[0]), n);
  for (let i = 0; i < n; i++) weights[i] = Math.exp((-0.5 * weights[i]) / (width * width));
  return weights;
}
