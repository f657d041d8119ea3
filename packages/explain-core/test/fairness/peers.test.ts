import { valueOf, runFairness } from '../fairnessFixture.js';
import type { Outcome } from '../../src/method/result.js';
import { peerCases, peerData, reference, type PeerCase } from './peerData.js';

/**
 * Every number that other fairness libraries and Plumbline both have, on four data sets: equal, or different for a reason that `differences` names.
 * The references were made by bench/peers.
 */

type Theirs = number | string | null;
interface Compared {
  readonly data: PeerCase;
  readonly peer: string;
  readonly name: string;
  readonly where: string;
  readonly theirs: Theirs;
  readonly ours: number | null;
}

/** Both sides add up in doubles in orders of their own; the longest sum here is of 16,281 log losses. */
const TOLERANCE = 1e-9;

interface Difference {
  readonly peer: string;
  readonly names: readonly string[];
  readonly why: string;
  readonly holds: (compared: Compared) => boolean;
}

const rates = ['true_positive_rate', 'false_positive_rate', 'true_negative_rate', 'false_negative_rate'];

const differences: readonly Difference[] = [
  {
    peer: 'fairlearn',
    names: rates,
    why: 'a rate without a denominator is 0 there; here it is undefined',
    holds: ({ theirs, ours }) => theirs === 0 && ours === null,
  },
];

const fairlearnRates = {
  selection_rate: 'selectionRate',
  true_positive_rate: 'truePositiveRate',
  false_positive_rate: 'falsePositiveRate',
  precision_score: 'precision',
  accuracy_score: 'accuracy',
};

type ByGroup = Readonly<Record<string, Readonly<Record<string, Theirs>>>>;

function fairlearn(data: PeerCase, outcome: Outcome): Compared[] {
  const { byAttribute } = reference(data, 'fairlearn') as unknown as { byAttribute: Record<string, { overall: Record<string, Theirs>; byGroup: ByGroup; disparities: Record<string, Theirs> }> };
  return Object.entries(byAttribute).flatMap(([attribute, { overall, byGroup }]) =>
    Object.entries(fairlearnRates).flatMap(([name, method]): Compared[] => [
      { data, peer: 'fairlearn', name, where: 'overall', theirs: overall[name]!, ours: valueOf(outcome, method) },
      ...Object.entries(byGroup).map(([group, values]) => ({
        data, peer: 'fairlearn', name, where: `${attribute} = ${group}`, theirs: values[name]!, ours: valueOf(outcome, method, attribute, group),
      })),
    ]),
  );
}

describe.each(peerCases)('on %s', (data) => {
  const given = peerData(data);
  if (given === null) return it.skip('has no data', () => undefined);
  const outcome = runFairness(given);

  it.each([['fairlearn', fairlearn]] as const)('answers what %s answers', async (_, compare) => {
    const compared = compare(data, await outcome);
    const wrong = compared.filter((one) => !equal(one) && !differences.some((difference) => applies(difference, one)));
    expect(wrong).toEqual([]);
    expect(compared.length).toBeGreaterThan(50);
  });
  return undefined;
});

function equal({ theirs, ours }: Compared): boolean {
  if (theirs === null || ours === null) return theirs === ours;
  return typeof theirs === 'number' && Math.abs(theirs - ours) <= TOLERANCE;
}

function applies({ peer, names, holds }: Difference, compared: Compared): boolean {
  return peer === compared.peer && names.includes(compared.name) && holds(compared);
}
