import { heatMap, type HeatMap } from './heatMap.js';

const hostile = `<script>alert("x")</script>&'\u0000`;
const map: HeatMap = { id: 'm', title: 'Together', unit: 'effect', rowAxis: 'age', columnAxis: 'income', rows: ['20', '30'], columns: ['1', '2', '3'], values: [[0.5, -1, 0], [null, 0.25, 1]], isEmpty: [[false, true, false], [false, false, false]] };
const cells = (picture: string): string[][] => [...picture.matchAll(/<rect x="([\d.]+)" y="([\d.]+)" width="52" height="28" fill="(var[^"]*|url[^"]*)"(?: fill-opacity="([\d.]+)")?/g)].map(([, ...found]) => found.map((part) => part ?? ''));

it('puts each number in its place, in the colour of its sign, the stronger the further from 0', () => {
  const [blue, brown] = ['var(--chart-series-1, #1f5fa8)', 'var(--chart-series-2, #9a4b00)'];
  expect(cells(heatMap(map))).toEqual([
    ['132', '34', blue, '0.25'],
    ['184', '34', brown, '0.5'],
    ['184', '34', 'url(#m-h)', ''],
    ['236', '34', blue, '0'],
    ['184', '62', blue, '0.13'],
    ['236', '62', blue, '0.5'],
  ]);
});

it('writes the sign, so that no colour is needed to read it, and none where no number is below 0', () => {
  const figures = (picture: string): string[] => [...picture.matchAll(/tabular-nums"[^>]*>([^<]*)</g)].map(([, text]) => text!);
  expect(figures(heatMap(map))).toEqual(['+0.50', '−1.00', '0', '+0.25', '+1.00']);
  expect(figures(heatMap({ ...map, values: [[0.5, 1, 0]] }))).toEqual(['0.50', '1.00', '0']);
  expect(figures(heatMap({ ...map, values: [[0.0244, -0.00012, 0]] }))).toEqual(['+0.0244', '−0.0001', '0']);
  expect(figures(heatMap({ ...map, values: [[2e-5, 1e-7, 4e6]] }))).toEqual(['2.0e-5', '1.0e-7', '4.0e+6']);
});

it('says in words where the ends are', () => {
  expect(heatMap(map)).toContain('effect, 5 cells. Lowest -1, for 20 and 2; highest 1, for 30 and 3.');
  expect(heatMap(map)).toContain('20 and 2: -1, where nobody is near');
});

it('draws cells that are all 0, and nothing', () => {
  expect(cells(heatMap({ ...map, values: [[0, 0, 0]], rows: ['a'] })).map(([, , , opacity]) => opacity)).toEqual(['0', '0', '', '0']);
  expect(heatMap({ ...map, rows: [], columns: [], values: [] })).toContain('Nothing to show.');
});

it('keeps strangers’ text text, and gives the same bytes every time', () => {
  const draw = (): string => heatMap({ ...map, id: hostile, title: hostile, unit: hostile, rowAxis: hostile, columnAxis: hostile, rows: [hostile, hostile], columns: [hostile, hostile, hostile] });
  expect(draw()).not.toMatch(/<script|\u0000/);
  expect(draw()).toBe(draw());
});
