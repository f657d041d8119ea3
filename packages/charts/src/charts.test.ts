import { dependenceCurve } from './dependenceCurve.js';
import { intervalPlot } from './intervalPlot.js';
import { intervalSpark } from './intervalSpark.js';
import { robustnessCurve } from './robustnessCurve.js';
import { treeDiagram } from './treeDiagram.js';
import { waterfall } from './waterfall.js';

const hostile = `<script>alert("x")</script>&'\u0000`;
/** The y or x of every match of an attribute, as numbers. */
const numbersOf = (picture: string, pattern: RegExp): number[] => [...picture.matchAll(pattern)].map((match) => Number(match[1]));

describe('an interval plot', () => {
  const plot = intervalPlot({
    id: 'p',
    title: 'Selection rate',
    axis: 'share selected',
    domain: [0, 1],
    rows: [
      { label: 'women', estimate: { value: 0.5, n: 40, lower: 0.25, upper: 0.75 } },
      { label: 'men', estimate: { value: 0, n: 60, lower: 0, upper: 0.06 } },
      { label: 'unknown', estimate: { value: null, n: 0, undefinedBecause: 'nobody is in this group' } },
    ],
  });

  it('puts points and ends of intervals where the axis says', () => {
    // The axis runs from x = 190 (0) to x = 584 (1).
    expect(numbersOf(plot, /<circle cx="([\d.]+)"/g)).toEqual([387, 190]);
    expect(numbersOf(plot, /<line x1="([\d.]+)" x2="(?!\1)[\d.]+" y1="45"/g)).toEqual([288.5]);
  });

  it('gives the axis the room that narrow labels leave', () => {
    const narrow = intervalPlot({ id: 'p', title: 't', axis: 'a', domain: [0, 1], width: 400, labelWidth: 104, rows: [{ label: 'x', estimate: { value: 0.5, n: 1 } }] });
    expect(numbersOf(narrow, /<circle cx="([\d.]+)"/g)).toEqual([204]); // halfway from 104 to 400 − 96
    expect(narrow).toContain('viewBox="0 0 400 ');
  });

  it('says in words what it shows, and why a number is lacking', () => {
    expect(plot).toContain('women: 0.5, interval 0.25 to 0.75 (n = 40). men: 0, interval 0 to 0.06 (n = 60). unknown: not estimable, nobody is in this group (n = 0).');
    expect(plot).toContain('>not estimable: nobody is in this group<');
  });

  it('shows zero as a number', () => {
    expect(plot).toContain('<title>men: 0, interval 0 to 0.06 (n = 60).</title>');
  });

  it('keeps strangers’ text text, and gives the same bytes every time', () => {
    const draw = (): string => intervalPlot({ id: hostile, title: hostile, axis: hostile, line: { value: 0.1, label: hostile }, rows: [{ label: hostile, estimate: { value: null, n: 1, undefinedBecause: hostile } }] });
    expect(draw()).not.toMatch(/<script|\u0000/);
    expect(draw()).toBe(draw());
  });

  it('has something to say of nothing', () => {
    expect(intervalPlot({ id: 'p', title: 't', axis: 'a', rows: [] })).toContain('nothing to show');
  });
});

describe('a spark', () => {
  it('draws the bound and an interval clamped to its axis', () => {
    const spark = intervalSpark({ id: 's', title: 't', estimate: { value: 0.9, n: 5, lower: 0.5, upper: 1.5 }, wanted: { from: 0.8 }, domain: [0, 1] });
    expect(numbersOf(spark, /<circle cx="([\d.]+)"/g)).toEqual([103.2]);
    expect(spark).toContain('<line x1="60" x2="114"');
    expect(spark).toContain('<rect x="92.4" y="3" width="21.6"');
  });
  it('shows a dash for what is not estimable', () => {
    expect(intervalSpark({ id: 's', title: 't', estimate: { value: null, n: 0, undefinedBecause: hostile }, domain: [0, 1] })).toContain('>—<');
  });
});

describe('a robustness curve', () => {
  it('draws every attack with its own shape and leaves out what is not estimable, saying so', () => {
    const curve = robustnessCurve({
      id: 'c',
      title: 'Robustness',
      strengthAxis: 'ε',
      valueAxis: 'share',
      series: [
        { label: 'noise', points: [{ strength: 0, estimate: { value: 1, n: 10, lower: 0.7, upper: 1 } }, { strength: 0.5, estimate: { value: 0, n: 10, lower: 0, upper: 0.3 } }] },
        { label: 'pgd', points: [{ strength: 0.5, estimate: { value: null, n: 0, undefinedBecause: 'the model has no gradient' } }] },
      ],
    });
    expect(curve.match(/<circle/g)).toHaveLength(3); // two points and the legend's
    expect(curve.match(/<rect/g)).toHaveLength(1); // the legend of the second attack alone
    expect(curve).toContain('pgd at 0.5: not estimable, the model has no gradient.');
    expect(robustnessCurve({ id: 'c', title: '', strengthAxis: '', valueAxis: '', series: [] })).toContain('nothing to show');
  });
});

describe('a tree', () => {
  it('is drawn with its conditions, shares and counts, and told in words', () => {
    const tree = treeDiagram({ id: 't', title: 'Surrogate', root: { condition: 'age ≤ 30', n: 10, yes: { answer: 'denied', share: 0.75, n: 4 }, no: { answer: hostile, share: 1, n: 6 } } });
    expect(tree).toContain('If age ≤ 30: denied (75 % of 4).');
    expect(tree).toContain('If not age ≤ 30:');
    expect(tree).not.toContain('<script');
    expect(treeDiagram({ id: 't', title: 'One leaf', root: { answer: 'granted', share: 1, n: 0 } })).toContain('Always: granted (100 % of 0).');
  });
});

describe('a waterfall', () => {
  const draw = (changed: Partial<Parameters<typeof waterfall>[0]> = {}): string =>
    waterfall({
      id: 'w',
      title: 'Reasons',
      axis: 'probability',
      base: { value: 0.2, label: 'on average' },
      end: { value: 0.4, label: 'this person' },
      steps: [
        { label: 'income = 10', change: 0.6, doubt: 0.1 },
        { label: 'debt = 5', change: -0.4, doubt: 0 },
      ],
      ...changed,
    });

  it('begins each step where the last ended', () => {
    // The axis runs from 0.2 at x = 190 to 1 at x = 602: 0.8 is 499, 0.4 is 293.
    const [up, down] = [...draw().matchAll(/<polygon points="([^"]+)"/g)].map(([, points]) => points!.split(' ').map((point) => Number(point.split(',')[0])));
    expect([Math.min(...up!), Math.max(...up!)]).toEqual([190, 499]);
    expect([Math.min(...down!), Math.max(...down!)]).toEqual([293, 499]);
    expect(numbersOf(draw(), /<line x1="([\d.]+)" x2="[\d.]+" y1="[\d.]+" y2="[\d.]+" stroke="var\(--chart-reference/g)).toEqual([190, 293]);
  });

  it('says in words what it shows, doubt included, and points the way by more than colour', () => {
    expect(draw()).toContain('From on average, 0.2. income = 10: +0.6 ± 0.1. debt = 5: −0.4. To this person, 0.4.');
    const [up, down] = [...draw().matchAll(/<polygon points="([^"]+)"/g)].map(([, points]) => points!.split(' ').map((point) => Number(point.split(',')[0])));
    expect(up!.indexOf(Math.max(...up!))).toBe(2); // the tip is the third corner
    expect(down!.indexOf(Math.min(...down!))).toBe(2);
  });

  it('draws nothing moving, keeps strangers’ text text, and gives the same bytes every time', () => {
    expect(draw({ steps: [{ label: 'x', change: 0, doubt: 0 }] })).toContain('x: +0.');
    const strange = { title: hostile, axis: hostile, base: { value: 0, label: hostile }, steps: [{ label: hostile, change: 1, doubt: 0 }] };
    expect(draw(strange)).not.toMatch(/<script|\u0000/);
    expect(draw(strange)).toBe(draw(strange));
  });
});

describe('a dependence curve', () => {
  const points = [
    { at: 0, value: 0.2, lower: 0.1, upper: 0.3 },
    { at: 5, value: 0.6, lower: 0.4, upper: 0.8 },
    { at: 10, value: 1 },
  ];
  const draw = (changed: Partial<Parameters<typeof dependenceCurve>[0]> = {}): string => dependenceCurve({ id: 'd', title: 't', axis: 'income', valueAxis: 'mean answer', points, domain: [0, 1], ...changed });

  it('puts points where both axes say, and its band where both ends are known', () => {
    // The axes run from x = 56 (0) to 406 (10) and from y = 194 (0) to 14 (1).
    expect([...draw().matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x, y]) => [Number(x), Number(y)])).toEqual([[56, 158], [231, 86], [406, 14]]);
    expect(draw()).toContain('d="M56 140L231 50L231 122L56 176Z"');
  });

  it('draws single rows behind the curve', () => {
    expect(draw({ lines: [[0, 1, 0]] })).toContain('d="M56 194L231 14L406 194"');
  });

  it('says in words what it shows, and has something to say of nothing', () => {
    expect(draw()).toContain('income 0: 0.2, interval 0.1 to 0.3. income 5: 0.6, interval 0.4 to 0.8. income 10: 1.');
    expect(draw({ points: [] })).toContain('nothing to show');
  });

  it('stands one place in the middle, keeps strangers’ text text, and gives the same bytes every time', () => {
    expect(numbersOf(draw({ points: [{ at: 0, value: 0.5 }] }), /<circle cx="([\d.]+)"/g)).toHaveLength(1);
    const strange = { title: hostile, axis: hostile, valueAxis: hostile };
    expect(draw(strange)).not.toMatch(/<script|\u0000/);
    expect(draw(strange)).toBe(draw(strange));
  });
});
