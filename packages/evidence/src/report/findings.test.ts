import { findingsSection } from './findings.js';

const finding = (i: number) => ({ sentence: `The rate of g "${i}" is below <others>.`, n: 10, pValue: 0.001, holm: 0.01, benjaminiHochberg: 0.01, benjaminiYekutieli: 0.02 });
const artifact = (findings: unknown[]) => [{ name: 'fairness/findings', body: { level: 0.95, tested: 24, adjustment: 'holm', findings, untested: [] } as never }];
const textOf = (artifacts: Parameters<typeof findingsSection>[0]): string => findingsSection(artifacts).map(({ markup }) => markup).join('');

it('says among how many comparisons a gap was found, and escapes it', () => {
  const text = textOf(artifact([finding(1)]));
  expect(text).toContain('24 comparisons');
  expect(text).toContain('&#60;others&#62;');
  expect(text).toContain('0.01');
});

it('does not take silence for evidence', () => {
  expect(textOf(artifact([]))).toContain('not evidence that there is none');
});

it('shows the first ten and says how many more there are', () => {
  const text = textOf(artifact(Array.from({ length: 13 }, (_, i) => finding(i))));
  expect([...text.matchAll(/is below/g)]).toHaveLength(10);
  expect(text).toContain('And 3 more');
});

it('is not there where no gap was tested', () => {
  expect(findingsSection([])).toEqual([]);
});
