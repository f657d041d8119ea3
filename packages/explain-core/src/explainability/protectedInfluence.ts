import { z } from 'zod';
import { pairwiseSum } from '../numeric/sum.js';
import { associations } from './columnGroups.js';
import type { RowJudge } from './explainer.js';
import { judgeCommon, judgeSummary } from './options.js';
import { begley2020, bergsma2013, student1908 } from './sources.js';

const options = z.strictObject({
  ...judgeCommon,
  background: z.number().int().min(10).max(20_000).default(1000).describe('Rows drawn from the data in which columns that go together with a protected one are looked for; the model is not asked about them.'),
  minAssociation: z.number().gt(0).max(1).default(0.3).describe('A feature whose Cramér’s V with a protected column is at least this counts as its proxy.'),
});
export type ProtectedInfluenceOptions = z.output<typeof options>;

const NOTHING_ADDED = 'in no explained row does any feature add anything';

const NO_PROTECTED = 'the model reads no protected column';
const NO_PROXY = 'no feature counts as a proxy';

/** A feature that goes together with a protected column. */
interface Proxy {
  readonly feature: string;
  readonly attribute: string;
  readonly cramersV: number;
}

/** How much of each explanation is about protected columns that the model reads, and about features that go together with one; and which way they move the answer. */
export const protectedInfluence: RowJudge<ProtectedInfluenceOptions> = {
  pillar: 'explainability',
  id: 'protectedInfluence',
  version: 1,
  label: 'Weight of protected attributes and their proxies',
  summary: 'How much of the reasons is about protected attributes, or about what goes together with them, and whom that helps or harms.',
  definition: `Of each explained row's contributions φ: protectedShare = Σ|φ_j| over the protected columns that the model reads ÷ Σ|φ| over all; protectedEffect = Σ φ_j over them, what they add to the answer. proxyShare and proxyEffect = the same over the other features whose association with a protected column is at least the least one asked for (Cramér's V with Bergsma's correction, numbers cut at their quartiles, among drawn rows). A model that reads no protected column has shares and effects of 0. ${judgeSummary} A row where no feature adds anything has no shares and is counted.`,
  caution:
    'What a feature adds is a fact about the model and not about the world: an effect of a proxy may be rightful, and a share of 0 does not make a model fair. Proxies are found one by one; features that tell the attribute only together are not. What counts as a proxy hangs on the least association and on chance in the drawn rows.',
  measureWords: {
    protectedShare: 'How much of an explanation is about protected attributes that the model reads.',
    protectedEffect: 'How far they move the answer, up or down; a gap between groups says whom it favours.',
    proxyShare: 'How much of an explanation is about features that go together with a protected attribute.',
    proxyEffect: 'How far those move the answer, up or down; a gap between groups says whom it favours.',
  },
  sources: [begley2020, bergsma2013, student1908],
  needs: ['predict', 'groups'],
  direction: 'none',
  options,
  judged: [
    { id: 'protectedShare', range: [0, 1], undefinedBecause: NOTHING_ADDED },
    { id: 'protectedEffect', range: [-Infinity, Infinity], undefinedBecause: NOTHING_ADDED },
    { id: 'proxyShare', range: [0, 1], undefinedBecause: NOTHING_ADDED },
    { id: 'proxyEffect', range: [-Infinity, Infinity], undefinedBecause: NOTHING_ADDED },
  ],
  lacking: (subject) => (subject.protected.length === 0 ? 'the audit has no protected attribute' : null),
  questions: () => 0,
  async prepare({ background, people, subject }, { minAssociation }) {
    const names = background.columns.map(({ name }) => name);
    const found = associations(background, people);
    const proxies = names.flatMap((feature, j): Proxy[] =>
      subject.protected.includes(feature) ? [] : subject.protected.flatMap((attribute, a) => (found[j]![a]! >= minAssociation ? [{ feature, attribute, cramersV: found[j]![a]! }] : [])),
    );
    const [ofProtected, ofProxies] = [names.map((name) => subject.protected.includes(name)), names.map((name) => proxies.some(({ feature }) => feature === name))];
    return {
      about: { rows: background.rows, minAssociation, protected: names.filter((_, j) => ofProtected[j]), proxies: proxies.map((proxy) => ({ ...proxy })) },
      known: {
        ...(ofProtected.includes(true) ? {} : { protectedShare: NO_PROTECTED, protectedEffect: NO_PROTECTED }),
        ...(ofProxies.includes(true) ? {} : { proxyShare: NO_PROXY, proxyEffect: NO_PROXY }),
      },
      async judge({ contributions }) {
        const [own, proxy] = [influenceOf(contributions, ofProtected), influenceOf(contributions, ofProxies)];
        return { measures: { protectedShare: own.share, protectedEffect: own.effect, proxyShare: proxy.share, proxyEffect: proxy.effect } };
      },
    };
  },
};

/** What the named contributions are of all: their share by size, null where nothing adds anything, and their sum. */
export function influenceOf(contributions: readonly number[], isNamed: readonly boolean[]): { readonly share: number | null; readonly effect: number } {
  const named = contributions.filter((_, j) => isNamed[j]);
  const all = pairwiseSum(contributions.map(Math.abs));
  return { share: all === 0 ? null : pairwiseSum(named.map(Math.abs)) / all, effect: pairwiseSum(named) };
}
