import type { Column, Table } from '../data/table.js';
import { randomStream } from '../random/stream.js';
import { answerOf, depthOf, growTree, leavesOf, type TreeNode } from './growTree.js';

const number = (name: string, ...values: number[]): Column => ({ kind: 'number', name, values: Float64Array.from(values) });
const category = (name: string, levels: string[], ...codes: number[]): Column => ({ kind: 'category', name, levels, codes: Int32Array.from(codes) });
const table = (...columns: Column[]): Table => {
  const [first] = columns;
  return { rows: first!.kind === 'category' ? first!.codes.length : first!.values.length, columns };
};
const limits = { maxDepth: 3, minLeaf: 1 };
const answersOf = (node: TreeNode, { rows, columns }: Table): number[] => {
  const byName = new Map(columns.map((column) => [column.name, column]));
  return Array.from({ length: rows }, (_, row) => answerOf(node, byName, row));
};

it('finds the one threshold that parts the answers, and writes it as a round number between the neighbours', () => {
  const data = table(number('noise', 5, 1, 4, 2), number('age', 20, 28.5, 33, 60));
  const tree = growTree(data, Int32Array.of(0, 0, 1, 1), 2, limits);
  expect(tree).toEqual({
    kind: 'split',
    feature: 'age',
    test: { atMost: 30 },
    n: 4,
    yes: { kind: 'leaf', answer: 0, share: 1, n: 2 },
    no: { kind: 'leaf', answer: 1, share: 1, n: 2 },
  });
});

it('chooses by Gini: of a split into (3,0)+(1,4) and one into (2,0)+(2,4) the first', () => {
  // n·Gini after: 0 + (5 − (1 + 16)/5) = 1.6 against 0 + (6 − (4 + 16)/6) = 2.667.
  const data = table(number('b', 0, 0, 1, 1, 1, 1, 1, 1), number('a', 0, 0, 0, 1, 1, 1, 1, 1));
  const tree = growTree(data, Int32Array.of(0, 0, 0, 0, 1, 1, 1, 1), 2, { maxDepth: 1, minLeaf: 1 });
  expect(tree).toMatchObject({ kind: 'split', feature: 'a' });
});

it('parts categories by their answers, not by their order', () => {
  const data = table(category('c', ['x', 'y', 'z'], 0, 1, 2, 0, 1, 2));
  const tree = growTree(data, Int32Array.of(1, 0, 1, 1, 0, 1), 2, limits);
  expect(tree).toMatchObject({ test: { oneOf: ['x', 'z'] }, yes: { answer: 1, n: 4 }, no: { answer: 0, n: 2 } });
});

it('lets a missing value fail every condition', () => {
  const data = table(number('a', NaN, NaN, 1, 2), category('c', ['x'], -1, -1, 0, 0));
  expect(answersOf(growTree(data, Int32Array.of(1, 1, 0, 0), 2, limits), data)).toEqual([1, 1, 0, 0]);
});

it('takes the first column when two part equally well, and learns two levels of an exclusive or', () => {
  const twins = table(number('a', 0, 1), number('b', 0, 1));
  expect(growTree(twins, Int32Array.of(0, 1), 2, limits)).toMatchObject({ feature: 'a' });
  // A slight imbalance gives the greedy first split something to gain.
  const xor = table(number('a', 0, 0, 1, 1, 1), number('b', 0, 1, 0, 1, 1));
  const tree = growTree(xor, Int32Array.of(0, 1, 1, 0, 0), 2, limits);
  expect(answersOf(tree, xor)).toEqual([0, 1, 1, 0, 0]);
  expect([leavesOf(tree), depthOf(tree)]).toEqual([4, 2]);
});

it('stops at the depth and the leaf size asked for, and at nothing to gain', () => {
  const draws = randomStream(0).child('tree');
  const data = table(number('a', ...Array.from({ length: 200 }, (_, i) => draws.uniform(i))));
  const answers = Int32Array.from({ length: 200 }, (_, i) => draws.child('answers').integer(i, 3));
  const tree = growTree(data, answers, 3, { maxDepth: 4, minLeaf: 25 });
  const sizes = (node: TreeNode): number[] => (node.kind === 'leaf' ? [node.n] : [...sizes(node.yes), ...sizes(node.no)]);
  expect(depthOf(tree)).toBeLessThanOrEqual(4);
  expect(Math.min(...sizes(tree))).toBeGreaterThanOrEqual(25);
  expect(sizes(tree).reduce((a, b) => a + b)).toBe(200);
  expect(growTree(data, new Int32Array(200), 3, limits)).toEqual({ kind: 'leaf', answer: 0, share: 1, n: 200 });
  expect(growTree({ rows: 0, columns: [] }, new Int32Array(0), 2, limits)).toEqual({ kind: 'leaf', answer: 0, share: 0, n: 0 });
});
