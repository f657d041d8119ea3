import { both, countAnswers, setOf, sizeOfBoth, without } from './rowSet.js';

it.each([0, 1, 31, 32, 33, 64, 1000])('counts, joins and takes away like lists of rows, of %d rows', (rows) => {
  const isOne = (row: number): boolean => (row * 7) % 5 < 3 || row % 32 === 31;
  const isOther = (row: number): boolean => (row * row) % 3 !== 2 && row % 32 !== 0;
  const [one, other] = [setOf(rows, isOne), setOf(rows, isOther)];
  const all = Array.from({ length: rows }, (_, row) => row);
  expect(sizeOfBoth(one, other)).toBe(all.filter((row) => isOne(row) && isOther(row)).length);
  const every = setOf(rows, () => true);
  expect(sizeOfBoth(every, every)).toBe(rows);
  const answers = Int32Array.from(all, (row) => row % 3);
  const counted = (is: (row: number) => boolean) => [0, 1, 2].map((answer) => all.filter((row) => is(row) && row % 3 === answer).length);
  expect([...countAnswers(both(one, other), answers, 3)]).toEqual(counted((row) => isOne(row) && isOther(row)));
  expect([...countAnswers(without(one, other), answers, 3)]).toEqual(counted((row) => isOne(row) && !isOther(row)));
});
