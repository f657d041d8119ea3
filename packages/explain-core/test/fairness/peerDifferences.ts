import type { Compared } from './peerCompare.js';

/** A number that another library answers otherwise, and why. `holds` says which answers the reason explains. */
export interface Difference {
  readonly peer: string;
  readonly names: readonly string[];
  readonly why: string;
  readonly holds: (compared: Compared) => boolean;
}

const errorRates = ['true_positive_rate', 'false_positive_rate', 'true_negative_rate', 'false_negative_rate'];
const fairlearnGaps = ['equal_opportunity_difference', 'equal_opportunity_ratio', 'equalized_odds_difference', 'equalized_odds_ratio'];
const withoutDenominator = ({ because }: Compared): boolean => because?.includes('nothing to divide by') === true;
const inOneGroup = ({ where }: Compared): boolean => where.includes(' = ');
/** A number there, none here, since one of the groups that are compared has none. */
const passedOver = (compared: Compared): boolean => !inOneGroup(compared) && typeof compared.theirs === 'number' && compared.ours === null && withoutDenominator(compared);

function fairlearnDifferences(peer: string): Difference[] {
  return [
    {
      peer,
      names: errorRates,
      why: `${peer}: a true or false positive or negative rate without a denominator is 0; here it is undefined`,
      holds: (compared) => inOneGroup(compared) && compared.theirs === 0 && compared.ours === null && withoutDenominator(compared),
    },
    {
      peer,
      names: [...errorRates, ...fairlearnGaps],
      why: `${peer}: and with that 0 the groups are compared; here there is no gap while one of the groups has no rate, unless minimumGroupSize leaves it out`,
      holds: passedOver,
    },
    {
      peer,
      names: ['precision_score', 'f1_score', 'balanced_accuracy_score', 'roc_auc_score'],
      why: `${peer}: a group whose number is NaN is passed over in differences and ratios, without a word; here there is no gap then, unless minimumGroupSize leaves the group out`,
      holds: passedOver,
    },
    {
      peer,
      names: ['balanced_accuracy_score'],
      why: `${peer}: scikit-learn’s balanced accuracy of rows of one class is that class’s rate; here it is undefined`,
      holds: (compared) => inOneGroup(compared) && typeof compared.theirs === 'number' && compared.ours === null && withoutDenominator(compared),
    },
  ];
}

export const differences: readonly Difference[] = [
  ...['fairlearn', 'fairlearn, weighted'].flatMap(fairlearnDifferences),
  ...fairlearnDifferences('fairlearn, one class').filter(({ holds }) => holds !== passedOver), // no gaps are compared there
  {
    peer: 'aif360',
    names: ['positive_predictive_value', 'negative_predictive_value', 'false_discovery_rate', 'false_omission_rate'],
    why: 'AIF360: a predictive value without a denominator is 0; here it is undefined',
    holds: (compared) => compared.theirs === 0 && compared.ours === null && withoutDenominator(compared),
  },
  {
    peer: 'fairlearn, weighted',
    names: ['selection_rate', 'accuracy_score', 'zero_one_loss', 'demographic_parity_difference', 'demographic_parity_ratio'],
    why: 'fairlearn: a group whose weights are all 0 is passed over in differences and ratios; here there is no gap then, unless minimumGroupSize leaves the group out',
    holds: passedOver,
  },
  {
    peer: 'fairlearn, weighted',
    names: fairlearnGaps,
    why: 'fairlearn: raises where the weights of a group are all 0; here the gap is undefined',
    holds: (compared) => typeof compared.theirs === 'string' && compared.theirs.startsWith('raises') && compared.ours === null && withoutDenominator(compared),
  },
  {
    peer: 'holisticai',
    names: ['average_odds_diff'],
    why: 'holisticai: a rate without a denominator is 0, where the predictions hold both classes; here it is undefined',
    holds: (compared) => typeof compared.theirs === 'number' && compared.ours === null && withoutDenominator(compared),
  },
  {
    peer: 'holisticai',
    names: ['average_odds_diff'],
    why: 'holisticai: raises for a group of one class; here the number is undefined',
    holds: (compared) => typeof compared.theirs === 'string' && compared.theirs.startsWith('raises') && compared.ours === null && withoutDenominator(compared),
  },
];
