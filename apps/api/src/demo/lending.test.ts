import { application, lending, lendingCsv, lendingStream } from './lending.js';

const stream = lendingStream(lending.seed);
const all = Array.from({ length: lending.rows }, (_, row) => application(row, stream));
const share = (rows: typeof all, holds: (row: (typeof all)[number]) => boolean): number => rows.filter(holds).length / rows.length;
const immigrants = all.filter(({ origin }) => origin === 'immigrant');
const natives = all.filter(({ origin }) => origin === 'native');
/** Four standard errors of a share of n rows: a planted share is missed by more than that once in 16,000 seeds. */
const within = (n: number): number => 4 * Math.sqrt(0.25 / n);

it('plants refusals among deserving immigrants, and nowhere else', () => {
  const deserving = immigrants.filter(({ deserved }) => deserved);
  expect(Math.abs(share(deserving, ({ approved }) => !approved) - lending.plantedRefusals)).toBeLessThan(within(deserving.length));
  expect(all.filter(({ origin, deserved, approved }) => (origin === 'native' || !deserved) && deserved !== approved)).toEqual([]);
});

it('lets neither origin nor sex into merit', () => {
  expect(Math.abs(share(immigrants, ({ deserved }) => deserved) - share(natives, ({ deserved }) => deserved))).toBeLessThan(2 * within(immigrants.length));
  const women = all.filter(({ sex }) => sex === 'female');
  expect(Math.abs(share(women, ({ deserved }) => deserved) - share(all, ({ deserved }) => deserved))).toBeLessThan(2 * within(women.length));
});

it('makes the district a proxy for origin', () => {
  const near = ({ district }: (typeof all)[number]): boolean => district === 'Harbour' || district === 'Mill';
  expect(Math.abs(share(immigrants, near) - lending.concentration)).toBeLessThan(within(immigrants.length));
  expect(Math.abs(share(natives, near) - 0.1)).toBeLessThan(within(natives.length));
});

it('writes the same file every time, another for another seed, and leaves some incomes out', () => {
  const csv = lendingCsv();
  expect(csv).toBe(lendingCsv());
  expect(csv).not.toBe(lendingCsv(lending.trainingSeed));
  const lines = csv.trimEnd().split('\n');
  expect(lines).toHaveLength(lending.rows + 1);
  const missing = lines.filter((line) => line.split(',')[4] === '').length;
  expect(Math.abs(missing / lending.rows - 0.02)).toBeLessThan(within(lending.rows));
});
