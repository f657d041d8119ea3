import type { Json, JsonObject } from '../../json.js';
import type { Outcome, Result, TestOutcome } from '../../method/result.js';
import type { Subject } from '../../method/subject.js';
import type { MethodChoice } from '../../method/task.js';
import { benjaminiHochberg, benjaminiYekutieli, holm } from '../../numeric/adjustPValues.js';
import { notEstimable, type Estimate } from '../../numeric/estimate.js';
import { newcombeDifference } from '../../numeric/newcombe.js';
import { randomStream } from '../../random/stream.js';
import { testGap } from '../gapTest.js';
import type { SliceDiscoveryOptions, SliceLoss } from '../sliceDiscovery.js';
import { sliceName } from './condition.js';
import type { DiscoveredSlice, LossSearch } from './discover.js';
import { effectiveProportion } from './sampledCount.js';
import { weightsUnused } from '../weightsUnused.js';
import { tellable } from './tellable.js';

export interface DiscoveryPartial {
  readonly rows: number;
  readonly columns: readonly { readonly column: string; readonly bins: number }[];
  readonly leftOut: readonly { readonly column: string; readonly because: string }[];
  readonly searches: readonly LossSearch[];
}

/** A slice with its test: null where the confirmation half has no row to tell. */
interface TestedSlice extends DiscoveredSlice {
  readonly loss: SliceLoss;
  readonly gap: Estimate;
  readonly test: TestOutcome | null;
  readonly confirmed: boolean;
}

/** One family of tests: every slice found, of every loss. */
export function discoveryOutcome(choice: MethodChoice, options: SliceDiscoveryOptions, lacking: (loss: SliceLoss) => string | null, subject: Subject, partial: DiscoveryPartial): Outcome {
  const tested = testSlices(partial.searches, options, subject);
  const results = options.losses.flatMap((loss): Result[] => {
    const search = partial.searches.find((one) => one.loss === loss);
    const own = tested.filter((slice) => slice.loss === loss && slice.confirmed);
    const count = search === undefined ? notEstimable(0, lacking(loss) ?? 'it was not looked for') : confirmedCount(search, own.length);
    return [toResult(choice, { measure: 'confirmed', loss, ...weightsUnused(subject) }, { estimate: count }), ...own.map((slice) => gapResult(choice, subject, slice))];
  });
  return { results, artifacts: [{ name: `fairness/${choice.method}/slices`, body: artifactBody(partial, tested, options) }] };
}

function testSlices(searches: readonly LossSearch[], { level }: SliceDiscoveryOptions, { grouping, protected: names }: Subject): TestedSlice[] {
  const slices = searches.flatMap(({ loss, slices: found }) => toldOf(found, grouping.withholdBelow, names).map((slice) => ({ ...slice, loss })));
  const tests = slices.map(({ confirmation, rest }) => {
    if (confirmation.rows === 0 || rest.rows === 0) return null;
    // Nothing is drawn: of the tests that "auto" chooses from none is a permutation test.
    return testGap(effectiveProportion(confirmation), effectiveProportion(rest), { test: 'auto', permutations: 0, effective: grouping.cluster !== null, random: randomStream(0) });
  });
  const pValues = tests.map((test) => test?.pValue ?? null);
  const [byHolm, byHochberg, byYekutieli] = [holm(pValues), benjaminiHochberg(pValues), benjaminiYekutieli(pValues)];
  return slices.map((slice, i): TestedSlice => {
    const test = tests[i];
    if (test === null) return { ...slice, gap: notEstimable(slice.confirmation.rows, 'no row of the confirmation half is in the slice, or none is outside it'), test: null, confirmed: false };
    const { confirmation, rest } = slice;
    const value = confirmation.lost / confirmation.rows - rest.lost / rest.rows;
    const interval = newcombeDifference(effectiveProportion(confirmation), effectiveProportion(rest), level);
    return {
      ...slice,
      gap: { value, n: confirmation.rows + rest.rows, interval },
      test: { ...test, holm: byHolm[i]!, benjaminiHochberg: byHochberg[i]!, benjaminiYekutieli: byYekutieli[i]! },
      confirmed: value > 0 && byHolm[i]! < 1 - level,
    };
  });
}

function toldOf(slices: readonly DiscoveredSlice[], below: number, names: readonly string[]): DiscoveredSlice[] {
  const may = tellable(slices.map(({ conditions, discovery, confirmation, rest }) => ({ conditions, rows: [discovery.rows, confirmation.rows], rest: [rest.rows] })), below, names);
  return slices.filter((_, i) => may[i]);
}

function confirmedCount({ discovery, confirmation, minimumRows }: LossSearch, confirmed: number): Estimate {
  const n = discovery.rows + confirmation.rows;
  if (n === 0) return notEstimable(0, 'no drawn row has a label');
  if (discovery.rows < 2 * minimumRows) return notEstimable(n, `${discovery.rows} rows to look for slices in are too few, since a slice needs ${minimumRows} and as many beside it`);
  return { value: confirmed, n, exact: 'counted; chance is in the tests that decide what counts as confirmed' };
}

function gapResult(choice: MethodChoice, subject: Subject, { loss, conditions, score, discovery, confirmation, rest, gap, test }: TestedSlice): Result {
  const found = { measure: 'gap', loss, slice: conditions as unknown as Json, ...weightsUnused(subject) };
  return toResult(choice, found, {
    group: sliceName(conditions),
    estimate: gap,
    counts: { numerator: confirmation.lost, denominator: confirmation.rows, restNumerator: rest.lost, restDenominator: rest.rows, discoveryNumerator: discovery.lost, discoveryDenominator: discovery.rows, score },
    ...(test === null ? {} : { test }),
  });
}

function toResult({ method, version, options }: MethodChoice, resolved: JsonObject, found: Pick<Result, 'group' | 'estimate' | 'counts' | 'test'>): Result {
  return { dimension: 'fairness', method, version, options: { ...options, ...resolved }, ...found };
}

/** Everything that was found, confirmed or not, with what both halves say. */
function artifactBody({ rows, columns, leftOut, searches }: DiscoveryPartial, tested: readonly TestedSlice[], { level, depth }: SliceDiscoveryOptions): Json {
  const body = {
    rows,
    columns,
    leftOut,
    tests: tested.filter(({ test }) => test !== null).length,
    adjustment: `Holm, over all slices found of all losses; confirmed below ${Number((1 - level).toPrecision(6))}`,
    losses: searches.map(({ loss, discovery, confirmation, minimumRows, counted, depth: reached }) => ({
      loss,
      discovery,
      confirmation,
      minimumRows,
      counted: counted.reduce((sum, count) => sum + count, 0),
      countedByConditions: counted,
      depth: reached,
      ...(reached < depth ? { incompleteBecause: `there were too many slices of ${reached + 1} conditions to count` } : {}),
      slices: tested
        .filter((slice) => slice.loss === loss)
        .map(({ conditions, score, discovery: found, confirmation: measured, rest, gap, test, confirmed }) => ({
          name: sliceName(conditions),
          conditions,
          score,
          discovery: { ...found, rate: found.lost / found.rows },
          confirmation: { ...measured, rate: measured.rows === 0 ? null : measured.lost / measured.rows },
          rest: { ...rest, rate: rest.rows === 0 ? null : rest.lost / rest.rows },
          gap,
          test,
          confirmed,
        })),
    })),
  };
  return body as unknown as Json;
}
