import { reasonInWords, reasonsOf, unexplained, type ExplainedRow } from './explanation';

const row: ExplainedRow = {
  row: 3,
  groups: [],
  x: { income: 12.34567, debt: null, town: 'Ur' },
  values: [0.2, -0.5, 0],
  contributions: [0.1, -0.5, 0],
  standardErrors: [0.02, 0.3, 0],
  base: 0.6,
  output: 0.25,
  judged: {},
};
const features = ['income', 'debt', 'town'];

it('puts the weightiest reason first, leaves out what adds nothing, and scales the doubt as the contribution is scaled', () => {
  const reasons = reasonsOf(features, row);
  expect(reasons.map(({ feature }) => feature)).toEqual(['debt', 'income']);
  expect(reasons[1]!.doubt).toBeCloseTo(1.96 * 0.02 * 0.5, 4);
});

it('says in words which way a reason works, how sure that is, and when it is not', () => {
  const [debt, income] = reasonsOf(features, row);
  expect(reasonInWords(income!)).toBe('income is 12.346: raises it by 0.100 (0.080 to 0.120)');
  expect(reasonInWords(debt!)).toBe('debt is missing: about nothing, −0.500 ± 0.588');
  expect(reasonInWords({ ...income!, change: -0.3, doubt: 0, unsure: false })).toBe('income is 12.346: lowers it by 0.300');
});

it('tells what the reasons leave unexplained', () => {
  expect(unexplained(row)).toBeCloseTo(0.05, 12);
});

it('has no reason where every contribution is 0', () => {
  expect(reasonsOf(features, { ...row, values: [0, 0, 0], contributions: [0, 0, 0] })).toEqual([]);
});
