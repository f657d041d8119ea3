import type { Outcome } from '../method/result.js';
import { plainGrouping } from '../method/subject.js';
import { withholdSmall } from './withholdSmall.js';

const of = (attribute?: string) => ({
  dimension: 'robustness' as const, method: 'm', version: 1, options: {}, estimate: { value: 0.5, n: 3 }, counts: { rows: 3 }, ...(attribute === undefined ? {} : { attribute, group: 'f' }),
});
const outcome: Outcome = { results: [of(), of('sex')], artifacts: [{ name: 'rows', body: [1], showsRows: true }, { name: 'curve', body: [2] }] };
const grouping = { ...plainGrouping, withholdBelow: 10 };

it('leaves everything where nothing is withheld', () => {
  expect(withholdSmall(outcome, 'attack', plainGrouping)).toEqual(outcome);
});

it('leaves the groups of what decides for itself, but shows no rows', () => {
  expect(withholdSmall(outcome, 'groupedOutcomes', grouping)).toEqual({ results: outcome.results, artifacts: [outcome.artifacts[1]] });
});

it('gives no number or count of groups, and shows no rows', () => {
  const { results, artifacts } = withholdSmall(outcome, 'attack', grouping);
  expect(results[0]).toEqual(of());
  expect(results[1].estimate).toMatchObject({ value: null, n: 0 });
  expect(results[1].counts).toBe(undefined);
  expect(artifacts.map(({ name }) => name)).toEqual(['curve']);
});
