import type { PlanRequest } from '../../src/audit/plan.js';
import { audit, toyCase } from './smallAudit.js';

const request: PlanRequest = {
  methods: [
    { pillar: 'explainability', method: 'kernelShap', options: { rows: 60, background: 5, coalitions: 20 } },
    { pillar: 'explainability', method: 'faithfulness', options: { subsets: 5, background: 5, minGroupRows: 2 } },
    { pillar: 'fairness', method: 'selectionRate' },
    { pillar: 'robustness', method: 'gaussianNoise', options: { rows: 60, draws: 2, strengths: [0.5] } },
  ],
};

it('a number column cut into ranges has the same groups, with the same rows, in every dimension', async () => {
  const { table, model, subject } = toyCase();
  const cut = { ...subject, protected: ['gender', 'years'], grouping: { ...subject.grouping, cuts: { years: [4, 8] } } };
  const { results } = await audit({ table, model, subject: cut }, request);
  const groupsOf = (dimension: string, attribute: string) =>
    new Set(results.filter((result) => result.dimension === dimension && result.attribute === attribute && result.group !== undefined).map(({ group }) => group));
  for (const dimension of ['explainability', 'fairness', 'robustness']) {
    expect([...groupsOf(dimension, 'years')]).toEqual(['under 4', '4 to under 8', '8 and over']);
    expect([...groupsOf(dimension, 'gender')]).toEqual(['f', 'm', '(missing)']);
  }
  const rowsOf = (method: string, of: (result: (typeof results)[number]) => unknown) =>
    results.filter((result) => result.method === method && result.attribute === 'years' && result.group !== undefined && !String(result.options['measure']).startsWith('robustAccuracy') && result.options['measure'] !== 'deletionGain').map(of);
  // All sixty rows are drawn by each, so the counts are those of the groups.
  const counted = rowsOf('selectionRate', ({ counts }) => counts!['denominator']);
  expect(rowsOf('faithfulness', ({ counts }) => counts!['rows'])).toEqual(counted);
  expect(rowsOf('gaussianNoise', ({ estimate }) => estimate.n)).toEqual(counted);
});
