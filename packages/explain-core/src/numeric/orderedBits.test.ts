import { middleDouble, numberAt, placeOf } from './orderedBits.js';

const ascending = [-Number.MAX_VALUE, -1, -Number.MIN_VALUE, 0, Number.MIN_VALUE, 2 ** -1022, 1, 1 + Number.EPSILON, Number.MAX_VALUE];

it('orders numbers as they are, without gaps, and finds them again', () => {
  const places = ascending.map(placeOf);
  for (let i = 1; i < places.length; i++) expect(places[i]! > places[i - 1]!).toBe(true);
  expect(ascending.map((value) => numberAt(placeOf(value)))).toEqual(ascending);
  expect(placeOf(-0)).toBe(placeOf(0));
  expect(placeOf(1 + Number.EPSILON) - placeOf(1)).toBe(1n);
  expect(placeOf(Number.MIN_VALUE) - placeOf(-Number.MIN_VALUE)).toBe(2n);
});

it.each([[-1, 1], [0, 1], [-5, 0], [1e300, 1.1e300]])('halves the doubles of %d to %d away in 64 steps', (from, to) => {
  const wanted = from + 0.3 * (to - from);
  let [low, high] = [from, to];
  let steps = 0;
  for (; placeOf(high) - placeOf(low) > 1n; steps++) {
    const middle = middleDouble(low, high);
    if (middle <= wanted) low = middle;
    else high = middle;
  }
  expect(low).toBe(wanted);
  expect(steps).toBeLessThanOrEqual(64);
});
