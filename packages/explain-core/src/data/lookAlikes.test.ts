import { describe, expect, it } from '@jest/globals';
import { lookAlikes, shownApart } from './lookAlikes.js';

describe('lookAlikes', () => {
  it('finds what differs in case, blanks, width or the way an accent is written', () => {
    expect(lookAlikes(['Yes', 'no', 'yes', 'yes '])).toEqual([['Yes', 'yes', 'yes ']]);
    expect(lookAlikes(['caf\u00e9', 'cafe\u0301', 'cafe'])).toEqual([['caf\u00e9', 'cafe\u0301']]);
    expect(lookAlikes(['１', '1', 'a\u200bb', 'ab', 'A  B', 'a b'])).toEqual([['１', '1'], ['a\u200bb', 'ab'], ['A  B', 'a b']]);
  });
  it('finds nothing where all differ, and in nothing', () => {
    expect(lookAlikes(['a', 'b', 'ä'])).toEqual([]);
    expect(lookAlikes([])).toEqual([]);
  });
  it('shows apart what looks the same', () => {
    expect(shownApart(['a\u200bb', 'ab'])).toBe('"a\\u200bb" and "ab"');
    expect(shownApart(['caf\u00e9', 'cafe\u0301'])).toBe('"caf\u00e9" (4 characters) and "cafe\u0301" (5 characters)');
    expect(shownApart(['Yes', 'yes '])).toBe('"Yes" and "yes "');
  });
});
