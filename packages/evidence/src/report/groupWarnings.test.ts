import { groupWarnings } from '@plumbline/explain-core/fairness/groupWarnings';
import { plainGrouping } from '@plumbline/explain-core/method/subject';
import { groupWarningsSection } from './groupWarnings.js';

it('tells of groups whose names look alike, and escapes them', () => {
  const levels = ['Female', 'female ', '<b>', 'male'];
  const body = groupWarnings({ dataset: { columns: [{ name: 'sex', levels }] } as never, grouping: plainGrouping, protected: ['sex'] });
  expect(body).toHaveLength(1);
  const [{ markup }] = groupWarningsSection([{ name: 'fairness/groupWarnings', body: body as never }]) as [{ markup: string }];
  expect(markup).toContain('<strong>sex</strong>');
  expect(markup).toContain('differ only in case');
  expect(markup).toMatch(/For example (&#34;|&quot;|")Female(&#34;|&quot;|") and (&#34;|&quot;|")female /);
});

it('is not there where there is nothing to warn of', () => {
  expect(groupWarningsSection([])).toEqual([]);
});
