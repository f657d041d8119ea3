import { describe, expect, test } from '@jest/globals';
import { parseAuditArguments } from './auditArguments.js';

const least = ['--data', 'd.csv', '--label', 'y', '--protected', 'sex', '--prediction', 'p'];

describe('the arguments of an audit', () => {
  test('at least: data, label, groups, predictions', () => {
    expect(parseAuditArguments(least)).toEqual({
      data: 'd.csv', label: 'y', positive: null, favourable: null, protected: ['sex'], ignore: [], model: { source: 'predictions', prediction: 'p', score: null },
      plan: null, policy: null, seed: null, out: null, json: false, gate: false,
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
  test('nothing is guessed', () => {
    expect(() => parseAuditArguments([...least, '--data', 'e.csv'])).toThrow(/--data is given twice/);
    expect(() => parseAuditArguments([...least, '--label='])).toThrow(/given twice/);
    expect(() => parseAuditArguments(['--data='])).toThrow(/--data is empty/);
    expect(() => parseAuditArguments([...least, 'stray.csv'])).toThrow(/stray\.csv/);
    expect(() => parseAuditArguments([...least, '--gate=yes'])).toThrow(/gate/);
  });
});
