import { randomStream } from '../random/stream.js';
import { pairDesigns, type PairOptions } from './pairSampling.js';

const options: PairOptions = { regression: 'interactions', sampling: 'kernel', shareCoalitions: false, targetError: 0.05 };
const roundsOf = (players: number, budget: number, changed: Partial<PairOptions> = {}) => pairDesigns({ ...options, ...changed }, randomStream(1))(players, budget).rounds;

describe('rounds', () => {
  it('begin with all single players and twice as many drawn, and end with the budget', () => {
    expect(roundsOf(14, 256)).toEqual([42, 63, 94, 141, 211, 256]);
    expect(roundsOf(14, 30)).toEqual([30]);
    expect(roundsOf(14, 256, { targetError: 0 })).toEqual([256]);
  });

  it('stop by where the fit of interactions ends, if it can begin', () => {
    expect(roundsOf(14, 1500, { targetError: 0 })).toEqual([1024, 1500]);
    expect(roundsOf(14, 1500)).toContain(1024);
    expect(roundsOf(14, 1500, { targetError: 0, regression: 'additive' })).toEqual([1500]);
    // Single players alone settle no interactions.
    expect(roundsOf(1100, 2200)).toEqual([2200]);
    expect(roundsOf(1100, 2200, { targetError: 0 })).toEqual([2200]);
  });
});

it('makes one design of each number of players, and one fit of each round', () => {
  const designs = pairDesigns(options, randomStream(1));
  const design = designs(12, 100);
  expect(designs(12, 100)).toBe(design);
  expect(designs(11, 100)).not.toBe(design);
  expect(design.fitTo(36)).toBe(design.fitTo(36));
  // Whoever asks first, the draws are the same.
  const other = pairDesigns(options, randomStream(1));
  other(11, 100);
  expect(other(12, 100).pairs.masks).toEqual(design.pairs.masks);
});
