import { notEstimable, type Estimate } from '../numeric/estimate.js';
import { koopmanRatio } from '../numeric/koopman.js';
import type { AttributeGroups, Group } from './groupedOutcomes.js';
import { referenceOptions, type FairnessMetric, type Measurement, type ReferenceOptions } from './metric.js';
import { isLargeEnough } from './rate.js';
import { selectionRate } from './selectionRate.js';
import { feldman2015, koopman1984, uniformGuidelines1978 } from './sources.js';

/**
 * A group's selection rate divided by the reference group's, for every group but the reference.
 *   P(h = 1 | A = a) ÷ P(h = 1 | A = reference),   in [0, ∞), ideal 1
 * Above 1 the group is selected more often than the reference. The reference is the one named, else the group with the most rows
 * (of equals the first); each result's options say which. Undefined (null) when nobody in the reference group is selected.
 * New York's Local Law 144 divides by the highest rate: name that group. Each ratio has its own interval, not one for all together.
 * Feldman et al. 2015, "Certifying and removing disparate impact"; 29 CFR 1607.4 D, the four-fifths rule, is a screen on this ratio.
 */
export const disparateImpactRatio: FairnessMetric<ReferenceOptions> = {
  pillar: 'fairness',
  id: 'disparateImpactRatio',
  version: 1,
  label: 'Disparate impact ratio',
  summary: 'Selection rate of a group divided by that of a reference group.',
  definition:
    'Selection rate of the group ÷ selection rate of the reference group (the one named for the attribute, else the largest), with Koopman score interval for each group. Groups with fewer rows than minimumGroupSize (1: none) are not judged. Not estimable when the reference rate is 0.',
  sources: [feldman2015, uniformGuidelines1978, koopman1984],
  needs: ['predictions', 'groups'],
  ideal: 1,
  direction: 'ideal',
  options: referenceOptions,
  compute: ({ attributes }, options) => attributes.flatMap((entry) => againstReference(entry, options)),
};

function againstReference({ attribute, groups }: AttributeGroups, options: ReferenceOptions): Measurement[] {
  const named = options.referenceGroups[attribute];
  const reference = named === undefined ? largest(groups) : groups.find((group) => group.name === named);
  if (!reference) {
    return [{ attribute, estimate: notEstimable(0, named === undefined ? 'there are no rows' : `no row is in the reference group "${named}"`) }];
  }
  const resolved = { referenceGroup: reference.name };
  const others = groups.filter((group) => group !== reference);
  if (others.length === 0) {
    return [{ attribute, resolved, estimate: notEstimable(reference.counts.rows, `${attribute} has only one group, and a ratio needs two`) }];
  }
  return others.map((group) => {
    const own = selectionRate.count(group.counts);
    const theirs = selectionRate.count(reference.counts);
    return {
      attribute,
      group: group.name,
      resolved,
      estimate: compare(group, reference, options),
      counts: { numerator: own.successes, denominator: own.n, referenceNumerator: theirs.successes, referenceDenominator: theirs.n },
    };
  });
}

function compare(group: Group, reference: Group, { level, minimumGroupSize }: ReferenceOptions): Estimate {
  const own = selectionRate.count(group.counts);
  const theirs = selectionRate.count(reference.counts);
  const n = own.n + theirs.n;
  for (const one of [group, reference]) {
    if (!isLargeEnough(one, minimumGroupSize)) {
      return notEstimable(n, `group "${one.name}" has ${one.counts.rows} rows, fewer than the minimum of ${minimumGroupSize}`);
    }
  }
  if (theirs.successes === 0) return notEstimable(n, `the selection rate of the reference group "${reference.name}" is 0 (of ${theirs.n} rows)`);
  const value = own.successes / own.n / (theirs.successes / theirs.n);
  return { value, n, interval: koopmanRatio(own, theirs, level) };
}

function largest(groups: readonly Group[]): Group | undefined {
  return groups.reduce<Group | undefined>((most, next) => (most && most.counts.rows >= next.counts.rows ? most : next), undefined);
}
