import type { Json } from '../../json.js';
import type { Outcome, Result, TestOutcome } from '../../method/result.js';
import type { Subject } from '../../method/subject.js';
import type { MethodChoice } from '../../method/task.js';
import { benjaminiHochberg, benjaminiYekutieli, holm } from '../../numeric/adjustPValues.js';
import { notEstimable, type Estimate } from '../../numeric/estimate.js';
import { newcombeDifference } from '../../numeric/newcombe.js';
import { wilson, type Proportion } from '../../numeric/wilson.js';
import { randomStream } from '../../random/stream.js';
import { testGap } from '../gapTest.js';
import type { WatchedSlicesOptions } from '../watchedSlices.js';
import { weightsUnused } from '../weightsUnused.js';
import { tellable } from './tellable.js';

export interface SliceOutcomes {
  readonly rows: number;
  readonly selected: number;
  readonly labelled: number;
  /** Decided for another class than the label's. */
  readonly wrong: number;
}

/** Counts of a range of rows; slices in the order of the options. */
export interface WatchedPartial {
  readonly overall: SliceOutcomes;
  readonly slices: readonly SliceOutcomes[];
}

export const noOutcomes: SliceOutcomes = { rows: 0, selected: 0, labelled: 0, wrong: 0 };

export function addOutcomes(a: SliceOutcomes, b: SliceOutcomes): SliceOutcomes {
  return { rows: a.rows + b.rows, selected: a.selected + b.selected, labelled: a.labelled + b.labelled, wrong: a.wrong + b.wrong };
}

/** What counts in which rate, and over what. */
const rates = {
  selectionRate: { of: ({ selected, rows }: SliceOutcomes): Proportion => ({ successes: selected, n: rows }), lacks: 'no row' },
  errorRate: { of: ({ wrong, labelled }: SliceOutcomes): Proportion => ({ successes: wrong, n: labelled }), lacks: 'no row with a label' },
} as const;
type Rate = keyof typeof rates;
const rateNames = Object.keys(rates) as Rate[];

export function watchedOutcome(choice: MethodChoice, options: WatchedSlicesOptions, subject: Subject, partials: readonly WatchedPartial[]): Outcome {
  const { grouping, protected: names } = subject;
  const overall = partials.reduce((sum, partial) => addOutcomes(sum, partial.overall), noOutcomes);
  const counted = options.slices.map(({ name, conditions }, s) => {
    const inside = partials.reduce((sum, { slices }) => addOutcomes(sum, slices[s]), noOutcomes);
    const outside = addOutcomes(overall, { rows: -inside.rows, selected: -inside.selected, labelled: -inside.labelled, wrong: -inside.wrong });
    return { name, conditions, inside, outside };
  });
  const may = tellable(counted.map(({ conditions, inside, outside }) => ({ conditions, rows: [inside.rows], rest: [outside.rows] })), grouping.withholdBelow, names);
  const watched = counted.map((slice, s) => ({ ...slice, isWithheld: !may[s] }));
  const comparisons = watched.flatMap((slice) => rateNames.map((rate) => ({ slice, rate, first: rates[rate].of(slice.inside), second: rates[rate].of(slice.outside) })));
  // Nothing is drawn: of the tests that "auto" chooses from none is a permutation test.
  const tests = comparisons.map(({ slice, first, second }) =>
    first.n === 0 || second.n === 0 || slice.isWithheld ? null : testGap(first, second, { test: 'auto', permutations: 0, effective: false, random: randomStream(0) }),
  );
  const pValues = tests.map((test) => test?.pValue ?? null);
  const [byHolm, byHochberg, byYekutieli] = [holm(pValues), benjaminiHochberg(pValues), benjaminiYekutieli(pValues)];
  const results = comparisons.flatMap(({ slice, rate, first, second }, i): Result[] => {
    const base = (measure: string) => ({ dimension: 'fairness', method: choice.method, version: choice.version, group: slice.name, options: { level: options.level, measure, slice: slice.conditions as unknown as Json, ...weightsUnused(subject) } }) as const;
    if (slice.isWithheld) {
      const because = `withheld: with what else is told it would tell of a group of fewer than ${grouping.withholdBelow} rows`;
      return [rate, `${rate}Difference`].map((measure) => ({ ...base(measure), estimate: notEstimable(0, because) }));
    }
    const test = tests[i];
    const outcome: TestOutcome | null = test === null ? null : { ...test, holm: byHolm[i]!, benjaminiHochberg: byHochberg[i]!, benjaminiYekutieli: byYekutieli[i]! };
    return [
      { ...base(rate), estimate: rateOf(first, rates[rate].lacks, options.level), counts: { numerator: first.successes, denominator: first.n } },
      {
        ...base(`${rate}Difference`),
        estimate: differenceOf(first, second, rates[rate].lacks, options.level),
        counts: { numerator: first.successes, denominator: first.n, restNumerator: second.successes, restDenominator: second.n },
        ...(outcome === null ? {} : { test: outcome }),
      },
    ];
  });
  return { results, artifacts: [] };
}

function rateOf({ successes, n }: Proportion, lacks: string, level: number): Estimate {
  return n === 0 ? notEstimable(0, `${lacks} is in the slice`) : { value: successes / n, n, interval: wilson(successes, n, level) };
}

function differenceOf(first: Proportion, second: Proportion, lacks: string, level: number): Estimate {
  if (first.n === 0) return notEstimable(0, `${lacks} is in the slice`);
  if (second.n === 0) return notEstimable(first.n, `${lacks} is outside the slice`);
  return { value: first.successes / first.n - second.successes / second.n, n: first.n + second.n, interval: newcombeDifference(first, second, level) };
}
