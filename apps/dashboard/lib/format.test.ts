import { bytes, duration, estimated, moment, number, plain, words } from './format';

it('shows zero, small, large and negative numbers as they are', () => {
  expect([0, 0.5764, -0.0312, 12.345, 6000, 1.11e-16, -2e-5].map(number)).toEqual(['0.000', '0.576', '−0.031', '12.35', '6,000', '1.11 × 10⁻¹⁶', '−2 × 10⁻⁵']);
});

it('keeps what was counted exactly whole', () => {
  expect(estimated({ value: 16, exact: 'counted' })).toBe('16');
  expect(estimated({ value: 0, exact: 'counted' })).toBe('0');
  expect(estimated({ value: 1, exact: null })).toBe('1.000');
});

it('shows thresholds as they were written', () => {
  expect([0.8, 0, 1e-6, -1, 0.000123].map(plain)).toEqual(['0.8', '0', '10⁻⁶', '−1', '0.000123']);
});

it('says sizes, times and names for people', () => {
  expect([0, 999, 1000, 475_500].map(bytes)).toEqual(['0 B', '999 B', '1.0 kB', '475.5 kB']);
  expect(moment('2030-01-31T08:05:59+02:00')).toBe('2030-01-31 06:05 UTC');
  expect(duration('2030-01-01T00:00:00Z', '2030-01-01T00:01:05Z')).toBe('1 min 5 s');
  expect(words('minGroupRows')).toBe('min group rows');
});
