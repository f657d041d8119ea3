import type { PolicyDocument } from '@plumbline/explain-core/audit/policy';

/** Where an organisation begins. The thresholds are customs of the field and starting points, not law; the reasons say whose. */
export const defaultPolicy: PolicyDocument = {
  format: 'plumbline/policy',
  name: 'Starting points',
  version: 1,
  checks: [
    {
      id: 'fairness.selection-screen',
      label: 'Selection rates within four fifths of each other',
      dimension: 'fairness',
      select: { method: 'demographicParityRatio' },
      bound: { atLeast: 0.8 },
      reason: 'A screen, not a finding: the four-fifths rule of thumb of the US Uniform Guidelines on Employee Selection Procedures (1978). A lower ratio indicates that the selection needs a reason.',
    },
    {
      id: 'fairness.equal-opportunity',
      label: 'True positive rates at most 0.1 apart',
      dimension: 'fairness',
      select: { method: 'equalOpportunityDifference' },
      bound: { atMost: 0.1 },
      reason: 'Those who deserve the positive outcome should get it about as often in every group (Hardt et al. 2016). A tenth is a customary limit; set your own.',
    },
    {
      id: 'fairness.equalized-odds',
      label: 'True and false positive rates at most 0.1 apart',
      dimension: 'fairness',
      select: { method: 'equalizedOddsDifference' },
      bound: { atMost: 0.1 },
      reason: 'Errors of either kind should fall on the groups about equally often (Hardt et al. 2016). A tenth is a customary limit; set your own.',
    },
    {
      id: 'robustness.noise',
      label: 'Decisions stay under small noise',
      dimension: 'robustness',
      select: { method: 'gaussianNoise', options: { strength: 0.1, measure: 'decisionStability', scope: 'overall' } },
      bound: { atLeast: 0.9 },
      reason: 'A decision that changes with a tenth of a standard deviation of noise rests on less than the accuracy with which such values are usually known.',
    },
    {
      id: 'robustness.search',
      label: 'Decisions stay when somebody looks for a way round',
      dimension: 'robustness',
      select: { method: 'squareAttack', options: { epsilon: 0.05, measure: 'decisionStability', scope: 'overall' } },
      bound: { atLeast: 0.8 },
      reason: 'Found by asking the model only, so that every model can be held against it. Four of five decisions should withstand a small, deliberate change.',
    },
  ],
};
