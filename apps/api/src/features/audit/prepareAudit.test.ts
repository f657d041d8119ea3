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

  // "é" in one character and in two: without being told apart they would be said to be wrong for being themselves.
  it('are told what they look like', () => {
    expect(subjectOf(['no', '\u00e9'], ['e\u0301', 'no'])).toThrow(/it also holds e\u0301\. "\u00e9" \(1 character\) and "e\u0301" \(2 characters\) differ only in case, blanks, width or the way accents are written; write them alike before uploading\.$/);
    expect(subjectOf(['no', 'yes'], ['YES', 'no'])).toThrow(/it also holds YES\. "yes" and "YES" differ only in/);
  });
});
