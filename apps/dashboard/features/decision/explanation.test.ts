import { reasonInWords } from './explanation';

const income = { feature: 'income', value: 12.34567, change: 0.1, doubt: 0.0196, unsure: false };

it('says in words which way a reason works, how sure that is, and when it is not', () => {
  expect(reasonInWords(income)).toBe('income is 12.346: raises it by 0.100 (0.080 to 0.120)');
  expect(reasonInWords({ ...income, change: -0.3, doubt: 0 })).toBe('income is 12.346: lowers it by 0.300');
  expect(reasonInWords({ feature: 'debt', value: null, change: -0.5, doubt: 0.588, unsure: true })).toBe('debt is missing: about nothing, −0.500 ± 0.588');
});
