import { describe, expect, test } from '@jest/globals';
import { groupingFrom, parseCuts } from './groupingInput';

describe('ranges as written', () => {
  test('one column a line', () => {
    expect(parseCuts('age: 25, 45.5,65\n\n a:b : -1 ')).toEqual([{ column: 'age', at: [25, 45.5, 65] }, { column: 'a:b', at: [-1] }]);
    expect(parseCuts(' ')).toEqual([]);
  });
  test.each(['age', 'age:', ': 25', 'age: old', 'age: 25,,45'])('%s cannot be read', (line) => {
    expect(() => parseCuts(`sex: 1\n${line}`)).toThrow(/cannot be read/);
  });
});

test('what is left empty is left to the API, and 0 is said', () => {
  const form = new FormData();
  for (const [name, value] of [['depth', '3'], ['cuts', 'age: 30'], ['weight', ''], ['cluster', 'person'], ['withholdBelow', '0']] as const) form.set(name, value);
  expect(groupingFrom(form)).toEqual({ depth: 3, cuts: [{ column: 'age', at: [30] }], cluster: 'person', withholdBelow: 0 });
  expect(groupingFrom(new FormData())).toEqual({});
});
