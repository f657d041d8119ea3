import { exp } from '../elementary/exponential.js';
import type { DifferingRows } from '../numeric/differencesPlain.js';
import { pairwiseSum } from '../numeric/sum.js';
import type { Attribution } from './explainer.js';
import { differenceRows } from './limeDifferences.js';
import { fitRidge } from './limeFit.js';
import { numberRows } from './limeNumbers.js';
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

/** What rows look like to a local model, the explained one first: numbers by feature, [n] each; or, where every look is 1 or 0, which of them differ from the explained row's. */
export type Looks = readonly Float64Array[] | Differences;
export type Differences = Pick<DifferingRows, 'features' | 'words' | 'bits'>;

/** The weighted ridge of the answers, [n], on what the rows look like. */
export function localFit(looks: Looks, answers: Float64Array, options: LocalOptions): LocalModel {
  const d = 'bits' in looks ? looks.features : looks.length;
  const squares = Array.from({ length: d }, (_, j) => j).filter((j) => options.curved[j]);
  const columnsOf = Array.from({ length: d }, (_, j) => (options.curved[j] ? [j, d + squares.indexOf(j)] : [j]));
  const width = kernelWidthOf(options, d);
  const near = (squared: number): number => (options.sampler === 'kernel' ? 1 : exp((-0.5 * squared) / (width * width)));
  const local =
    'bits' in looks
      ? differenceRows({ ...looks, answers, weights: Float64Array.from({ length: d + 1 }, (_, differing) => near(differing)) })
      : numberRows([...looks, ...squares.map((j) => looks[j].map((look) => look * look))], answers, near, d);
  const { moments, own } = local;
  const selected = selectFeatures({ moments, columnsOf, own }, options.featureSelection, options.numFeatures);
  const columns = selected.flatMap((j) => columnsOf[j]);
  const { coefficients, covariance, intercept, localR2 } = fitRidge(local, columns, options.ridge);
  const certificate = certify(local, columnsOf, options.stableTop, options.alpha);
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
