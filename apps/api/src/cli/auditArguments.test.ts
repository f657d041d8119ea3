import { describe, expect, test } from '@jest/globals';
import { parseAuditArguments } from './auditArguments.js';

const least = ['--data', 'd.csv', '--label', 'y', '--protected', 'sex', '--prediction', 'p'];

describe('the arguments of an audit', () => {
  test('at least: data, label, groups, predictions', () => {
    expect(parseAuditArguments(least)).toEqual({
      data: 'd.csv', label: 'y', positive: null, favourable: null, protected: ['sex'], ignore: [], model: { source: 'predictions', prediction: 'p', score: null },
      task: null, grouping: { depth: null, cuts: [], weight: null, cluster: null, withholdBelow: null }, timeLimit: null, plan: null, policy: null, seed: null, out: null, json: false, gate: false,
    });
  });
  test('a seed of 0 is a seed', () => {
    expect(parseAuditArguments([...least, '--seed', '0']).seed).toBe(0);
    expect(parseAuditArguments([...least, '--seed=9007199254740991']).seed).toBe(Number.MAX_SAFE_INTEGER);
    expect(() => parseAuditArguments([...least, '--seed', '9007199254740992'])).toThrow(/whole number/);
  });
  test('lists are split at commas, and a name with a comma stands in quotes', () => {
    expect(parseAuditArguments([...least, '--ignore', 'a, b,"c, d","e""f"']).ignore).toEqual(['a', 'b', 'c, d', 'e"f']);
    for (const list of ['a,', ',a', 'a,,b', ' ']) expect(() => parseAuditArguments([...least, '--ignore', list])).toThrow(/empty name/);
  });
  test('a model file may have a mapping, predictions may have a score, not the other way round', () => {
    const data = least.slice(0, 6);
    expect(parseAuditArguments([...data, '--model', 'm.onnx', '--mapping', 'm.json']).model).toEqual({ source: 'file', file: 'm.onnx', mapping: 'm.json' });
    expect(parseAuditArguments([...least, '--score', 's']).model).toEqual({ source: 'predictions', prediction: 'p', score: 's' });
    expect(() => parseAuditArguments([...data, '--model', 'm.onnx', '--score', 's'])).toThrow(/--score goes with --prediction/);
    expect(() => parseAuditArguments([...least, '--mapping', 'm.json'])).toThrow(/--mapping goes with --model/);
  });
  test('how rows become groups', () => {
    const { grouping } = parseAuditArguments([...least, '--depth', '3', '--cuts', 'age:25,45.5,65', '--cuts', ' a:b :-1', '--cuts', '{"x, y": [0, 1e3]}', '--weight', 'w', '--cluster', 'person', '--withhold-below', '10']);
    expect(grouping).toEqual({
      depth: 3,
      cuts: [{ column: 'age', at: [25, 45.5, 65] }, { column: 'a:b', at: [-1] }, { column: 'x, y', at: [0, 1000] }],
      weight: 'w', cluster: 'person', withholdBelow: 10,
    });
    expect(parseAuditArguments([...least, '--time-limit', '2.5']).timeLimit).toBe(2.5);
    for (const bad of ['0', '-1', 'soon', '1e9', ' ']) expect(() => parseAuditArguments([...least, `--time-limit=${bad}`])).toThrow(/--time-limit must be a number of seconds above 0 and at most 86400/);
    expect(parseAuditArguments([...least, '--withhold-below', '0']).grouping.withholdBelow).toBe(0);
    expect(() => parseAuditArguments([...least, '--depth', '0'])).toThrow(/--depth must be a whole number from 1/);
    expect(() => parseAuditArguments([...least, '--withhold-below=-5'])).toThrow(/--withhold-below must be a whole number from 0/);
    for (const cuts of ['age', 'age:', ':25', 'age:x', 'age:25,,45', 'age:25,NaN', 'age:1e999']) expect(() => parseAuditArguments([...least, '--cuts', cuts])).toThrow(/like age:25,45,65; got/);
    for (const cuts of ['{', '{"age": 25}', '{"age": []}', '{"": [1]}', '{"age": ["25"]}']) expect(() => parseAuditArguments([...least, '--cuts', cuts])).toThrow(/--cuts (is not JSON|must be like {"age": \[25, 45, 65\]})/);
    expect(() => parseAuditArguments([...least, '--weight', 'w', '--weight', 'v'])).toThrow(/--weight is given twice/);
    expect(() => parseAuditArguments([...least, '--cuts='])).toThrow(/--cuts is empty/);
  });
  test('a task is one of two', () => {
    expect(parseAuditArguments([...least, '--task', 'regression']).task).toBe('regression');
    expect(() => parseAuditArguments([...least, '--task', 'ranking'])).toThrow(/classification or regression; got "ranking"/);
  });
  test('nothing is guessed', () => {
    expect(() => parseAuditArguments([...least, '--data', 'e.csv'])).toThrow(/--data is given twice/);
    expect(() => parseAuditArguments([...least, '--label='])).toThrow(/given twice/);
    expect(() => parseAuditArguments(['--data='])).toThrow(/--data is empty/);
    expect(() => parseAuditArguments([...least, 'stray.csv'])).toThrow(/stray\.csv/);
    expect(() => parseAuditArguments([...least, '--gate=yes'])).toThrow(/gate/);
  });
});
