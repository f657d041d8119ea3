import type { Outcome } from '../../src/method/result.js';
import { runFairness } from '../fairnessFixture.js';
import { aequitas, aif360, aif360Divergence, aif360Weighted, aifPrivileged, fairlearn, fairlearnClasses, fairlearnWeighted, holisticai } from './peerAnswers.js';
import type { Compared } from './peerCompare.js';
import { peerCases, peerData } from './peerData.js';
import { differences } from './peerDifferences.js';
import { asks } from './peerNames.js';

/**
 * Every number that other fairness libraries and Plumbline both have, on four data sets: equal, or different for a reason that `differences` names.
 * The references were made by bench/peers.
 */

/** Both sides add up in doubles, in orders of their own; the longest sum here is of 16,281 log losses. */
const TOLERANCE = 1e-9;

const peers = { fairlearn, aif360, aequitas, holisticai };
const seen = new Set<string>();

describe.each(peerCases)('on %s', (data) => {
  const given = peerData(data);
  if (given === null) {
    // peerData has said that the data are not there.
    return;
  }
  const favourable = given.favourable ?? '1';
  const audit = runFairness({ ...given, methods: asks() });

  it.each(Object.entries(peers))('answers what %s answers', async (_, answers) => {
    check(answers(data, await audit, favourable));
  });

  it('diverges as AIF360 says', async () => {
    const attribute = given.protected[0]!;
    const { others } = aifPrivileged(data, attribute);
    for (const other of Object.keys(others)) {
      const methods = ['labels', 'decisions'].map((of) => ({ method: 'labelDivergence', options: { measure: 'kullbackLeibler', of, replicates: 100, referenceGroups: { [attribute]: other } } }));
      check(aif360Divergence(data, await runFairness({ ...given, protected: [attribute], methods }), attribute, other), 0);
    }
  });

  if ('weight' in given.columns) {
    const weighted = runFairness({ ...given, methods: asks({ weighted: true }), grouping: { weight: 'weight' } });

    it.each(Object.entries({ fairlearn: fairlearnWeighted, aif360: aif360Weighted }))('answers what %s answers with weights', async (_, answers) => {
      check(answers(data, await weighted, favourable));
    });
  }
});

const CLASSES = [
  'truePositiveRate', 'falsePositiveRate', 'trueNegativeRate', 'falseNegativeRate', 'precision', 'negativePredictiveValue', 'balancedAccuracy', 'f1Score', 'selectionRate', 'accuracy', 'macroRecall', 'macroPrecision', 'macroF1',
].map((method) => ({ method }));

it('answers what fairlearn and scikit-learn answer about a label of three classes', async () => {
  const { score: _, ...given } = peerData('generated')!;
  const outcomes = new Map<string, Outcome>();
  for (const positive of ['low', 'middle', 'high']) {
    outcomes.set(positive, await runFairness({ ...given, label: 'level', prediction: 'predictedLevel', positive, favourable: positive, methods: CLASSES }));
  }
  check(fairlearnClasses(outcomes));
});

it('names no difference that is none', () => {
  expect(differences.filter(({ why }) => !seen.has(why)).map(({ why }) => why)).toEqual([]);
});

function check(compared: readonly Compared[], fewest = 10): void {
  const wrong = compared.filter((one) => {
    if (isEqual(one)) return false;
    const named = differences.find(({ peer, names, holds }) => peer === one.peer && (names === null || names.includes(one.name)) && holds(one));
    if (named) seen.add(named.why);
    return named === undefined;
  });
  expect(summary(wrong)).toEqual([]);
  // A slip of the mapping that compares nothing would pass too.
  expect(compared.filter(({ ours }) => ours !== null).length).toBeGreaterThanOrEqual(fewest);
}

function isEqual({ theirs, ours }: Compared): boolean {
  if (theirs === null || ours === null) return theirs === ours;
  return typeof theirs === 'number' && Math.abs(theirs - ours) <= TOLERANCE * Math.max(1, Math.abs(theirs));
}

/** One line for each of their names and each of our answers' kinds, with an example: a list of thousands tells nobody anything. */
function summary(wrong: readonly Compared[]): string[] {
  const kinds = new Map<string, Compared[]>();
  for (const one of wrong) {
    const kind = `${one.peer}: ${one.name}${one.ours === null ? ' is undefined here' : ''}${one.theirs === null ? ' is undefined there' : ''}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), one]);
  }
  return [...kinds].map(([kind, [first, ...others]]) => `${kind}, ${1 + others.length} times, as in ${first!.where}: ${first!.theirs} there, ${first!.ours} here${first!.because === undefined ? '' : ` (${first!.because})`}`);
}
