import { describe, expect, test } from '@jest/globals';
import type { Result } from '@plumbline/explain-core/method/result';
import { compareArtifacts, compareResults } from './compareResults.js';

const result = (value: number | null, more: Partial<Result> = {}): Result => ({
  dimension: 'fairness', method: 'selectionRate', version: 1, options: { level: 0.95 },
  estimate: value === null ? { value: null, n: 0, undefinedBecause: 'nobody' } : { value, n: 10, interval: { lower: value - 0.1, upper: value + 0.1, level: 0.95, method: 'wilson' } },
  ...more,
});

describe('results computed again', () => {
  test('are the same bit for bit, or in all but the last places', () => {
    expect(compareResults([result(0.3), result(null)], [result(0.3), result(null)])).toMatchObject({ same: 2, different: 0, check: { ok: true, detail: 'all 2 results come out again, bit for bit' } });
    expect(compareResults([result(0.3)], [result(0.3 * (1 + 1e-12))])).toMatchObject({ same: 1, different: 0, check: { ok: true, detail: expect.stringContaining('0 bit for bit and 1 within') } });
  });
  test('differ in any number beyond that, in a count, in a reason, in what they are about', () => {
    expect(compareResults([result(0.3)], [result(0.3 * (1 + 1e-7))])).toMatchObject({ same: 0, different: 1, check: { ok: false } });
    expect(compareResults([result(0)], [result(1e-300)])).toMatchObject({ different: 1 });
    expect(compareResults([result(0.3)], [result(null)])).toMatchObject({ different: 1, check: { detail: expect.stringContaining('selectionRate is 0.3 in the bundle, not estimable computed again') } });
    expect(compareResults([result(0.3)], [result(0.3, { group: 'b' })])).toMatchObject({ different: 1 });
    expect(compareResults([result(0.3)], [result(0.3, { version: 2 })])).toMatchObject({ different: 1 });
  });
  test('differ in how a gap was tested, and say so', () => {
    const tested = (pValue: number): Result =>
      result(0.3, { options: { statistic: 'truePositiveRate' }, test: { name: 'fisherMidP', statistic: null, pValue, holm: pValue * 2, benjaminiHochberg: pValue, benjaminiYekutieli: pValue } });
    expect(compareResults([tested(0.01)], [tested(0.01)])).toMatchObject({ different: 0 });
    const changed = 'selectionRate truePositiveRate is 0.3 (p 0.01, adjusted 0.02) in the bundle, 0.3 (p 0.04, adjusted 0.08) computed again';
    expect(compareResults([tested(0.01)], [tested(0.04)])).toMatchObject({ different: 1, check: { detail: expect.stringContaining(changed) } });
    expect(compareResults([tested(0.01)], [result(0.3, { options: { statistic: 'truePositiveRate' } })])).toMatchObject({ different: 1 });
  });
  test('that are lacking or too many differ', () => {
    expect(compareResults([result(0.3), result(0.4)], [result(0.3)])).toMatchObject({ same: 1, different: 1 });
    expect(compareResults([], [result(0.3)])).toMatchObject({ same: 0, different: 1 });
    expect(compareResults([], [])).toMatchObject({ same: 0, different: 0, check: { ok: true } });
  });
});

test('artifacts are compared number by number, and named when they differ', () => {
  const artifact = (body: number[]) => ({ name: 'a/b', body });
  expect(compareArtifacts([artifact([1, 2])], [artifact([1, 2 + 1e-12])]).ok).toBe(true);
  expect(compareArtifacts([artifact([1, 2])], [artifact([1, 2.1])])).toMatchObject({ ok: false, detail: expect.stringContaining('a/b') });
  expect(compareArtifacts([artifact([1, 2])], [artifact([1, 2, 3])]).ok).toBe(false);
  expect(compareArtifacts([artifact([1])], []).ok).toBe(false);
});
