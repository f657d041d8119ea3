import { z } from 'zod';
import { notEstimable, type Estimate } from '../numeric/estimate.js';
import { twoSidedZ } from '../numeric/normal.js';
import { differenceBounds, sumBounds, type Uncertain } from '../numeric/uncertain.js';
import { bootstrapEstimate } from './bootstrapInterval.js';
import { noCounts, type AttributeGroups, type Group, type GroupCounts } from './groupedOutcomes.js';
import { bootstrapOptions, type Measurement } from './metric.js';
import { rateOf, type Rate } from './rate.js';
import { WITHHELD } from './statistic.js';
import { strataOptions } from './strata.js';
import type { StratifiedMetric } from './stratifiedMetric.js';
import type { StratifiedOutcomes } from './stratifiedOutcomes.js';
import { wachter2021 } from './testSources.js';

export const conditionalDemographicDisparityOptions = z.strictObject({ ...strataOptions, ...bootstrapOptions.shape });
export type ConditionalDemographicDisparityOptions = z.infer<typeof conditionalDemographicDisparityOptions>;

/**
 * How much larger a group's share is among those turned down than among those selected, within strata.
 *   CDD(a) = Σ_s n_s (rejected_sa ÷ rejected_s − selected_sa ÷ selected_s) ÷ Σ_s n_s,   in [−1, 1], ideal 0; above 0 the group is turned down more
 * s over strata in which somebody is rejected and somebody selected; the others, where the difference does not exist, are left out and counted.
 * Without strata it is the plain demographic disparity. The measure acrossGroups is that of AIF360, which weighs the groups' own plain disparities by their size:
 *   Σ_a n_a (rejected_a ÷ rejected − selected_a ÷ selected) ÷ n,   one number an attribute, regardless of strata.
 * Wachter, Mittelstadt, Russell 2021, "Why fairness cannot be automated".
 */
export const conditionalDemographicDisparity: StratifiedMetric<ConditionalDemographicDisparityOptions> = {
  pillar: 'fairness',
  id: 'conditionalDemographicDisparity',
  version: 1,
  label: 'Conditional demographic disparity',
  summary: "A group's share among those turned down minus its share among those selected, within strata.",
  definition:
    "measure conditionalDemographicDisparity: for each group, Σ n_s (its share of the rejected − its share of the selected in stratum s) ÷ Σ n_s, over strata with both; interval from those of the shares by variance estimates recovery (Zou, Donner). Without strata, the plain disparity. measure acrossGroups: AIF360's, Σ n_a (share of the rejected − share of the selected) ÷ n over the groups of an attribute, regardless of strata, with bootstrap interval. Strata in which everybody is decided alike are left out and counted.",
  caution:
    'What remains within strata is not explained by them; that does not make what they explain justified, since the strata themselves may be shaped by discrimination. A positive gap in one stratum and a negative one in another cancel: see simpsonReversals. Shares are compared, so with few groups the number of one is tied to that of the others.',
  sources: [wachter2021],
  needs: ['predictions', 'groups'],
  range: [-1, 1],
  ideal: 0,
  direction: 'ideal',
  onRequest: true,
  wantsStrata: false,
  options: conditionalDemographicDisparityOptions,
  compute: (stratified, options) => ({
    measurements: stratified.outcomes.attributes.flatMap((entry, attribute) => [
      ...entry.groups.map(({ name }) => withinStrata(stratified, attribute, entry.attribute, name, options)),
      ...entry.withheld.map((group): Measurement => ({ attribute: entry.attribute, group, resolved: { measure: 'conditionalDemographicDisparity' }, estimate: notEstimable(0, WITHHELD) })),
      acrossGroups(stratified, entry, options),
    ]),
    artifacts: [],
  }),
};

const ALL_ALIKE = 'everybody is decided alike, so there are none to compare with';

function withinStrata({ outcomes, strata }: StratifiedOutcomes, attribute: number, name: string, group: string, { level }: ConditionalDemographicDisparityOptions): Measurement {
  const used: { readonly weight: number; readonly rows: number; readonly of: Uncertain }[] = [];
  for (const stratum of strata) {
    const { overall } = stratum;
    const own = stratum.group(attribute, group);
    const [rejected, selected] = [rateOf(share, sharePseudoGroup(own, overall, rejectedOf)), rateOf(share, sharePseudoGroup(own, overall, selectedOf))];
    if (rejected.value === null || selected.value === null) continue;
    used.push({
      weight: overall.counts.rows,
      rows: overall.rows.rows,
      of: { value: rejected.value - selected.value, bounds: (z) => differenceBounds(rejected, selected, z), proportion: null },
    });
  }
  const total = used.reduce((sum, { weight }) => sum + weight, 0);
  const n = used.reduce((sum, { rows }) => sum + rows, 0);
  const about = { attribute: name, group, resolved: { measure: 'conditionalDemographicDisparity' } };
  const left = { strata: used.length, strataLeftOut: strata.length - used.length, rowsLeftOut: outcomes.overall.rows.rows - n };
  if (total === 0) return { ...about, estimate: notEstimable(n, strata.length > 1 ? `in each of the ${strata.length} strata ${ALL_ALIKE}` : ALL_ALIKE), counts: left };
  const terms = used.map(({ weight, of }) => ({ factor: weight / total, of }));
  const value = terms.reduce((sum, { factor, of }) => sum + factor * of.value, 0);
  const { lower, upper } = sumBounds(terms, twoSidedZ(level));
  const interval = { lower: Math.max(-1, Math.min(value, lower)), upper: Math.min(1, Math.max(value, upper)), level, method: 'mover' } as const;
  return { ...about, estimate: { value, n, interval }, counts: { ...decisionsOf(outcomes, attribute, group), ...left } };
}

/** AIF360's number. */
function acrossGroups({ outcomes }: StratifiedOutcomes, { attribute, groups, withheld }: AttributeGroups, options: ConditionalDemographicDisparityOptions): Measurement {
  const n = outcomes.overall.rows.rows;
  const about = { attribute, resolved: { measure: 'acrossGroups' } };
  if (withheld.length > 0) return { ...about, estimate: notEstimable(n, `${withheld.length} of its groups are withheld, and the number is a sum over all`) };
  const value = (members: readonly Group[], overall: Group): number | null => {
    const [rejected, selected] = [rejectedOf(overall.counts), selectedOf(overall.counts)];
    if (!(rejected > 0 && selected > 0)) return null;
    return members.reduce((sum, { counts }) => sum + (counts.rows / overall.counts.rows) * (rejectedOf(counts) / rejected - selectedOf(counts) / selected), 0);
  };
  const estimate: Estimate = bootstrapEstimate(outcomes, attribute, 'counts', value, n, options, { because: ALL_ALIKE, range: [-1, 1] });
  return { ...about, estimate, counts: { groups: groups.length, rejected: rejectedOf(outcomes.overall.counts), selected: selectedOf(outcomes.overall.counts) } };
}

const rejectedOf = (counts: GroupCounts): number => counts.rows - counts.selected;
const selectedOf = (counts: GroupCounts): number => counts.selected;

/** A share of those who were decided one way. */
const share: Rate = { denominator: 'rows decided so', usesLabels: false, count: ({ selected, rows }) => ({ successes: selected, n: rows }) };

/** As a group whose rows are all who were decided so, and whose selected are those of them in the group. */
function sharePseudoGroup(own: Group | undefined, overall: Group, decided: (counts: GroupCounts) => number): Group {
  const of = (some: GroupCounts | undefined, all: GroupCounts): GroupCounts => ({ ...noCounts, selected: some === undefined ? 0 : Math.min(decided(some), decided(all)), rows: decided(all) });
  return {
    ...overall,
    counts: of(own?.counts, overall.counts),
    rows: of(own?.rows, overall.rows),
    parts: overall.parts === null ? null : overall.parts.map((part, i) => of(own?.parts?.[i], part)),
  };
}

function decisionsOf({ overall, attributes }: StratifiedOutcomes['outcomes'], attribute: number, name: string): Record<string, number> {
  const { counts } = attributes[attribute]!.groups.find((group) => group.name === name)!;
  return { rejectedOfGroup: rejectedOf(counts), rejected: rejectedOf(overall.counts), selectedOfGroup: selectedOf(counts), selected: selectedOf(overall.counts) };
}
