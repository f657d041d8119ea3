import type { JsonObject } from '../../src/json.js';
import { pooledZ } from '../../src/numeric/pooledZ.js';
import { compared, fromOne, type Names, type Ours } from './peerCompare.js';

/** Which of our numbers each of the other libraries' numbers is, by their names. */

const rows: Ours = { method: 'groupCounts', options: { measure: 'rows' } };

/** What fairlearn and scikit-learn make of decisions. */
export const decisions: Names = {
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
const ofAllKinds: Readonly<Record<string, string>> = {
  ...(decisions as Readonly<Record<string, string>>),
  selection_rate: 'selectionRate',
  base_rate: 'baseRate',
  mean_prediction: 'meanScore',
  roc_auc_score: 'areaUnderRoc',
  average_precision_score: 'averagePrecision',
  brier_score_loss: 'brierScore',
  log_loss: 'logLoss',
};
const everyOne = (comparison: Parameters<typeof compared>[0], aggregation: Parameters<typeof compared>[1]): Names =>
  Object.fromEntries(Object.entries(ofAllKinds).map(([theirs, ours]) => [theirs, compared(comparison, aggregation, ours)]));

/** Numbers that are no rates are drawn anew for their interval here, which takes its time: one of those from counts and one from scores will do. */
const toOverall = (aggregation: 'difference' | 'ratio'): Names => {
  const { balanced_accuracy_score: _, mean_prediction: __, average_precision_score: ___, brier_score_loss: ____, log_loss: _____, ...names } = everyOne('toOverall', aggregation);
  return names;
};

export const fairlearnNames = {
  overall: { ...ofAllKinds, count: rows },
  byGroup: { ...ofAllKinds, count: rows },
  groupMin: everyOne('betweenGroups', 'groupMinimum'),
  groupMax: everyOne('betweenGroups', 'groupMaximum'),
  difference: everyOne('betweenGroups', 'difference'),
  ratio: everyOne('betweenGroups', 'ratio'),
  differenceToOverall: toOverall('difference'),
  ratioToOverall: toOverall('ratio'),
  disparities: {
    demographic_parity_difference: 'demographicParityDifference',
    demographic_parity_ratio: 'demographicParityRatio',
    equal_opportunity_difference: 'equalOpportunityDifference',
    equal_opportunity_ratio: 'equalOpportunityRatio',
    equalized_odds_difference: { method: 'equalizedOddsDifference', options: { agg: 'worstCase' } },
    'equalized_odds_difference.mean': { method: 'equalizedOddsDifference', options: { agg: 'mean' } },
    equalized_odds_ratio: { method: 'equalizedOddsRatio', options: { agg: 'worstCase' } },
    'equalized_odds_ratio.mean': { method: 'equalizedOddsRatio', options: { agg: 'mean' } },
  },
} as const satisfies Readonly<Record<string, Names>>;

/** The same gaps by the methods that have names of their own. */
export const namedGaps = {
  difference: {
    true_positive_rate: 'equalOpportunityDifference',
    false_positive_rate: 'falsePositiveRateDifference',
    false_negative_rate: 'falseNegativeRateDifference',
    precision_score: 'predictiveParityDifference',
    accuracy_score: 'accuracyDifference',
    zero_one_loss: 'errorRateDifference',
    balanced_accuracy_score: 'balancedAccuracyDifference',
    f1_score: 'f1Difference',
    roc_auc_score: 'areaUnderRocDifference',
  },
  ratio: {
    true_positive_rate: 'equalOpportunityRatio',
    false_positive_rate: 'falsePositiveRateRatio',
    false_negative_rate: 'falseNegativeRateRatio',
    precision_score: 'predictiveParityRatio',
    zero_one_loss: 'errorRateRatio',
  },
} as const satisfies Readonly<Record<string, Names>>;

export const macro: Names = { accuracy_score: 'accuracy', macro_recall: 'macroRecall', macro_precision: 'macroPrecision', macro_f1: 'macroF1' };

/** AIF360's positive class is the favourable one. Where ours is the other class, each of its rates bears another name here. */
const aifRate = (favourableIsPositive: boolean): Readonly<Record<string, string>> =>
  favourableIsPositive
    ? {
        true_positive_rate: 'truePositiveRate', false_positive_rate: 'falsePositiveRate', true_negative_rate: 'trueNegativeRate', false_negative_rate: 'falseNegativeRate',
        positive_predictive_value: 'precision', negative_predictive_value: 'negativePredictiveValue', false_discovery_rate: 'falseDiscoveryRate', false_omission_rate: 'falseOmissionRate',
      }
    : {
        true_positive_rate: 'trueNegativeRate', false_positive_rate: 'falseNegativeRate', true_negative_rate: 'truePositiveRate', false_negative_rate: 'falsePositiveRate',
        positive_predictive_value: 'negativePredictiveValue', negative_predictive_value: 'precision', false_discovery_rate: 'falseOmissionRate', false_omission_rate: 'falseDiscoveryRate',
      };

export function aifRates(favourableIsPositive: boolean): Names {
  return { ...aifRate(favourableIsPositive), accuracy: 'accuracy', error_rate: 'errorRate', selection_rate: 'selectionRate', base_rate: favourableIsPositive ? 'baseRate' : fromOne('baseRate') };
}

export function aifAgainst(favourableIsPositive: boolean): Names {
  const rate = aifRate(favourableIsPositive);
  const gap = (aggregation: 'difference' | 'ratio', name: string): Ours => compared('toReference', aggregation, rate[name]!);
  return {
    statistical_parity_difference: compared('toReference', 'difference', 'selectionRate'),
    disparate_impact: 'disparateImpactRatio',
    true_positive_rate_difference: gap('difference', 'true_positive_rate'),
    equal_opportunity_difference: gap('difference', 'true_positive_rate'),
    false_positive_rate_difference: gap('difference', 'false_positive_rate'),
    false_negative_rate_difference: gap('difference', 'false_negative_rate'),
    false_discovery_rate_difference: gap('difference', 'false_discovery_rate'),
    false_omission_rate_difference: gap('difference', 'false_omission_rate'),
    error_rate_difference: compared('toReference', 'difference', 'errorRate'),
    false_positive_rate_ratio: gap('ratio', 'false_positive_rate'),
    false_negative_rate_ratio: gap('ratio', 'false_negative_rate'),
    false_discovery_rate_ratio: gap('ratio', 'false_discovery_rate'),
    false_omission_rate_ratio: gap('ratio', 'false_omission_rate'),
    error_rate_ratio: compared('toReference', 'ratio', 'errorRate'),
    // Rates of the other class are 1 minus these, so the signed mean changes sign.
    average_odds_difference: favourableIsPositive ? 'averageOddsDifference' : { method: 'averageOddsDifference', turn: (value) => 0 - value },
    average_abs_odds_difference: 'averageAbsoluteOddsDifference',
    class_imbalance: 'classImbalance',
  };
}

export const ALPHAS = ['0', '0.5', '1', '2'] as const;
const entropy = (part: 'total' | 'betweenGroups'): Names => Object.fromEntries(ALPHAS.map((alpha) => [alpha, { method: 'generalizedEntropyIndex', options: { part, alpha: Number(alpha) } }]));
const { '0': _, ...betweenGroups } = entropy('betweenGroups');
export const entropies = { total: entropy('total'), betweenGroups };
export const theil: Names = { '1': { method: 'theilIndex', options: { part: 'total' } } };
export const theilBetween: Names = { '1': { method: 'theilIndex', options: { part: 'betweenGroups' } } };

export const differentialFairness: Names = { labels: { method: 'differentialFairness', options: { of: 'labels' } }, predictions: { method: 'differentialFairness', options: { of: 'decisions' } } };
export const divergences: Names = {
  kl_divergence: { method: 'labelDivergence', options: { measure: 'kullbackLeibler', of: 'labels' } },
  'kl_divergence.predictions': { method: 'labelDivergence', options: { measure: 'kullbackLeibler', of: 'decisions' } },
};

const aequitasRate: Readonly<Record<string, string>> = {
  tpr: 'truePositiveRate', fpr: 'falsePositiveRate', tnr: 'trueNegativeRate', fnr: 'falseNegativeRate', precision: 'precision', npv: 'negativePredictiveValue', fdr: 'falseDiscoveryRate', for: 'falseOmissionRate',
};
/** Aequitas’ positive class is ours; its pprev is the share predicted positive, favourable or not. */
export function aequitasRates(favourableIsPositive: boolean): Names {
  return { ...aequitasRate, accuracy: 'accuracy', prev: 'baseRate', group_size: rows, pprev: favourableIsPositive ? 'selectionRate' : fromOne('selectionRate') };
}
export function aequitasDisparities(favourableIsPositive: boolean): Names {
  const ratios = Object.fromEntries(Object.entries(aequitasRate).map(([theirs, ours]) => [theirs, compared('toReference', 'ratio', ours)]));
  return favourableIsPositive ? { ...ratios, pprev: 'disparateImpactRatio' } : ratios;
}

const selected = compared('toReference', 'difference', 'selectionRate');
export const holisticNames: Names = {
  statistical_parity: selected,
  disparate_impact: 'disparateImpactRatio',
  four_fifths: { method: 'disparateImpactRatio', turn: (ratio) => Math.min(ratio, 1 / ratio) },
  z_test_diff: {
    ...selected,
    turn: (_, { counts }) => pooledZ({ successes: counts!['numerator']!, n: counts!['denominator']! }, { successes: counts!['referenceNumerator']!, n: counts!['referenceDenominator']! })?.statistic ?? Number.NaN,
  },
  equal_opportunity_diff: compared('toReference', 'difference', 'truePositiveRate'),
  false_positive_rate_diff: compared('toReference', 'difference', 'falsePositiveRate'),
  false_negative_rate_diff: compared('toReference', 'difference', 'falseNegativeRate'),
  true_negative_rate_diff: compared('toReference', 'difference', 'trueNegativeRate'),
  average_odds_diff: 'averageOddsDifference',
  accuracy_diff: compared('toReference', 'difference', 'accuracy'),
  // Called so there; it is the difference of the areas, with its sign.
  abroca: compared('toReference', 'difference', 'areaUnderRoc'),
};

/** What an audit is asked so that all of this is answered; intervals are not compared, so as few draws as may be. */
export function asks({ weighted = false } = {}): { method: string; options?: JsonObject }[] {
  const few = { replicates: 100 };
  const tables: readonly Names[] = [...Object.values(fairlearnNames), ...Object.values(namedGaps), aifAgainst(true), aifRates(true), aifRates(false), aequitasRates(true)];
  const statisticsIn = (...comparisons: string[]): string[] => [
    ...new Set([...tables, aifAgainst(false), aequitasDisparities(true), holisticNames].flatMap((table) => Object.values(table)).flatMap((ours) => (typeof ours === 'object' && comparisons.includes(String(ours.options?.['comparison'])) ? [String(ours.options!['statistic'])] : []))),
  ];
  const byOptions = new Set(['disparities', 'equalizedOddsDifference', 'equalizedOddsRatio']);
  const plain = new Set(tables.flatMap((table) => Object.values(table)).map((ours) => (typeof ours === 'string' ? ours : ours.method)).filter((method) => !byOptions.has(method)));
  return [
    ...[...plain].map((method) => ({ method })),
    { method: 'disparities', options: { statistics: statisticsIn('betweenGroups', 'toReference'), comparisons: ['betweenGroups', 'toReference'] } },
    { method: 'disparities', options: { statistics: statisticsIn('toOverall'), comparisons: ['toOverall'], interval: 'percentile', ...few } },
    ...['equalizedOddsDifference', 'equalizedOddsRatio'].flatMap((method) => ['worstCase', 'mean'].map((agg) => ({ method, options: { agg } }))),
    ...(weighted ? [] : [
      ...ALPHAS.map((alpha) => ({ method: 'generalizedEntropyIndex', options: { alpha: Number(alpha), ...few } })),
      { method: 'theilIndex', options: few },
      ...['labels', 'decisions'].map((of) => ({ method: 'differentialFairness', options: { of } })),
    ]),
  ];
}
