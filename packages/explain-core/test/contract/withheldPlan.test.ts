import { makePlan } from '../../src/audit/plan.js';
import { plainGrouping } from '../../src/method/subject.js';
import { toyCase } from './smallAudit.js';

const { subject } = toyCase();
const missingOf = (plan: ReturnType<typeof makePlan>, name: string): number => plan.subject.dataset.columns.find((column) => column.name === name)!.missing;

it('counts no small group of a protected column in the plan, which travels with the evidence', () => {
  const missing = missingOf(makePlan(subject, 1), 'gender');
  expect(missing).toBeGreaterThan(0);
  expect(missing).toBeLessThan(10);
  const plan = makePlan({ ...subject, grouping: { ...plainGrouping, withholdBelow: 10 } }, 1);
  expect(missingOf(plan, 'gender')).toBe(9);
  // Made again from itself, as whoever recomputes does, it is the same.
  expect(makePlan(plan.subject, 1)).toEqual(plan);
});

it('is refused where all rows are too few to be told of', () => {
  expect(() => makePlan({ ...subject, grouping: { ...plainGrouping, withholdBelow: 61 } }, 1)).toThrow(/60 in all: nothing could be told/);
});
