import { leftUnexplained, reasonsOf, stepsOf, type ExplainedAnswer } from './reasons.js';

const answer: ExplainedAnswer = {
  x: { income: 12, debt: null, town: 'Ur' },
  values: [0.2, -0.5, 0],
  contributions: [0.1, -0.5, 0],
  standardErrors: [0.02, 0.3, 0],
  base: 0.6,
  output: 0.25,
};
const features = ['income', 'debt', 'town'];
const shown = (value: unknown): string => (value === null ? 'missing' : String(value));

it('puts the weightiest reason first, leaves out what adds nothing, and scales the doubt as the contribution is scaled', () => {
  const reasons = reasonsOf(features, answer);
  expect(reasons.map(({ feature, unsure }) => [feature, unsure])).toEqual([['debt', true], ['income', false]]);
  expect(reasons[1]!.doubt).toBeCloseTo(1.959964 * 0.02 * 0.5, 6);
});

it('has no reason where every contribution is 0', () => {
  expect(reasonsOf(features, { ...answer, values: [0, 0, 0], contributions: [0, 0, 0] })).toEqual([]);
});

it('tells what contributions leave unexplained, and calls rounding nothing', () => {
  expect(leftUnexplained(answer)).toBeCloseTo(0.05, 12);
  expect(leftUnexplained({ ...answer, output: 0.2 + 1e-12 })).toBe(0);
});

it('makes steps that end where the answer is, the small ones as one', () => {
  const steps = stepsOf(reasonsOf(features, answer), leftUnexplained(answer), 8, shown);
  expect(steps.map(({ label }) => label)).toEqual(['debt = missing', 'income = 12', 'left unexplained']);
  expect(answer.base + steps.reduce((sum, { change }) => sum + change, 0)).toBeCloseTo(answer.output, 12);
  const many: ExplainedAnswer = { x: {}, values: [5, 4, 3, 2], contributions: [5, 4, 3, 2], standardErrors: [0, 0, 0, 0], base: 0, output: 14 };
  expect(stepsOf(reasonsOf(['a', 'b', 'c', 'd'], many), 0, 3, shown)).toEqual([
    { label: 'a = missing', change: 5, doubt: 0 },
    { label: 'b = missing', change: 4, doubt: 0 },
    { label: '2 other features', change: 5, doubt: 0 },
  ]);
});
