import type { Outcome } from '../../src/method/result.js';
import { Answers, compareAll, type Compared, type Names, type Theirs } from './peerCompare.js';
import { reference, type PeerCase } from './peerData.js';

type Numbers = Readonly<Record<string, Theirs>>;
type ByGroup = Readonly<Record<string, Numbers>>;

const fromOne = (method: string) => ({ method, turn: (value: number): number => 1 - value });

interface FairlearnAttribute {
  readonly overall: Numbers;
  readonly byGroup: ByGroup;
  readonly groupMin: Numbers;
  readonly groupMax: Numbers;
  readonly difference: Numbers;
  readonly differenceToOverall: Numbers;
  readonly ratio: Numbers;
  readonly ratioToOverall: Numbers;
  readonly disparities: Numbers;
}

const decisions: Names = {
  true_positive_rate: 'truePositiveRate',
  false_positive_rate: 'falsePositiveRate',
  true_negative_rate: 'trueNegativeRate',
  false_negative_rate: 'falseNegativeRate',
  precision_score: 'precision',
  negative_predictive_value: 'negativePredictiveValue',
  accuracy_score: 'accuracy',
  zero_one_loss: 'errorRate',
  balanced_accuracy_score: 'balancedAccuracy',
  f1_score: 'f1Score',
};
const fairlearnRates: Names = {
  ...decisions,
  count: { method: 'groupCounts', options: { measure: 'rows' } },
  selection_rate: 'selectionRate',
  base_rate: 'baseRate',
  mean_prediction: 'meanScore',
  roc_auc_score: 'areaUnderRoc',
  average_precision_score: 'averagePrecision',
  brier_score_loss: 'brierScore',
  log_loss: 'logLoss',
};
const fairlearnDifferences: Names = {
  selection_rate: 'demographicParityDifference',
  true_positive_rate: 'equalOpportunityDifference',
  false_positive_rate: 'falsePositiveRateDifference',
  false_negative_rate: 'falseNegativeRateDifference',
  precision_score: 'predictiveParityDifference',
  accuracy_score: 'accuracyDifference',
  zero_one_loss: 'errorRateDifference',
  balanced_accuracy_score: 'balancedAccuracyDifference',
  f1_score: 'f1Difference',
  roc_auc_score: 'areaUnderRocDifference',
};
const fairlearnRatios: Names = {
  selection_rate: 'demographicParityRatio',
  true_positive_rate: 'equalOpportunityRatio',
  false_positive_rate: 'falsePositiveRateRatio',
  false_negative_rate: 'falseNegativeRateRatio',
  precision_score: 'predictiveParityRatio',
  zero_one_loss: 'errorRateRatio',
};
const fairlearnDisparities: Names = {
  demographic_parity_difference: 'demographicParityDifference',
  demographic_parity_ratio: 'demographicParityRatio',
  equal_opportunity_difference: 'equalOpportunityDifference',
  equal_opportunity_ratio: 'equalOpportunityRatio',
  equalized_odds_difference: 'equalizedOddsDifference',
};

function fairlearnPart(data: PeerCase, part: string, answers: Answers): Compared[] {
  const about = { data, peer: part === 'weighted' ? 'fairlearn, weighted' : 'fairlearn' };
  return Object.entries(reference(data, 'fairlearn')[part] as Record<string, FairlearnAttribute>).flatMap(([attribute, theirs]) => [
    ...compareAll(about, answers, fairlearnRates, theirs.overall),
    ...Object.entries(theirs.byGroup).flatMap(([group, numbers]) => compareAll(about, answers, fairlearnRates, numbers, { attribute, group })),
    ...compareAll(about, answers, fairlearnDifferences, theirs.difference, { attribute }),
    ...compareAll(about, answers, fairlearnRatios, theirs.ratio, { attribute }),
    ...compareAll(about, answers, fairlearnDisparities, theirs.disparities, { attribute }),
  ]);
}

export const fairlearn = (data: PeerCase, outcome: Outcome): Compared[] => fairlearnPart(data, 'byAttribute', new Answers(outcome));
export const fairlearnWeighted = (data: PeerCase, outcome: Outcome): Compared[] => fairlearnPart(data, 'weighted', new Answers(outcome));

/** Each class against the rest, by an audit whose positive class it is. */
export function fairlearnClasses(outcomes: ReadonlyMap<string, Outcome>): Compared[] {
  const about = { data: 'generated' as const, peer: 'fairlearn, one class' };
  const { accuracy_score: _, zero_one_loss: __, ...names } = decisions;
  return Object.entries(reference('generated', 'fairlearn')['classes'] as Record<string, Record<string, { overall: Numbers; byGroup: ByGroup }>>).flatMap(([attribute, theirs]) =>
    [...outcomes].flatMap(([positive, outcome]) => {
      const answers = new Answers(outcome);
      const own = { ...names, selection_rate: 'selectionRate' };
      const { overall, byGroup } = theirs[positive]!;
      const right = { accuracy_score: 'accuracy' };
      return [
        ...compareAll(about, answers, own, overall),
        ...Object.entries(byGroup).flatMap(([group, numbers]) => compareAll(about, answers, own, numbers, { attribute, group })),
        // Right is right in any class: not the accuracy of one class against the rest.
        ...compareAll(about, answers, right, theirs['overall'] as unknown as Numbers),
        ...Object.entries(theirs['byGroup'] as unknown as ByGroup).flatMap(([group, numbers]) => compareAll(about, answers, right, numbers, { attribute, group })),
      ];
    }),
  );
}

const aifRates: Names = {
  true_positive_rate: 'truePositiveRate',
  false_positive_rate: 'falsePositiveRate',
  true_negative_rate: 'trueNegativeRate',
  false_negative_rate: 'falseNegativeRate',
  positive_predictive_value: 'precision',
  negative_predictive_value: 'negativePredictiveValue',
  false_discovery_rate: 'falseDiscoveryRate',
  false_omission_rate: 'falseOmissionRate',
  accuracy: 'accuracy',
  error_rate: 'errorRate',
  selection_rate: 'selectionRate',
  base_rate: 'baseRate',
};
/** AIF360's positive class is the favourable one; where ours is the other, their rates bear other names here. */
const aifRatesTurned: Names = {
  ...aifRates,
  true_positive_rate: 'trueNegativeRate',
  false_positive_rate: 'falseNegativeRate',
  true_negative_rate: 'truePositiveRate',
  false_negative_rate: 'falsePositiveRate',
  positive_predictive_value: 'negativePredictiveValue',
  negative_predictive_value: 'precision',
  false_discovery_rate: 'falseOmissionRate',
  false_omission_rate: 'falseDiscoveryRate',
  base_rate: fromOne('baseRate'),
};
const aifAgainst: Names = {
  disparate_impact: 'disparateImpactRatio',
  average_abs_odds_difference: 'averageAbsoluteOddsDifference',
};
const aifAverage: Names = { average_odds_difference: 'averageOddsDifference' };
/** Called negative and not positive: FPR and TPR are 1 minus theirs of the other class. */
const aifAverageTurned: Names = { average_odds_difference: { method: 'averageOddsDifference', turn: (value) => 0 - value } };

interface AifAttribute {
  readonly referenceGroup: string;
  readonly overall: Numbers;
  readonly byGroup: ByGroup;
  readonly againstReference: ByGroup;
}

export function aif360(data: PeerCase, outcome: Outcome, favourable: string): Compared[] {
  const about = { data, peer: 'aif360' };
  const answers = new Answers(outcome);
  const [rates, against] = favourable === '1' ? [aifRates, { ...aifAgainst, ...aifAverage }] : [aifRatesTurned, { ...aifAgainst, ...aifAverageTurned }];
  return Object.entries(reference(data, 'aif360')['byAttribute'] as Record<string, AifAttribute>).flatMap(([attribute, theirs]) => [
    ...compareAll(about, answers, rates, theirs.overall),
    ...Object.entries(theirs.byGroup).flatMap(([group, numbers]) => compareAll(about, answers, rates, numbers, { attribute, group })),
    ...Object.entries(theirs.againstReference).flatMap(([group, numbers]) => compareAll(about, answers, against, numbers, { attribute, group, options: { referenceGroup: theirs.referenceGroup } })),
  ]);
}

const aequitasRates: Names = {
  tpr: 'truePositiveRate',
  fpr: 'falsePositiveRate',
  tnr: 'trueNegativeRate',
  fnr: 'falseNegativeRate',
  precision: 'precision',
  npv: 'negativePredictiveValue',
  fdr: 'falseDiscoveryRate',
  for: 'falseOmissionRate',
  accuracy: 'accuracy',
  prev: 'baseRate',
  group_size: { method: 'groupCounts', options: { measure: 'rows' } },
};

export function aequitas(data: PeerCase, outcome: Outcome, favourable: string): Compared[] {
  const about = { data, peer: 'aequitas' };
  const answers = new Answers(outcome);
  const rates = { ...aequitasRates, pprev: favourable === '1' ? 'selectionRate' : fromOne('selectionRate') };
  return Object.entries(reference(data, 'aequitas')['byAttribute'] as Record<string, { referenceGroup: string; byGroup: ByGroup; disparity: ByGroup }>).flatMap(([attribute, theirs]) => [
    ...Object.entries(theirs.byGroup).flatMap(([group, numbers]) => compareAll(about, answers, rates, numbers, { attribute, group })),
    // Their ratio is of the predicted positive: ours, of the favourable, where the two are the same.
    ...(favourable === '1' ? Object.entries(theirs.disparity) : []).flatMap(([group, numbers]) =>
      compareAll(about, answers, { pprev: 'disparateImpactRatio' }, numbers, { attribute, group, options: { referenceGroup: theirs.referenceGroup } }),
    ),
  ]);
}

const holisticAgainst: Names = { disparate_impact: 'disparateImpactRatio', average_odds_diff: 'averageOddsDifference' };

export function holisticai(data: PeerCase, outcome: Outcome): Compared[] {
  const about = { data, peer: 'holisticai' };
  const answers = new Answers(outcome);
  return Object.entries(reference(data, 'holisticai')['byAttribute'] as Record<string, { referenceGroup: string; againstReference: ByGroup }>).flatMap(([attribute, theirs]) =>
    Object.entries(theirs.againstReference).flatMap(([group, numbers]) => compareAll(about, answers, holisticAgainst, numbers, { attribute, group, options: { referenceGroup: theirs.referenceGroup } })),
  );
}

export const tables: readonly Names[] = [fairlearnRates, fairlearnDifferences, fairlearnRatios, fairlearnDisparities, aifRates, aifAgainst, aifAverage, aequitasRates, holisticAgainst];
