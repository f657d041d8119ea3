import { headerOf } from './headerOf';

it('reads names behind a byte order mark, in quotes, between semicolons', async () => {
  expect(await headerOf(new Blob(['\ufeff"age; years";sex;race\n1;2;3']))).toEqual(['age; years', 'sex', 'race']);
  expect(await headerOf(new Blob(['a,b\r\n1,2']))).toEqual(['a', 'b']);
});

it('has no names for Parquet and for nothing', async () => {
  expect(await headerOf(new Blob(['PAR1\u0000\u0001']))).toEqual([]);
  expect(await headerOf(new Blob([]))).toEqual([]);
});
