import { jest } from '@jest/globals';
import fc from 'fast-check';
import { readDecimal } from './decimal.js';
import { readText } from '../../test/readText.js';

jest.setTimeout(60_000); // files of many rows, on machines that do other things too

test.each([
  ['0', 0], ['-0', 0], ['-0.0', 0], ['007', 7], ['+5', 5], ['-12.50', -12.5], ['.5', 0.5], ['5.', 5], ['1e3', 1000], ['1E-3', 0.001], ['-2.5e+2', -250],
  ['9007199254740991', Number.MAX_SAFE_INTEGER], ['0.1', 0.1], ['1e308', 1e308], ['1e-400', 0], ['12345678901234567.5', 12345678901234567.5],
])('%s is the number %d', (text, value) => {
  expect(Object.is(readDecimal(text), value)).toBe(true);
});

test.each([
  ['', 'grammar'], ['.', 'grammar'], ['+', 'grammar'], ['-', 'grammar'], ['1,5', 'grammar'], ['１', 'grammar'], ['0.５', 'grammar'], ['0x10', 'grammar'], ['1_000', 'grammar'], ['1 000', 'grammar'], ['inf', 'grammar'],
  ['Infinity', 'grammar'], ['NaN', 'grammar'], ['1e', 'grammar'], ['e5', 'grammar'], ['1.2.3', 'grammar'], ['--1', 'grammar'], ['2020-01-02', 'grammar'], ['1e999', 'overflow'], ['-1e999', 'overflow'],
  ['9007199254740992', 'inexactInteger'], ['-12345678901234567890', 'inexactInteger'],
])('%s is no number: %s', (text, reason) => {
  expect(readDecimal(text)).toBe(reason);
});

test('the reader gives the same doubles as Number() for any way of writing them', async () => {
  const written = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    fc.tuple(fc.boolean(), fc.stringMatching(/^\d{1,20}$/), fc.stringMatching(/^\d{0,25}$/)).map(([negative, whole, decimals]) => `${negative ? '-' : ''}${whole}.${decimals}`),
    fc.tuple(fc.stringMatching(/^\d{1,17}$/), fc.integer({ min: -320, max: 290 })).map(([digits, exponent]) => `${digits}e${exponent}`),
    fc.integer().map(String),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(written, { minLength: 1, maxLength: 300 }), async (texts) => {
      const exact = texts.filter((text) => !/^-?\d+$/.test(text) || Number.isSafeInteger(Number(text)));
      fc.pre(exact.length > 0);
      const { table } = await readText(`x\n${exact.join('\n')}\n`);
      const [column] = table.columns;
      expect(column).toEqual({ kind: 'number', name: 'x', values: Float64Array.from(exact, (text) => Number(text) + 0) });
    }),
    { numRuns: 40, seed: 2 },
  );
});
