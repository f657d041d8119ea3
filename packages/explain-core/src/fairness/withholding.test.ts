import { counted, reasonOf, resultOf, runFairness, valueOf } from '../../test/fairnessFixture.js';
import { withholdSmall } from '../audit/withholdSmall.js';
import { plainGrouping } from '../method/subject.js';

const columns = counted(['sex', 'region', 'label', 'prediction'], [
  [40, 'f', 'north', '1', '1'], [40, 'f', 'north', '0', '0'], [3, 'f', 'south', '1', '0'], [57, 'm', 'north', '1', '1'],
  [60, 'm', 'south', '0', '1'], [50, 'f', 'west', '0', '0'], [45, 'm', 'west', '1', '1'],
]);
const given = { columns, protected: ['sex', 'region'], grouping: { withholdBelow: 10 } };

it('names the groups that are withheld, without a number or a count', async () => {
  const outcome = await runFairness({ ...given, methods: [{ method: 'selectionRate' }] });
  const small = resultOf(outcome, 'selectionRate', 'sex × region', 'f × south');
  expect(small.estimate).toMatchObject({ value: null, n: 0 });
  expect(reasonOf(small.estimate)).toMatch(/^withheld/);
  expect(small.counts).toBe(undefined);
  expect(valueOf(outcome, 'selectionRate', 'sex', 'f')).toBe(40 / 133);
  expect(resultOf(outcome, 'selectionRate').estimate.n).toBe(295);
});

it('lets nobody subtract: along each line two are withheld or none', async () => {
  const outcome = await runFairness({ ...given, methods: [{ method: 'selectionRate' }] });
  const withheld = outcome.results.filter(({ attribute, estimate }) => attribute === 'sex × region' && estimate.value === null).map(({ group }) => group);
  // f × south is small; its line "south" and its line "f" each need another, and so does that one's own line.
  expect(withheld).toContain('m × south');
  for (const sex of ['f', 'm']) expect([0, 2, 3]).toContain(withheld.filter((group) => group!.startsWith(sex)).length);
  for (const region of ['north', 'south', 'west']) expect([0, 2]).toContain(withheld.filter((group) => group!.endsWith(region)).length);
});

it('compares the groups that are left, and says how many are not', async () => {
  const outcome = await runFairness({ ...given, methods: [{ method: 'demographicParityDifference' }] });
  expect(resultOf(outcome, 'demographicParityDifference', 'sex × region').counts).toMatchObject({ groupsCompared: 2, groupsWithheld: 4 });
});

it('keeps small groups out of every artifact', async () => {
  const text = JSON.stringify((await runFairness(given)).artifacts.map(({ name, body }) => (name === 'fairness/groupedOutcomes/cube' ? (body as { attributes: { groups: unknown }[] }).attributes.map(({ groups }) => groups) : body)));
  expect(text).not.toContain('f × south');
});

it('tells in no artifact what it withholds among the results: how well other columns tell a group', async () => {
  const outcome = await runFairness({ ...given, protected: ['sex'], methods: [{ method: 'proxies' }] });
  const { results, artifacts } = withholdSmall(outcome, 'proxies', { ...plainGrouping, withholdBelow: 10 });
  expect(results.every(({ estimate }) => estimate.value === null)).toBe(true);
  expect(JSON.stringify(artifacts)).not.toContain('areaUnderRoc');
});
