import { againstReference, dividedBy } from './disparity.js';
import { referenceOptions, type FairnessMetric, type ReferenceOptions } from './metric.js';
import { rateStatistic } from './rate.js';
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
  caution:
    'Below 0.8 the four-fifths rule asks for a closer look; it is a screen, no proof, and above 0.8 there may still be discrimination. Where few are selected the ratio swings with single rows: look at its interval. It says nothing about who deserved the outcome. Swapping favourable and unfavourable gives another number.',
  sources: [feldman2015, uniformGuidelines1978, koopman1984],
  needs: ['predictions', 'groups'],
  ideal: 1,
  direction: 'ideal',
  options: referenceOptions,
  compute: (outcomes, options) => againstReference(outcomes, [rateStatistic(selectionRate)], options, ([group], [reference]) => dividedBy(group!, reference!)),
};
