import type { Outcome } from '../../src/method/result.js';
import { Answers, compareAll, type Compared, type Theirs } from './peerCompare.js';
import { reference, type PeerCase } from './peerData.js';
import { aequitasDisparities, aequitasRates, aifAgainst, aifRates, decisions, differentialFairness, divergences, entropies, fairlearnNames, holisticNames, macro, namedGaps, theil, theilBetween } from './peerNames.js';

type Numbers = Readonly<Record<string, Theirs>>;
type ByGroup = Readonly<Record<string, Numbers>>;
type About = Pick<Compared, 'data' | 'peer'>;

interface FairlearnAttribute extends Readonly<Record<Exclude<keyof typeof fairlearnNames, 'byGroup'>, Numbers>> {
  readonly byGroup: ByGroup;
}

function fairlearnPart(about: About, part: 'byAttribute' | 'weighted', outcome: Outcome): Compared[] {
  const answers = new Answers(outcome);
  return Object.entries(reference(about.data, 'fairlearn')[part] as Record<string, FairlearnAttribute>).flatMap(([attribute, theirs]) => [
    ...compareAll(about, answers, fairlearnNames.overall, theirs.overall),
    ...Object.entries(theirs.byGroup).flatMap(([group, numbers]) => compareAll(about, answers, fairlearnNames.byGroup, numbers, { attribute, group })),
    ...(['groupMin', 'groupMax', 'difference', 'ratio', 'differenceToOverall', 'ratioToOverall', 'disparities'] as const).flatMap((kind) => compareAll(about, answers, fairlearnNames[kind], theirs[kind], { attribute })),
    ...(['difference', 'ratio'] as const).flatMap((kind) => compareAll(about, answers, namedGaps[kind], theirs[kind], { attribute })),
  ]);
}

export const fairlearn = (data: PeerCase, outcome: Outcome): Compared[] => fairlearnPart({ data, peer: 'fairlearn' }, 'byAttribute', outcome);
export const fairlearnWeighted = (data: PeerCase, outcome: Outcome): Compared[] => fairlearnPart({ data, peer: 'fairlearn, weighted' }, 'weighted', outcome);

/** Each class against the rest, by an audit whose positive class it is, and the means over classes, which are the same whatever the positive class. */
export function fairlearnClasses(outcomes: ReadonlyMap<string, Outcome>): Compared[] {
  const about: About = { data: 'generated', peer: 'fairlearn, classes' };
  // Right is right in any class; these two are about one class against the rest.
  const { accuracy_score: _, zero_one_loss: __, ...names } = decisions;
  const ofOne = { ...names, selection_rate: 'selectionRate' };
  type Part = { readonly overall: Numbers; readonly byGroup: ByGroup };
  return Object.entries(reference('generated', 'fairlearn')['classes'] as Record<string, Part & Readonly<Record<string, Part>>>).flatMap(([attribute, theirs]) =>
    [...outcomes].flatMap(([positive, outcome]) => {
      const answers = new Answers(outcome);
      return ([[ofOne, theirs[positive]!], [macro, theirs]] as const).flatMap(([table, { overall, byGroup }]) => [
        ...compareAll(about, answers, table, overall),
        ...Object.entries(byGroup).flatMap(([group, numbers]) => compareAll(about, answers, table, numbers, { attribute, group })),
      ]);
    }),
  );
}

interface AifAttribute {
  readonly referenceGroup: string;
  readonly overall: Numbers;
  readonly byGroup: ByGroup;
  readonly againstReference: ByGroup;
  readonly generalized_entropy_index: Numbers;
  readonly between_group_generalized_entropy_index: Numbers;
  readonly smoothed_empirical_differential_fairness: Theirs;
  readonly differential_fairness_bias_amplification: Theirs;
  readonly smoothed_edf: Numbers;
}

const aifAttributes = (data: PeerCase, part: 'byAttribute' | 'weighted'): [string, AifAttribute][] => Object.entries(reference(data, 'aif360')[part] as Record<string, AifAttribute>);

function aifPart(about: About, part: 'byAttribute' | 'weighted', outcome: Outcome, favourable: string): Compared[] {
  const answers = new Answers(outcome);
  const [rates, against] = [aifRates(favourable === '1'), aifAgainst(favourable === '1')];
  return aifAttributes(about.data, part).flatMap(([attribute, theirs]) => [
    ...compareAll(about, answers, rates, theirs.overall),
    ...Object.entries(theirs.byGroup).flatMap(([group, numbers]) => compareAll(about, answers, rates, numbers, { attribute, group })),
    ...Object.entries(theirs.againstReference).flatMap(([group, numbers]) => compareAll(about, answers, against, numbers, { attribute, group, options: { referenceGroup: theirs.referenceGroup } })),
  ]);
}

export const aif360Weighted = (data: PeerCase, outcome: Outcome, favourable: string): Compared[] => aifPart({ data, peer: 'aif360, weighted' }, 'weighted', outcome, favourable);

export function aif360(data: PeerCase, outcome: Outcome, favourable: string): Compared[] {
  const about: About = { data, peer: 'aif360' };
  const answers = new Answers(outcome);
  return [
    ...aifPart(about, 'byAttribute', outcome, favourable),
    ...aifAttributes(data, 'byAttribute').flatMap(([attribute, theirs]) => {
      const ofLabels = theirs.smoothed_empirical_differential_fairness;
      const prefixed = (prefix: string, list: Compared[]): Compared[] => list.map((one) => ({ ...one, name: `${prefix}.${one.name}` }));
      return [
        ...prefixed('generalized_entropy_index', compareAll(about, answers, { ...entropies.total }, theirs.generalized_entropy_index)),
        ...prefixed('theil_index', compareAll(about, answers, theil, theirs.generalized_entropy_index)),
        ...prefixed('between_group_generalized_entropy_index', compareAll(about, answers, entropies.betweenGroups, theirs.between_group_generalized_entropy_index, { attribute })),
        ...prefixed('between_group_theil_index', compareAll(about, answers, theilBetween, theirs.between_group_generalized_entropy_index, { attribute })),
        ...prefixed('smoothed_edf', compareAll(about, answers, differentialFairness, theirs.smoothed_edf, { attribute })),
        // What the model adds to the data is their difference, so that of the decisions is the sum.
        ...prefixed(
          'smoothed_empirical_differential_fairness',
          compareAll(about, answers, differentialFairness, { labels: ofLabels, predictions: Number(ofLabels) + Number(theirs.differential_fairness_bias_amplification) }, { attribute }),
        ),
      ];
    }),
  ];
}

/** The group whose divergence AIF360 takes from each other one. */
export const aifPrivileged = (data: PeerCase, attribute: string): { privileged: string; others: ByGroup } => {
  const [, { referenceGroup, againstReference }] = aifAttributes(data, 'byAttribute').find(([name]) => name === attribute)!;
  return { privileged: referenceGroup, others: againstReference };
};

/** From an audit whose reference is one of the others. */
export function aif360Divergence(data: PeerCase, outcome: Outcome, attribute: string, other: string): Compared[] {
  const { privileged, others } = aifPrivileged(data, attribute);
  return compareAll({ data, peer: 'aif360' }, new Answers(outcome), divergences, others[other]!, { attribute, group: privileged });
}

export function aequitas(data: PeerCase, outcome: Outcome, favourable: string): Compared[] {
  const about: About = { data, peer: 'aequitas' };
  const answers = new Answers(outcome);
  return Object.entries(reference(data, 'aequitas')['byAttribute'] as Record<string, { referenceGroup: string; byGroup: ByGroup; disparity: ByGroup }>).flatMap(([attribute, { referenceGroup, byGroup, disparity }]) => [
    ...Object.entries(byGroup).flatMap(([group, numbers]) => compareAll(about, answers, aequitasRates(favourable === '1'), numbers, { attribute, group })),
    ...Object.entries(disparity).flatMap(([group, numbers]) => compareAll(about, answers, aequitasDisparities(favourable === '1'), numbers, { attribute, group, options: { referenceGroup } })),
  ]);
}

export function holisticai(data: PeerCase, outcome: Outcome): Compared[] {
  const about: About = { data, peer: 'holisticai' };
  const answers = new Answers(outcome);
  const { byAttribute, generalized_entropy_index: entropy } = reference(data, 'holisticai') as unknown as { byAttribute: Record<string, { referenceGroup: string; againstReference: ByGroup }>; generalized_entropy_index: Numbers };
  const { '0': _, ...alphas } = entropies.total;
  return [
    ...compareAll(about, answers, alphas, entropy).map((one) => ({ ...one, name: `generalized_entropy_index.${one.name}` })),
    ...Object.entries(byAttribute).flatMap(([attribute, { referenceGroup, againstReference }]) =>
      Object.entries(againstReference).flatMap(([group, numbers]) => compareAll(about, answers, holisticNames, numbers, { attribute, group, options: { referenceGroup } })),
    ),
  ];
}
