import type { JsonObject } from '../json.js';
import type { Artifact, TestOutcome } from '../method/result.js';
import type { Estimate } from '../numeric/estimate.js';
import type { DisparityTestsOptions } from './disparityTestsOptions.js';
import type { TestedGap } from './gapFamily.js';

type Found = TestedGap & { readonly measurement: { readonly estimate: Extract<Estimate, { value: number }>; readonly test: TestOutcome } };

/**
 * The gaps whose adjusted p-value is below 1 − level, worst first: smallest adjusted p-value, then the gap whose interval stays furthest from 0.
 * With how many were tested and how they were adjusted, since a list of the worst means nothing without.
 */
export function findingsArtifact(gaps: readonly TestedGap[], { adjustment, level }: DisparityTestsOptions): Artifact {
  const tested = gaps.filter((gap): gap is Found => gap.measurement.test !== undefined && !gap.isMirror);
  const worst = tested
    .filter(({ measurement }) => measurement.test[adjustment] < 1 - level)
    // Sorting is stable: what is equally bad stays in the order of rates, attributes and groups.
    .sort((one, other) => one.measurement.test[adjustment] - other.measurement.test[adjustment] || distance(other) - distance(one));
  const untested = gaps.flatMap(({ rate, attribute, group, untestedBecause }) => (untestedBecause === null ? [] : [{ statistic: rate.id, attribute, group, because: untestedBecause }]));
  return {
    name: 'fairness/findings',
    body: { level, adjustment, tested: tested.length, findings: worst.map(finding), untested },
  };
}

/** How far from 0 the interval stays; 0 where it holds 0. */
function distance({ measurement }: Found): number {
  const { lower, upper } = measurement.estimate.interval!;
  return Math.max(0, lower, -upper);
}

function finding(found: Found): JsonObject {
  const { rate, attribute, group, measurement } = found;
  const { value, n, interval } = measurement.estimate;
  const { name, pValue, holm, benjaminiHochberg, benjaminiYekutieli } = measurement.test;
  return { statistic: rate.id, attribute, group, gap: value, interval: { ...interval! }, test: name, pValue, holm, benjaminiHochberg, benjaminiYekutieli, n, sentence: sentence(found) };
}

/** "The selection rate of sex "f" is 12.3 percentage points below that of all others: 30.1 % of 500 against 42.4 % of 700; 95 % interval 8.0 to 16.5." */
function sentence({ rate, attribute, group, measurement }: Found): string {
  const { value, interval } = measurement.estimate;
  const { numerator = 0, denominator = 0, rows = denominator, restNumerator = 0, restDenominator = 0, restRows = restDenominator } = measurement.counts ?? {};
  const [low, high] = value < 0 ? [-interval!.upper, -interval!.lower] : [interval!.lower, interval!.upper];
  const where = value < 0 ? 'below' : 'above';
  return (
    `The ${rate.label.toLowerCase()} of ${attribute} "${group}" is ${points(Math.abs(value))} percentage points ${where} that of all others: ` +
    `${points(numerator / denominator)} % of ${rows} against ${points(restNumerator / restDenominator)} % of ${restRows}; ` +
    `${Number((interval!.level * 100).toFixed(6))} % interval ${points(low)} to ${points(high)}.`
  );
}

const points = (share: number): string => (100 * share).toFixed(1);
