import { describe, expect, it } from '@jest/globals';
import { plainGrouping, type Subject } from '../method/subject.js';
import { checkGrouping, checkReferenceGroups } from './checkSubject.js';

function subjectOf(protectedColumns: number, depth: number): Subject {
  const names = Array.from({ length: protectedColumns }, (_, i) => `c${i}`);
  const column = (name: string) => ({ name, kind: 'category' as const, role: 'feature' as const, missing: 0, levels: ['a', 'b'], numbers: null });
  return {
    dataset: { digest: 'sha256:d', rows: 10, columns: [...names, 'y', 'p'].map(column) },
    model: { source: 'predictions', digest: 'sha256:m', prediction: 'p', score: null },
    label: { column: 'y', classes: ['a', 'b'], positive: 'b', favourable: 'b' },
    protected: names,
    grouping: { ...plainGrouping, depth },
    modelCard: null,
  };
}

describe('how deep protected columns are crossed', () => {
  // 12 columns make 2¹² − 1 = 4095 sets in all, and 12 + 66 + 220 = 298 of up to three.
  it('is bounded by how many combinations of columns there are', () => {
    expect(() => checkGrouping(subjectOf(12, 12))).toThrow(/12 protected columns crossed up to depth 12 make 4095 combinations of columns; at most 1000/);
    expect(() => checkGrouping(subjectOf(12, 3))).not.toThrow();
    expect(() => checkGrouping(subjectOf(2, 50))).not.toThrow();
    expect(() => checkGrouping(subjectOf(1000, 1))).not.toThrow();
  });
  it.each([0, -1, 1.5, NaN])('is no %p', (depth) => {
    expect(() => checkGrouping(subjectOf(2, depth))).toThrow(/whole number of at least 1/);
  });
});

describe('weights', () => {
  const weighted = (least: number, most: number): Subject => {
    const base = subjectOf(2, 2);
    const w = { name: 'w', kind: 'number' as const, role: 'weight' as const, missing: 0, levels: null, numbers: { min: least, max: most, mean: most, standardDeviation: 0, integer: false } };
    return { ...base, dataset: { ...base.dataset, columns: [...base.dataset.columns, w] }, grouping: { ...base.grouping, weight: 'w' } };
  };
  // Sums of fourth powers stay numbers up to there; of 1e308 not even two add up.
  it('are as large as can be added and squared', () => {
    expect(() => checkGrouping(weighted(0, 1e50))).not.toThrow();
    expect(() => checkGrouping(weighted(1e-300, 1e-300))).not.toThrow();
    expect(() => checkGrouping(weighted(2, 1e308))).toThrow(/weight column "w" reaches 1e\+308; weights are numbers of at most 1e\+50/);
  });
});

describe('a reference group', () => {
  const levels = Array.from({ length: 400 }, (_, i) => `v${i}`);
  const base = subjectOf(3, 3);
  const subject: Subject = { ...base, dataset: { ...base.dataset, columns: base.dataset.columns.map((column) => ({ ...column, levels: column.name === 'c1' ? ['a', 'a × b', '(missing)'] : levels, missing: column.name === 'c2' ? 1 : 0 })) } };
  const check = (group: string) => () => checkReferenceGroups(subject, { referenceGroups: { 'c0 × c1 × c2': group } });

  // 400 × 3 × 401 combinations, and 64 million with three such columns: none of them is written down.
  it('is one value of each column, whatever the values hold', () => {
    for (const group of ['v1 × a × v2', 'v1 × a × b × v2', 'v399 × "(missing)" × (missing)']) expect(check(group)).not.toThrow();
    for (const group of ['v1 × a', 'v1 × b × v2', 'v1 × a × v2 × v3', 'v1 × (missing) × v2', '']) expect(check(group)).toThrow(/is no group of "c0 × c1 × c2"; there are "v0 × a × v0", "v0 × a × v1", .*"v0 × a × v9", …\./);
  });

  it('is found among more combinations than there is room for', () => {
    const wide: Subject = { ...base, dataset: { ...base.dataset, columns: base.dataset.columns.map((column) => ({ ...column, levels })) } };
    expect(() => checkReferenceGroups(wide, { referenceGroups: { 'c0 × c1 × c2': 'v399 × v399 × v399' } })).not.toThrow();
  });
});
