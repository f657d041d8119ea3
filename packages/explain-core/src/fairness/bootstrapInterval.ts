import { bcaInterval, percentileInterval, type Jackknife } from '../numeric/bootstrap.js';
import { notEstimable, type Estimate } from '../numeric/estimate.js';
import type { Basis, Group, GroupedOutcomes, GroupsFunction } from './groupedOutcomes.js';
import type { BootstrapOptions } from './metric.js';

/** Several numbers of the same groups; null where one is undefined. */
export type GroupsFunctions = (groups: readonly Group[], overall: Group) => readonly (number | null)[];

export interface BootstrapSettings {
  readonly because?: string;
  readonly range?: readonly [number, number];
}

/**
 * A number of the groups of one attribute (of all rows alone for null) with an interval from drawing the rows again, see Resampler.
 *   value: from sums over groups to the number. Groups come in the attribute's order, unnamed: pick them by position
 *   n: rows that the number rests on
 *   settings.because: why there is no number, where `value` gives null for the sums themselves; settings.range: where the number, and so its interval, lies
 * The number is that of the exact sums. Scores are drawn in bins, so the interval is that of the binned number, moved by what the bins change.
 * Not estimable where more than a twentieth of the draws leave the number undefined, or all draws give the same one: then the draws do not tell how
 * uncertain it is, and an interval without width would claim that it is not. The reason says the number.
 * Efron 1979, "Bootstrap methods: another look at the jackknife", Annals of Statistics 7; Efron 1987, "Better bootstrap confidence intervals", JASA 82.
 */
export function bootstrapEstimate(outcomes: GroupedOutcomes, attribute: string | null, basis: Basis, value: GroupsFunction, n: number, options: BootstrapOptions, settings: BootstrapSettings = {}): Estimate {
  return bootstrapEstimates(outcomes, attribute, basis, (groups, overall) => [value(groups, overall)], [n], options, { ...settings, because: [settings.because ?? UNDEFINED] })[0]!;
}

/** The same for several numbers at the cost of one: all of them are computed from the same draws. */
export function bootstrapEstimates(
  outcomes: GroupedOutcomes,
  attribute: string | null,
  basis: Basis,
  values: GroupsFunctions,
  n: readonly number[],
  options: BootstrapOptions,
  { because = [], range = [-Infinity, Infinity] }: { readonly because?: readonly string[]; readonly range?: readonly [number, number] } = {},
): Estimate[] {
  const { resampler, overall, attributes } = outcomes;
  const exact = values(attributes.find((one) => one.attribute === attribute)?.groups ?? [], overall);
  if (exact.every((value) => value === null)) return exact.map((_, i) => notEstimable(n[i]!, because[i] ?? UNDEFINED));
  const drawnFrom = recorded(values, (value) => resampler.drawnFrom(attribute, basis, value))[0]!;
  const replicates = recorded(values, (value) => resampler.replicates(attribute, basis, options.replicates, value));
  // Over scores it would take as long as hundreds of replicates, for a correction that matters where a number comes from few cells.
  const left = options.interval === 'bca' && basis === 'counts' ? leaveOneOut(values, (value) => resampler.jackknife(attribute, basis, value)) : null;
  const columnOf = (rows: readonly (readonly (number | null)[])[], i: number): (number | null)[] => rows.map((row) => row[i]!);
  return exact.map((value, i) => {
    if (value === null) return notEstimable(n[i]!, because[i] ?? UNDEFINED);
    const centre = drawnFrom[i]!;
    const jackknife = left === null ? null : { values: columnOf(left.values, i), weights: left.weights };
    return estimateFrom(value, centre, columnOf(replicates, i), jackknife, n[i]!, options.level, range);
  });
}

const UNDEFINED = 'the number is not defined for these counts';

function estimateFrom(
  value: number,
  centre: number | null,
  replicates: readonly (number | null)[],
  jackknife: Jackknife | null,
  n: number,
  level: number,
  [least, most]: readonly [number, number],
): Estimate {
  const found = jackknife === null || centre === null ? percentileInterval(replicates, level) : bcaInterval(centre, replicates, jackknife, level);
  if (centre === null || found.interval === null) {
    return notEstimable(n, `it is ${value} here, but in ${found.undefinedReplicates} of ${replicates.length} samples drawn anew it is not defined, so how uncertain it is cannot be told`);
  }
  const defined = replicates.filter((one) => one !== null);
  if (defined.every((one) => one === defined[0])) {
    return notEstimable(n, `it is ${value} here and the same in every sample drawn anew, so how uncertain it is cannot be told`);
  }
  const { interval } = found;
  const shift = value - centre;
  // Where draws lie to one side of the number (a largest gap, say) the interval may leave the number itself out; it is widened to hold it.
  const lower = Math.min(value, Math.max(least, interval.lower + shift));
  const upper = Math.max(value, Math.min(most, interval.upper + shift));
  return { value, n, interval: { ...interval, lower, upper } };
}

/** What `values` gives each time that `draw` asks for it, in order. */
function recorded(values: GroupsFunctions, draw: (value: GroupsFunction) => unknown): (readonly (number | null)[])[] {
  const found: (readonly (number | null)[])[] = [];
  draw((groups, overall) => {
    found.push(values(groups, overall));
    return 0;
  });
  return found;
}

/** All the numbers without each row; null where there are too many kinds of rows. */
function leaveOneOut(values: GroupsFunctions, jackknife: (value: GroupsFunction) => Jackknife | null): { readonly values: (readonly (number | null)[])[]; readonly weights: Jackknife['weights'] } | null {
  let weights: Jackknife['weights'] | null = null;
  const found = recorded(values, (value) => {
    weights = jackknife(value)?.weights ?? null;
  });
  return weights === null ? null : { values: found, weights };
}
