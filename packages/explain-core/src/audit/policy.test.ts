import type { Estimate } from '../numeric/estimate.js';
import type { Result } from '../method/result.js';
import { judge, policyDocument, type PolicyDocument } from './policy.js';

const gap = (estimate: Estimate, more: Partial<Result> = {}): Result => ({
  dimension: 'fairness',
  method: 'demographicParityDifference',
  version: 1,
  attribute: 'sex',
  options: { level: 0.95 },
  estimate,
  ...more,
});
const between = (lower: number, value: number, upper: number): Estimate => ({ value, n: 100, interval: { lower, upper, level: 0.95, method: 'newcombe' } });
const atMostTenth: PolicyDocument = policyDocument.parse({
  format: 'plumbline/policy',
  name: 'test',
  version: 1,
  checks: [{ id: 'gap', label: 'Gap', dimension: 'fairness', select: { method: 'demographicParityDifference' }, bound: { atMost: 0.1 }, reason: 'for the test' }],
});
const verdict = (...results: Result[]): string => judge(atMostTenth, results).fairness.verdict;

describe('a verdict', () => {
  it('is met only when the whole interval keeps the bound', () => {
    expect(verdict(gap(between(0.01, 0.05, 0.1)))).toBe('met');
    expect(verdict(gap(between(0.01, 0.05, 0.1001)))).toBe('cannotTell');
  });

  it('is not met only when the whole interval breaks the bound', () => {
    expect(verdict(gap(between(0.1001, 0.2, 0.3)))).toBe('notMet');
    expect(verdict(gap(between(0.1, 0.2, 0.3)))).toBe('cannotTell'); // the bound itself keeps the bound
  });

  it('cannot tell from a number that is not there, from no results, and from a number without doubt or reason', () => {
    expect(verdict(gap({ value: null, n: 3, undefinedBecause: 'one group' }))).toBe('cannotTell');
    expect(verdict()).toBe('cannotTell');
    expect(verdict(gap({ value: 0, n: 10 }))).toBe('cannotTell');
  });

  it('takes an exact number for itself, zero too', () => {
    expect(verdict(gap({ value: 0, n: 10, exact: 'counted' }))).toBe('met');
    expect(verdict(gap({ value: 0.2, n: 10, exact: 'counted' }))).toBe('notMet');
  });

  it('needs every matching result, and one broken bound decides', () => {
    const good = gap(between(0, 0.01, 0.02));
    const unsure = gap(between(0, 0.09, 0.2), { attribute: 'race' });
    const bad = gap(between(0.2, 0.3, 0.4), { attribute: 'age' });
    expect(verdict(good, unsure)).toBe('cannotTell');
    expect(verdict(good, unsure, bad)).toBe('notMet');
    expect(verdict(good, good)).toBe('met');
  });

  it('says which results it looked at and gives the deciding number', () => {
    const [check] = judge(atMostTenth, [gap(between(0, 0.01, 0.02)), gap(between(0.2, 0.3, 0.4), { attribute: 'age' })]).fairness.checks;
    expect(check!.results).toEqual([0, 1]);
    expect(check!.because).toBe('age: 0.3, 95 % interval 0.2 to 0.4, n = 100; wanted at most 0.1.');
  });

  it('looks only at results that the selection names', () => {
    const policy: PolicyDocument = { ...atMostTenth, checks: [{ ...atMostTenth.checks[0]!, select: { method: 'demographicParityDifference', attribute: 'sex', options: { level: 0.95 } } }] };
    const outcome = judge(policy, [gap(between(0, 0.01, 0.02)), gap(between(0.2, 0.3, 0.4), { attribute: 'age' }), gap(between(0.2, 0.3, 0.4), { options: { level: 0.9 } })]);
    expect(outcome.fairness.verdict).toBe('met');
    expect(outcome.fairness.checks[0]!.results).toEqual([0]);
  });

  it('of a dimension without checks is "cannot tell"', () => {
    expect(judge(atMostTenth, []).robustness).toEqual({ verdict: 'cannotTell', checks: [] });
  });
});

describe('a policy document', () => {
  it('refuses twin ids, missing bounds and unknown fields', () => {
    const [check] = atMostTenth.checks;
    expect(policyDocument.safeParse({ ...atMostTenth, checks: [check, check] }).success).toBe(false);
    expect(policyDocument.safeParse({ ...atMostTenth, checks: [{ ...check, bound: {} }] }).success).toBe(false);
    expect(policyDocument.safeParse({ ...atMostTenth, colour: 'red' }).success).toBe(false);
  });
});
