import { describe, expect, it } from '@jest/globals';
import { randomStream } from '../random/stream.js';
import { cos, sin } from './circle.js';
import { exp, expm1, tanh } from './exponential.js';
import { log, log1p, log2 } from './logarithm.js';
import { pow } from './power.js';
import { cbrt, hypot } from './roots.js';

/** Distance in units of the last place of what is expected. */
const steps = (found: number, expected: number): number => (Object.is(found, expected) ? 0 : Math.abs(found - expected) / Math.max(5e-324, 2 ** (Math.floor(Math.log2(Math.abs(expected))) - 52)));

// [x, f(x)] by mpmath 1.3 with 300 bits, rounded to the nearest double.
const known: readonly [name: string, of: (x: number) => number, at: readonly (readonly [number, number])[]][] = [
  ['exp', exp, [[-700.5, 5.980196118639791e-305], [-1.25, 0.2865047968601901], [1e-9, 1.000000001], [0.3, 1.3498588075760032], [1, 2.718281828459045], [2.5, 12.182493960703473], [709.5, 1.3549863193146328e308]]],
  ['expm1', expm1, [[-40, -1], [-0.75, -0.5276334472589853], [1e-9, 1.0000000005000001e-9], [0.2, 0.22140275816016985], [0.9, 1.4596031111569496], [3, 19.085536923187668], [25, 72004899336.38588], [60, 1.1420073898156842e26]]],
  ['tanh', tanh, [[-3, -0.9950547536867305], [1e-5, 9.999999999666668e-6], [0.123, 0.12238344189440876], [0.999, 0.76117386166057], [5.5, 0.9999665971563038]]],
  ['log', log, [[5e-324, -744.4400719213812], [0.001, -6.907755278982137], [0.7, -0.35667494393873245], [0.9999999, -1.0000000494736474e-7], [1.0000001, 9.999999505838704e-8], [3, 1.0986122886681098], [1e300, 690.7755278982137]]],
  ['log1p', log1p, [[-0.9, -2.302585092994046], [-1e-9, -1.0000000005000001e-9], [1e-5, 9.999950000333332e-6], [0.3, 0.26236426446749106], [2, 1.0986122886681098], [1e20, 46.051701859880914]]],
  ['log2', log2, [[5e-324, -1074], [0.7, -0.5145731728297583], [1.0000001, 1.4426949695965583e-7], [3, 1.584962500721156], [1e300, 996.5784284662087]]],
  ['cbrt', cbrt, [[5e-324, 1.7031839360032603e-108], [0.001, 0.1], [2, 1.2599210498948732], [-27.5, -3.018405368398843], [1e300, 1e100]]],
  ['sin', sin, [[0.5, 0.479425538604203], [-1.3, -0.963558185417193], [3, 0.1411200080598672], [6.2, -0.0830894028174964], [1000, 0.8268795405320025], [1.5714285714285714, 0.9999998001333682]]],
  ['cos', cos, [[0.3, 0.955336489125606], [0.8, 0.6967067093471654], [-1.3, 0.26749882862458735], [3, -0.9899924966004454], [6.2, 0.9965420970232175], [1000, 0.5623790762907029], [1.5714285714285714, -0.000632244591553242]]],
];

describe.each(known)('%s', (name, of, at) => {
  it('is within 1 unit in the last place', () => {
    for (const [x, expected] of at) expect({ x, steps: steps(of(x), expected) <= 1 }).toEqual({ x, steps: true });
  });

  it("agrees with the engine's own within 2, each being within 1", () => {
    const own = Math[name as 'exp'];
    const random = randomStream(4);
    const positive = name.startsWith('log');
    for (let i = 0; i < 20_000; i++) {
      const u = random.uniform(i);
      for (const x of [u, 4 * u, 1 + u / 1e6, ...(positive ? [u * 1e-300, u * 1e300] : [-u, -8 * u, 30 * u - 15])]) {
        if (!(steps(of(x), own(x)) <= 2)) throw new Error(`${name}(${x}) is ${of(x)} here and ${own(x)} there`);
      }
    }
  });

  it('has the ends of its range', () => {
    const own = Math[name as 'exp'];
    const ends = name === 'sin' || name === 'cos' ? [0, -0] : [0, -0, NaN, Infinity, -Infinity, -1, 1, 800, -800, 5e-324];
    expect(ends.map(of)).toEqual(ends.map(own));
  });
});

it('sine and cosine of what they cannot reduce are refused', () => {
  expect(() => cos(1e9)).toThrow('angles up to');
  expect(() => sin(NaN)).toThrow(RangeError);
});

describe('pow', () => {
  it('is within 1 unit in the last place', () => {
    const at = [[0.7, 1.5, 0.5856620185738528], [2, 0.1, 1.0717734625362931], [1e-3, -7.25, 5.62341325190349e21], [10, 22, 1e22], [1.0000001, 1e9, 2.6881038582144647e43], [5e-324, 0.3, 1.018908996936868e-97], [3.3, 100, 7.102217821866525e51], [0.9, 7000, 4.985e-321], [0.5, -3.5, 11.313708498984761], [1e5, -64.5, 3e-323], [1.0000000001, 5e9, 1.6487213388668163]];
    for (const [x, y, expected] of at) expect({ x, y, steps: steps(pow(x!, y!), expected!) <= 1 }).toEqual({ x, y, steps: true });
  });

  it("agrees with the engine's own within 2", () => {
    const random = randomStream(5);
    for (let i = 0; i < 20_000; i++) {
      const [u, v] = [random.uniform(2 * i), random.uniform(2 * i + 1)];
      for (const [x, y] of [[4 * u, 20 * v - 10], [u, 1 / Math.ceil(1e4 * v)], [1e10 * u, 60 * v - 30], [-u, Math.floor(9 * v)], [u, 300 * v], [1 + u / 1e8, 1e12 * v]] as const) {
        if (!(steps(pow(x, y), x ** y) <= 2 || pow(x, y) === x ** y)) throw new Error(`${x} ** ${y} is ${pow(x, y)} here and ${x ** y} there`);
      }
    }
  });

  it('has the answers of the language where there is nothing to compute', () => {
    const odd = [0, -0, 1, -1, 2, -2, 0.5, -0.5, 3, -3, Infinity, -Infinity, NaN, 1e300, 5e-324];
    for (const x of odd) for (const y of odd) expect([x, y, pow(x, y)]).toEqual([x, y, x ** y]);
  });
});

it('hypot neither overflows nor underflows, and is 0 of nothing', () => {
  expect(hypot(3e300, 4e300)).toBeCloseTo(5e300, -285);
  expect(hypot(3e-300, 4e-300) / 5e-300).toBeCloseTo(1, 14);
  expect([hypot(), hypot(0, -0), hypot(-7), hypot(NaN, 1), hypot(NaN, Infinity), hypot(1, 2, 2)]).toEqual([0, 0, 7, NaN, Infinity, 3]);
});
