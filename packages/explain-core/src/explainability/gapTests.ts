import type { Subject } from '../method/subject.js';
import { benjaminiHochberg, benjaminiYekutieli, holm } from '../numeric/adjustPValues.js';
import { dealings, meansTest, type Dealings } from '../numeric/meansTest.js';
import type { RandomStream } from '../random/stream.js';
import type { Measurement } from './explainer.js';
import { gapAmong, groupedMeasure, type Grouped, type GroupOptions, type RowMeasure } from './groupMeasures.js';

/** Of all gaps of a work: p-values down to 1 in 2,000. */
export function gapDealings(random: RandomStream): Dealings {
  return dealings(1999, random.child('dealings'));
}

/** A gap with the test it had, before anybody knows how many there are. */
export interface TestedGap {
  readonly gap: Measurement;
  /** Null where no test was made. */
  readonly test: { readonly name: string; readonly statistic: number; readonly pValue: number } | null;
}

/** The widest gap of a measure between the groups of each attribute, with a permutation test that they have equal means. */
export function testedGaps<R extends Grouped>(subject: Subject, rows: readonly R[], measure: RowMeasure<R>, options: GroupOptions, dealt: Dealings): TestedGap[] {
  return subject.protected.map((attribute): TestedGap => {
    const { gap, compared } = gapAmong(subject, rows, measure, attribute, options);
    const [name, spread] = measure.kind === 'share' ? (['chiSquarePermutation', 'common'] as const) : (['welchPermutation', 'own'] as const);
    const test = gap.estimate.value === null ? null : meansTest(compared, spread, dealt);
    return { gap, test: test === null ? null : { name, statistic: test.statistic, pValue: test.pValue } };
  });
}

/** The gaps with their tests, whose p-values are adjusted over all of them together. */
export function adjusted<T extends TestedGap>(gaps: readonly T[]): T[] {
  const pValues = gaps.map(({ test }) => test?.pValue ?? null);
  const [byHolm, byHochberg, byYekutieli] = [holm(pValues), benjaminiHochberg(pValues), benjaminiYekutieli(pValues)];
  return gaps.map((one, i) => (one.test === null ? one : { ...one, gap: { ...one.gap, test: { ...one.test, holm: byHolm[i]!, benjaminiHochberg: byHochberg[i]!, benjaminiYekutieli: byYekutieli[i]! } } }));
}

/** Each measure over all rows and over each group, then the widest gap between the groups of each attribute (`<id>Difference`), tested, p-values adjusted over all gaps of all the measures. */
export function measuresByGroup<R extends Grouped>(subject: Subject, rows: readonly R[], measures: readonly RowMeasure<R>[], options: GroupOptions, random: RandomStream): Measurement[] {
  const dealt = gapDealings(random);
  const gaps = adjusted(measures.flatMap((measure) => testedGaps(subject, rows, measure, options, dealt)));
  return [...measures.flatMap((measure) => groupedMeasure(subject, rows, measure, options)), ...gaps.map(({ gap }) => gap)];
}
