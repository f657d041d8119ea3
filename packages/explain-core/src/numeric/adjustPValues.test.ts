import { describe, expect, it } from '@jest/globals';
import { benjaminiHochberg, benjaminiYekutieli, holm } from './adjustPValues.js';

const close = (values: readonly (number | null)[]): unknown[] => values.map((value) => (value === null ? null : expect.closeTo(value, 12)));

describe('adjusted p-values', () => {
  // Hand arithmetic: 4 · 0.01; 3 · 0.02 → 0.06; 2 · 0.03 → 0.06; 0.04 raised to 0.06, given out of order. statsmodels 0.15.0 multipletests agrees.
  const given = [0.04, 0.01, 0.03, 0.02];

  it('by Holm', () => expect(holm(given)).toEqual(close([0.06, 0.04, 0.06, 0.06])));
  it('by Benjamini and Hochberg', () => expect(benjaminiHochberg(given)).toEqual(close([0.04, 0.04, 0.04, 0.04])));
  it('by Benjamini and Yekutieli', () => expect(benjaminiYekutieli(given)).toEqual(close(given.map(() => (0.04 * 25) / 12))));

  // The fifteen p-values of Benjamini and Hochberg 1995, section 4.1: at 5 % Bonferroni and Holm reject three, their procedure four.
  const myocardial = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1];
  it('reject as in the paper', () => {
    const rejected = (values: readonly (number | null)[]): number => values.filter((p) => p! <= 0.05).length;
    expect([holm(myocardial), benjaminiHochberg(myocardial)].map(rejected)).toEqual([3, 4]);
  });

  // statsmodels 0.15.0 multipletests
  it.each([
    ['holm', [0.0015, 0.0056, 0.0247, 0.114, 0.2211, 0.278, 0.278, 0.278, 0.3213, 1, 1, 1, 1, 1, 1]],
    ['fdr_bh', [0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.06385714285714, 0.06385714285714, 0.0645, 0.0765, 0.486, 0.5811818181818, 0.714875, 0.7532307692308, 0.8132142857143, 1]],
    ['fdr_by', [0.004977343489843, 0.009954686979687, 0.03152317543568, 0.1182119078838, 0.2000892082917, 0.2118926228533, 0.2118926228533, 0.2140257700633, 0.253844517982, 1, 1, 1, 1, 1, 1]],
  ] as const)('as statsmodels: %s', (name, values) => {
    const procedure = { holm, 'fdr_bh': benjaminiHochberg, 'fdr_by': benjaminiYekutieli }[name]!;
    expect(procedure(myocardial)).toEqual(close(values));
  });

  it.each([holm, benjaminiHochberg, benjaminiYekutieli])('pass over nulls, do not depend on order, and never fall below p (%p)', (procedure) => {
    expect(procedure([])).toEqual([]);
    expect(procedure([null, null])).toEqual([null, null]);
    expect(procedure([0.03])).toEqual([0.03]);
    const adjusted = procedure(myocardial);
    const mixed = [...myocardial, null].reverse();
    expect(procedure(mixed)).toEqual([null, ...[...adjusted].reverse()]);
    adjusted.forEach((value, i) => expect(value!).toBeGreaterThanOrEqual(myocardial[i]!));
    // Ties share their value.
    const tied = procedure([0.02, 0.5, 0.02, 0.02]);
    expect(new Set([tied[0], tied[2], tied[3]]).size).toBe(1);
    for (const bad of [NaN, -0.1, 1.1]) expect(() => procedure([0.2, bad])).toThrow(RangeError);
  });
});
