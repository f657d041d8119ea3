import { categoryColumn, numberColumn, tableOf } from '../../test/robustness/toyModels.js';
import type { Table } from '../data/table.js';
import { randomStream } from '../random/stream.js';
import type { Condition } from './conditions.js';
import { learnRules, ruleFor, type RuleList } from './learnRules.js';

const limits = { maxRules: 8, maxConditions: 2, minCovered: 10 };
const n = 400;
const draws = randomStream(4);
const among = (name: string, levels: readonly string[]) => categoryColumn(name, levels, Array.from({ length: n }, (_, i) => levels[draws.child(name).integer(i, levels.length)]!));
const colour = among('colour', ['blue', 'green', 'red']);
const size = among('size', ['large', 'small']);
const shape = among('shape', ['disc', 'ring', 'star']);
const table = tableOf([colour, size, shape]);
const levelOf = (column: typeof colour, row: number): string => column.levels[column.codes[row]!]!;
const answersOf = (answer: (row: number) => number): Int32Array => Int32Array.from({ length: n }, (_, row) => answer(row));
const words = ({ rules, otherwise }: RuleList): string[] =>
  [...rules, otherwise].map(({ conditions, answer }) => `${conditions.map((one) => ('is' in one ? one.is : 'atMost' in one ? `${one.feature} ≤ ${one.atMost}` : `${one.feature} > ${one.above}`)).sort().join(' and ') || 'otherwise'}: ${answer}`);
const decides = (list: RuleList, given: Table, row: number): number => [...list.rules, list.otherwise][ruleFor(list, new Map(given.columns.map((column) => [column.name, column])), row)]!.answer;

it('learns a list that is one, exceptions before what they are exceptions of, and decides as it does', () => {
  // Red rings are 2; other small things 1; all others 0.
  const answers = answersOf((row) => (levelOf(colour, row) === 'red' && levelOf(shape, row) === 'ring' ? 2 : levelOf(size, row) === 'small' ? 1 : 0));
  const list = learnRules(table, answers, 3, limits);
  for (let row = 0; row < n; row++) expect(decides(list, table, row)).toBe(answers[row]);
  expect(words(list)).toEqual(['red and ring: 2', 'small: 1', 'otherwise: 0']);
  for (const { n: covered, agreed } of [...list.rules, list.otherwise]) expect(agreed).toBe(covered);
  expect([...list.rules, list.otherwise].reduce((sum, rule) => sum + rule.n, 0)).toBe(n);
});

it.each([1, 2])('takes first the rule that makes most more rows agree, of at most %d conditions', (maxConditions) => {
  const answers = answersOf((row) => {
    const likely = levelOf(colour, row) === 'red' && levelOf(size, row) === 'small' ? 0.9 : levelOf(shape, row) === 'star' ? 0.75 : 0.15;
    return draws.child('answer').uniform(row) < likely ? 1 : 0;
  });
  const [first] = learnRules(table, answers, 2, { ...limits, maxConditions, maxRules: 1 }).rules;
  const literals = table.columns.flatMap((column) => (column.kind === 'category' ? column.levels.map((level): [typeof column, number] => [column, column.levels.indexOf(level)]) : []));
  let best = { gain: 0, key: '' };
  const gainOf = (chosen: readonly (typeof literals)[number][]): void => {
    const rows = [...answers.keys()].filter((row) => chosen.every(([column, code]) => column.codes[row] === code));
    const ones = rows.filter((row) => answers[row] === 1).length;
    const gain = ones - (rows.length - ones); // zeros are the most frequent
    if (rows.length >= limits.minCovered && gain > best.gain) best = { gain, key: chosen.map(([column, code]) => column.levels[code]).sort().join() };
  };
  for (const [a, one] of literals.entries()) {
    gainOf([one]);
    if (maxConditions === 2) for (const other of literals.slice(a + 1)) if (other[0] !== one[0]) gainOf([one, other]);
  }
  expect(best.key).not.toBe('');
  expect(2 * first!.agreed - first!.n).toBe(best.gain);
  expect(first!.conditions.map((one) => (one as Extract<Condition, { is: string }>).is).sort().join()).toBe(best.key);
});

it('finds conditions that only together say something', () => {
  const answers = answersOf((row) => ((levelOf(colour, row) === 'red') === (levelOf(size, row) === 'small') ? 1 : 0));
  const list = learnRules(table, answers, 2, limits);
  for (let row = 0; row < n; row++) expect(decides(list, table, row)).toBe(answers[row]);
});

it('makes the training rows agree more with every rule', () => {
  const answers = answersOf((row) => (draws.child('noise').uniform(row) < 0.8 ? row % 3 : (levelOf(colour, row) === 'red' ? 1 : 2)));
  const noisy = answersOf((row) => (draws.child('more').uniform(row) < 0.75 ? (levelOf(shape, row) === 'ring' && levelOf(size, row) === 'large' ? 1 : levelOf(colour, row) === 'blue' ? 2 : 0) : answers[row]!));
  const agreed = [0, 1, 2, 3, 4].map((maxRules) => {
    const list = learnRules(table, noisy, 3, { ...limits, maxRules });
    return [...list.rules, list.otherwise].reduce((sum, rule) => sum + rule.agreed, 0);
  });
  expect(agreed[2]).toBeGreaterThan(agreed[1]!);
  expect(agreed).toEqual([...agreed].sort((a, b) => a - b));
});

const share = (list: RuleList, given: Table, answers: Int32Array): number => [...answers.keys()].filter((row) => decides(list, given, row) === answers[row]).length / answers.length;
const uniforms = (name: string): number[] => Array.from({ length: n }, (_, i) => draws.child(name).uniform(i));

it('makes longer conjunctions of those that promise most, though there are more than it keeps', () => {
  // Nine numbers of noise make over a hundred conditions; the two that tell, together only, come last.
  const given = tableOf([...Array.from({ length: 9 }, (_, k) => numberColumn(`noise ${k}`, uniforms(`noise ${k}`))), size, among('light', ['off', 'on'])]);
  const lit = given.columns.at(-1) as typeof size;
  const answers = answersOf((row) => (levelOf(size, row) === 'small' && levelOf(lit, row) === 'on' ? 1 : 0));
  expect(words(learnRules(given, answers, 2, limits))).toEqual(['on and small: 1', 'otherwise: 0']);
});

it('finds them beside a column that says more by itself', () => {
  // Light and size tell together; a star changes some answers, and of all single conditions it alone promises something.
  const light = among('light', ['off', 'on']);
  const answers = answersOf((row) => (levelOf(shape, row) === 'star' && row % 3 === 0 ? 1 : (levelOf(light, row) === 'on') === (levelOf(size, row) === 'small') ? 1 : 0));
  const given = tableOf([size, shape, light]);
  expect(share(learnRules(given, answers, 2, limits), given, answers)).toBeGreaterThan(0.9);
});

it('cuts numbers where only several of them together tell', () => {
  const [x, z] = [uniforms('x'), uniforms('z')];
  const given = tableOf([numberColumn('x', x), numberColumn('z', z)]);
  const answers = answersOf((row) => (x[row]! > 0.5 === z[row]! > 0.5 ? 1 : 0));
  expect(share(learnRules(given, answers, 2, limits), given, answers)).toBeGreaterThan(0.9);
});

it('has no condition that changes nothing to speak of', () => {
  // Red is enough; of numbers that say nothing it is chance which fits a little better.
  const given = tableOf([colour, ...['one', 'two', 'three', 'four'].map((name) => numberColumn(name, uniforms(name)))]);
  const answers = answersOf((row) => (draws.child('noise').uniform(row) < (levelOf(colour, row) === 'red' ? 0.8 : 0.15) ? 1 : 0));
  expect(words(learnRules(given, answers, 2, limits))).toEqual(['red: 1', 'otherwise: 0']);
});

it('cuts a number in its tail, where a tenth would not', () => {
  const x = numberColumn('x', Array.from({ length: n }, (_, i) => (i < 370 ? 0 : i)));
  expect(words(learnRules(tableOf([x]), answersOf((row) => (row < 380 ? 0 : 1)), 2, limits))).toEqual(['x > 379.5: 1', 'otherwise: 0']);
});

it('cuts a number at a tenth of its values, between two of them', () => {
  const x = numberColumn('x', Array.from({ length: n }, (_, i) => (i * 37) % n));
  const answers = Int32Array.from({ length: n }, (_, i) => ((i * 37) % n < 240 ? 0 : 1));
  expect(words(learnRules(tableOf([x]), answers, 2, limits))).toEqual(['x > 239.5: 1', 'otherwise: 0']);
});

it('makes no rule of chance', () => {
  const list = learnRules(table, answersOf((row) => draws.child('coin').integer(row, 2)), 2, { ...limits, maxConditions: 1 });
  expect(list.rules).toEqual([]);
  expect(list.otherwise.n).toBe(n);
});

describe('at the edges', () => {
  it('of one answer, of no columns, of constant columns and of too few rows there is only "otherwise"', () => {
    expect(words(learnRules(table, answersOf(() => 0), 1, limits))).toEqual(['otherwise: 0']);
    const half = answersOf((row) => (row < 150 ? 0 : 1));
    expect(words(learnRules({ rows: n, columns: [] }, half, 2, limits))).toEqual(['otherwise: 1']);
    const constant = tableOf([numberColumn('x', Array.from({ length: n }, () => 3)), numberColumn('none', Array.from({ length: n }, () => NaN)), categoryColumn('c', ['a'], Array.from({ length: n }, () => 'a'))]);
    expect(words(learnRules(constant, half, 2, limits))).toEqual(['otherwise: 1']);
    expect(words(learnRules(table, half, 2, { ...limits, minCovered: n }))).toEqual(['otherwise: 1']);
    expect(learnRules({ rows: 0, columns: [] }, new Int32Array(0), 0, limits)).toEqual({ rules: [], otherwise: { conditions: [], answer: 0, n: 0, agreed: 0 } });
  });

  it('of equally frequent answers "otherwise" is the first', () => {
    expect(words(learnRules({ rows: n, columns: [] }, answersOf((row) => 1 - (row % 2)), 2, limits))).toEqual(['otherwise: 0']);
  });

  it('a missing value and an unseen level meet no condition', () => {
    const list = learnRules(table, answersOf((row) => (levelOf(colour, row) === 'red' ? 1 : 0)), 2, { ...limits, maxConditions: 1 });
    const strange = tableOf([categoryColumn('colour', ['violet', 'red'], ['violet', null, 'red']), categoryColumn('size', ['small'], [null, null, null]), categoryColumn('shape', ['star'], [null, null, null])]);
    // All conditions are about colours, of which the first two rows have none that was seen.
    expect([0, 1].map((row) => ruleFor(list, new Map(strange.columns.map((column) => [column.name, column])), row))).toEqual([list.rules.length, list.rules.length]);
    expect(decides(list, strange, 2)).toBe(1);
  });

  it('stops when it is cancelled', () => {
    expect(() => learnRules(table, answersOf((row) => row % 2), 2, limits, AbortSignal.abort())).toThrow('cancelled');
  });
});
