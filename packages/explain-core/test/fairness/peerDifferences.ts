import type { Compared } from './peerCompare.js';

/** A number that another library answers otherwise, and why. `holds` says which answers the reason explains. */
export interface Difference {
  readonly peer: string;
  /** Their names; null for any. */
  readonly names: readonly string[] | null;
  readonly why: string;
  readonly holds: (compared: Compared) => boolean;
}

const errorRates = ['true_positive_rate', 'false_positive_rate', 'true_negative_rate', 'false_negative_rate'];
const oddsGaps = ['equal_opportunity_difference', 'equal_opportunity_ratio', 'equalized_odds_difference', 'equalized_odds_ratio', 'equalized_odds_difference.mean', 'equalized_odds_ratio.mean'];

/** Why a number of a group does not exist, in our words. */
const noDenominator = ({ because }: Compared): boolean => because?.includes('nothing to divide by') === true;
const ofNothing = (one: Compared): boolean => noDenominator(one) || /all labelled rows have the same class|no labelled row is positive|have weight 0|all \d+ rows have weight/.test(one.because ?? '');
const isOfGroup = ({ where }: Compared): boolean => where.includes(' = ');
const isNumberThereOnly = ({ theirs, ours }: Compared): boolean => typeof theirs === 'number' && ours === null;
const raises = ({ theirs }: Compared): boolean => typeof theirs === 'string' && theirs.startsWith('raises');

function fairlearnRates(peer: string): Difference[] {
  return [
    {
      peer,
      names: errorRates,
      why: `${peer}: a true or false positive or negative rate without a denominator is 0; here it is undefined`,
      holds: (one) => isOfGroup(one) && one.theirs === 0 && one.ours === null && noDenominator(one),
    },
    {
      peer,
      names: ['balanced_accuracy_score'],
      why: `${peer}: scikit-learn’s balanced accuracy of rows of one class is that class’s rate; here it is undefined`,
      holds: (one) => isOfGroup(one) && isNumberThereOnly(one) && noDenominator(one),
    },
  ];
}

function fairlearnComparisons(peer: string): Difference[] {
  return [
    {
      peer,
      names: [...errorRates, ...oddsGaps],
      why: `${peer}: groups are compared with that 0; here there is no comparison while one of the groups has no rate, unless minimumGroupSize leaves it out`,
      holds: (one) => !isOfGroup(one) && isNumberThereOnly(one) && noDenominator(one),
    },
    {
      peer,
      names: null,
      why: `${peer}: a group whose number is NaN is passed over where groups are compared, without a word; here there is no comparison then, unless minimumGroupSize leaves the group out`,
      holds: (one) => !isOfGroup(one) && !errorRates.includes(one.name) && !oddsGaps.includes(one.name) && isNumberThereOnly(one) && ofNothing(one),
    },
    {
      peer,
      names: ['f1_score', 'balanced_accuracy_score', 'roc_auc_score'],
      why: `${peer}: compares with all rows also where drawing the rows anew cannot tell how uncertain that is; here the reason says the number, and there is no estimate`,
      holds: (one) => isNumberThereOnly(one) && /drawn anew/.test(one.because ?? ''),
    },
    {
      peer,
      names: ['log_loss'],
      why: `${peer}: scikit-learn cuts probabilities off at 2.2e-16, the method here at 1e-15; on adult a few scores are 1 and their rows negative`,
      holds: ({ data, theirs, ours }) => data === 'adult' && typeof theirs === 'number' && ours !== null && Math.abs(theirs - ours) < 0.01,
    },
  ];
}

export const differences: readonly Difference[] = [
  ...['fairlearn', 'fairlearn, weighted', 'fairlearn, classes'].flatMap(fairlearnRates),
  ...['fairlearn', 'fairlearn, weighted'].flatMap(fairlearnComparisons),
  {
    peer: 'fairlearn, weighted',
    names: oddsGaps,
    why: 'fairlearn, weighted: raises where the weights of a group are all 0; here the gap is undefined',
    holds: (one) => raises(one) && one.ours === null && noDenominator(one),
  },
  {
    peer: 'fairlearn, classes',
    names: ['macro_recall', 'macro_precision', 'macro_f1'],
    why: 'fairlearn, classes: scikit-learn’s macro means leave out a class that a group lacks (with zero_division NaN; else it counts as 0); here the mean over the same classes does not exist then',
    holds: (one) => isOfGroup(one) && isNumberThereOnly(one),
  },
  ...['aif360', 'aif360, weighted'].flatMap((peer): Difference[] => [
    {
      peer,
      names: ['positive_predictive_value', 'negative_predictive_value', 'false_discovery_rate', 'false_omission_rate'],
      why: `${peer}: a predictive value without a denominator is 0; here it is undefined`,
      holds: (one) => one.theirs === 0 && one.ours === null && noDenominator(one),
    },
    {
      peer,
      names: ['false_discovery_rate_difference', 'false_discovery_rate_ratio', 'false_omission_rate_difference', 'false_omission_rate_ratio'],
      why: `${peer}: groups are compared with that 0; here there is no comparison`,
      holds: (one) => isNumberThereOnly(one) && noDenominator(one),
    },
  ]),
  {
    peer: 'aif360, weighted',
    names: ['accuracy', 'error_rate', 'error_rate_difference', 'error_rate_ratio'],
    why: 'aif360, weighted: accuracy is 0 and the error rate 1 in a group whose weights are all 0; here both are undefined',
    holds: (one) => isNumberThereOnly(one) && noDenominator(one),
  },
  {
    peer: 'aif360',
    names: ['generalized_entropy_index.0'],
    why: 'aif360: the mean log deviation of a benefit of 0 is infinite; here it is undefined',
    holds: (one) => one.theirs === 'infinite' && one.ours === null,
  },
  {
    peer: 'aif360',
    names: ['smoothed_edf.labels', 'smoothed_edf.predictions'],
    why: 'aif360: smoothed_edf of its scikit-learn interface counts the outcomes in each group, so that a group of one outcome is not smoothed towards the other; its smoothed_empirical_differential_fairness counts two, as here',
    holds: ({ data, theirs, ours }) => (data === 'generated' || data === 'adult' || data === 'compas') && (typeof theirs === 'number' || theirs === 'infinite') && ours !== null,
  },
  {
    peer: 'aif360',
    names: ['kl_divergence', 'kl_divergence.predictions'],
    why: 'aif360: the divergence from a group that lacks a class is infinite; here it is undefined',
    holds: (one) => one.theirs === 'infinite' && one.ours === null,
  },
  ...['1', '2', '0.5'].map((alpha): Difference => ({
    peer: 'holisticai',
    names: [`generalized_entropy_index.${alpha}`],
    why: `holisticai: benefits (alpha ${alpha}) are of the positive class, here of the favourable outcome; where that is the other class a wrongly positive row gains nothing by it`,
    holds: ({ data }) => data === 'german',
  })),
  {
    peer: 'holisticai',
    names: null,
    why: 'holisticai: a rate without a denominator is 0, where the predictions hold both classes; here it is undefined',
    holds: (one) => isNumberThereOnly(one) && noDenominator(one),
  },
  {
    peer: 'holisticai',
    names: null,
    why: 'holisticai: raises for a group whose labels and predictions are all of one class; here a number that exists is given',
    holds: raises,
  },
];
