import type { PolicyDocument } from '@plumbline/explain-core/audit/policy';

/**
 * What an audit of a predicted number is judged by where it names no policy. Its bounds have no units: what difference between incomes or days matters is
 * for whoever knows them to say, in a policy of their own.
 */
export const regressionPolicy: PolicyDocument = {
  format: 'plumbline/policy',
  name: 'Predicted numbers',
  version: 1,
  checks: [
    {
      id: 'fairness.error-sizes',
      label: 'Mean absolute errors within four fifths of each other',
      dimension: 'fairness',
      select: { method: 'meanAbsoluteErrorRatio' },
      bound: { atLeast: 0.8 },
      reason: 'Predictions should be about as accurate for every group (bounded group loss, Agarwal et al. 2019). Four fifths is a starting point taken over from selection rates, not a custom of the field.',
    },
    {
      id: 'fairness.prediction-screen',
      label: 'Mean predictions within four fifths of each other',
      dimension: 'fairness',
      select: { method: 'meanPredictionRatio' },
      bound: { atLeast: 0.8 },
      reason: 'A screen, not a finding: groups may differ in what is predicted. A lower ratio indicates that the difference needs a reason. It says nothing of numbers that may be negative.',
    },
    {
      id: 'transparency.model-card',
      label: 'The model is documented',
      dimension: 'transparency',
      select: { method: 'modelCardCompleteness' },
      bound: { atLeast: 0.8 },
      reason: 'Most of the questions of a model card (Mitchell et al. 2019) should have an answer before others rely on the model. It counts answers and does not judge them.',
    },
  ],
};
