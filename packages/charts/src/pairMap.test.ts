import { heatMap } from './heatMap.js';
import { jointEffectMap } from './jointEffectMap.js';
import { pairMap } from './pairMap.js';

it('gives a pair its number on both sides of the diagonal, and nothing to a thing with itself', () => {
  const picture = pairMap({ id: 'p', title: 'Pairs', unit: 'H', axis: 'feature', pairs: [{ of: ['a', 'b'], value: 0.5 }, { of: ['c', 'a'], value: null }, { of: ['b', 'c'], value: 0.25 }] });
  const names = ['a', 'b', 'c'];
  expect(picture).toBe(heatMap({ id: 'p', title: 'Pairs', unit: 'H', rowAxis: 'feature', columnAxis: 'feature', rows: names, columns: names, values: [[null, 0.5, null], [0.5, null, 0.25], [null, 0.25, null]] }));
});

it('hatches the places around which no row lies, and none where counts are not told', () => {
  const map = { id: 'j', title: 'Joint', features: ['age', 'income'], edges: [[20, 30, 40], [1, 2, 3]], effects: [[1, 2, 3], [4, 5, 6], [7, 8, 9]] } as const;
  const drawn = { id: 'j', title: 'Joint', unit: 'effect', rowAxis: 'age', columnAxis: 'income', rows: ['20', '30', '40'], columns: ['1', '2', '3'], values: map.effects };
  // Only the cell between 20 and 30 and between 1 and 2 has rows: its four corners are near somebody.
  expect(jointEffectMap({ ...map, counts: [[3, 0], [0, 0]] })).toBe(heatMap({ ...drawn, isEmpty: [[false, false, true], [false, false, true], [true, true, true]] }));
  expect(jointEffectMap({ ...map, counts: null })).toBe(heatMap(drawn));
});
