import { describe, expect, it } from '@jest/globals';
import type { ColumnInfo } from '@plumbline/explain-core/data/table';
import { predictionsSubject } from './prepareAudit.js';

const category = (name: string, levels: readonly string[]): ColumnInfo => ({ name, kind: 'category', role: 'feature', missing: 0, levels: [...levels], numbers: null });

function subjectOf(classes: readonly string[], predicted: readonly string[]) {
  const version = { digest: 'sha256:m', predictionColumn: 'p', scoreColumn: null, dataset: { digest: 'sha256:d' } };
  return () =>
    predictionsSubject(version as Parameters<typeof predictionsSubject>[0], { digest: 'sha256:d' }, [category('y', classes), category('p', predicted), category('g', ['a', 'b'])], { label: 'y', positive: classes[1]!, protected: ['g'] });
}

describe('stored predictions', () => {
  it('are values of the label', () => {
    expect(subjectOf(['no', 'yes'], ['no', 'yes'])()).toMatchObject({ label: { positive: 'yes' } });
    expect(subjectOf(['no', 'yes'], ['maybe', 'no'])).toThrow(/must hold values of the label \(no, yes\); it also holds maybe\.$/);
  });

  it('are numbers that can be added and squared', () => {
    const number = (name: string, max: number): ColumnInfo => ({ name, kind: 'number', role: 'feature', missing: 0, levels: null, numbers: { min: 0, max, mean: 1, standardDeviation: 1, integer: false } });
    const version = { digest: 'sha256:m', predictionColumn: 'p', scoreColumn: null, dataset: { digest: 'sha256:d' } } as Parameters<typeof predictionsSubject>[0];
    const reaching = (label: number, predicted: number) => () => predictionsSubject(version, { digest: 'sha256:d' }, [number('y', label), number('p', predicted), category('g', ['a', 'b'])], { label: 'y', protected: ['g'] });
    expect(reaching(1e50, 1e50)()).toMatchObject({ label: { kind: 'number' } });
    expect(reaching(1e308, 1)).toThrow(/"y" reaches 1e\+308; numbers up to 1e\+50 can be compared\. Choose a larger unit/);
    expect(reaching(1, 1e308)).toThrow(/"p" reaches 1e\+308/);
  });

  // "é" in one character and in two: without being told apart they would be said to be wrong for being themselves.
  it('are told what they look like', () => {
    expect(subjectOf(['no', '\u00e9'], ['e\u0301', 'no'])).toThrow(/it also holds e\u0301\. "\u00e9" \(1 character\) and "e\u0301" \(2 characters\) differ only in case, blanks, width or the way accents are written; write them alike before uploading\.$/);
    expect(subjectOf(['no', 'yes'], ['YES', 'no'])).toThrow(/it also holds YES\. "yes" and "YES" differ only in/);
  });
});
