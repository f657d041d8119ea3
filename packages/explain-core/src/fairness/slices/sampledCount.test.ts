import { effectiveProportion, sampledCount } from './sampledCount.js';

const places = Int32Array.from({ length: 40 }, (_, i) => i);

describe('sampledCount', () => {
  it('counts rows that are independent as they are', () => {
    const losses = Uint8Array.from(places, (i) => (i < 10 ? 1 : 0));
    const count = sampledCount(places, losses, null);
    expect(count).toEqual({ rows: 40, lost: 10, designEffect: 1 });
    expect(effectiveProportion(count)).toEqual({ successes: 10, n: 40 });
  });

  it('counts four rows of one fate as one, nearly', () => {
    // Ten parts of four rows, of which three lose all. Σ(lost − rate · rows)² = 3 · 2.8² + 7 · 1.2² = 33.6; over 40² and times 400/399 it is 4 · 400/399 times
    // what independent rows would vary, 0.3 · 0.7 / 40.
    const losses = Uint8Array.from(places, (i) => (i < 12 ? 1 : 0));
    const count = sampledCount(places, losses, Uint16Array.from(places, (i) => Math.floor(i / 4)));
    expect(count.designEffect).toBeCloseTo((4 * 400) / 399, 12);
    expect(effectiveProportion(count).n).toBeCloseTo((10 * 399) / 400, 12);
    expect(effectiveProportion(count).successes / effectiveProportion(count).n).toBeCloseTo(0.3, 14);
  });

  it('takes what varies less than chance for chance, and says nothing of one outcome', () => {
    const even = sampledCount(places, Uint8Array.from(places, (i) => i % 2), Uint16Array.from(places, (i) => Math.floor(i / 4)));
    expect(even.designEffect).toBe(1);
    expect(sampledCount(places, new Uint8Array(40), new Uint16Array(40)).designEffect).toBe(1);
    expect(sampledCount(new Int32Array(0), new Uint8Array(40), new Uint16Array(40))).toEqual({ rows: 0, lost: 0, designEffect: 1 });
  });
});
