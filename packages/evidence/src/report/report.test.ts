import { describe, expect, test } from '@jest/globals';
import { smallAudit } from '../../test/smallAudit.js';
import { figure } from './html.js';
import { renderReport } from './report.js';

describe('a report', () => {
  const page = renderReport(smallAudit());
  test('shows every result with its value, interval and count, and why one is lacking', () => {
    expect(page).toContain('0.4902 to 0.9433');
    expect(page).toContain('0.0567 to 0.5098');
    expect(page).toContain('nobody in this group was predicted positive');
  });
  test('shows the verdicts in words, with the deciding sentence', () => {
    expect(page).toContain('Not met');
    expect(page).toContain('group, b: 0.2, 95 % interval 0.0567 to 0.5098, n = 10; wanted at least 0.6.');
  });
  test('says what a dimension without checks or results lacks', () => {
    expect(page).toContain('The policy has no check on this dimension.');
  });
  test('holds nothing from elsewhere and nothing that runs', () => {
    expect(page).not.toMatch(/<script|<iframe|<object|<link|<img|javascript:|@import|\son[a-z]+=/i);
    expect([...page.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, target]) => target).filter((target) => !target!.startsWith('#'))).toEqual([]);
    expect(page).not.toMatch(/url\((?!#)/); // clip paths of the pictures are within the page
  });
  test('leads to places that are there', () => {
    const ids = new Set([...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id));
    for (const [, target] of page.matchAll(/href="#([^"]*)"/g)) expect(ids).toContain(target);
  });
  test('gives every id once', () => {
    const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id!);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });
  test('escapes names that would be markup', () => {
    const hostile = renderReport(smallAudit({ groups: ['</table><script>alert(1)</script>', '" onload="alert(2)'] }));
    expect(hostile).not.toContain('<script');
    expect(hostile).not.toContain('" onload="');
    expect(hostile).toContain('&#60;script&#62;');
  });
});

test.each([
  [0, '0'], [1234567, '1,234,567'], [999, '999'], [-1000, '-1,000'], [0.123456, '0.1235'], [12.5, '12.5'], [0.00001234, '1.234e-5'], [1.5e9, '1,500,000,000'], [1e300, '1.000e+300'],
])('%p is shown as %s', (value, shown) => {
  expect(figure(value)).toBe(shown);
});
