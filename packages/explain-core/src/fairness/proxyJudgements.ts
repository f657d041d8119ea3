import { notEstimable, type Estimate } from '../numeric/estimate.js';
import { association, associationIntervals } from '../numeric/association.js';
import { areaUnderRoc, boundsOfAuc } from '../numeric/auc.js';
import { naiveBayesOutOfFold } from '../numeric/naiveBayes.js';
import { twoSidedZ } from '../numeric/normal.js';
import { tabulateScores } from '../numeric/tabulateScores.js';
import { sumBounds, uncertainProportion } from '../numeric/uncertain.js';
import type { RandomStream } from '../random/stream.js';
import type { ProxyOptions } from './proxies.js';

/** A column in bins, of the rows that have the attribute; null with the reason where it has none. */
export interface BinnedProxy {
  readonly name: string;
  readonly bins: number;
  readonly codes: Uint8Array | null;
  readonly because: string;
}

/** What one column tells of the attribute. `pValue` is null where there is nothing to tell. */
export interface ColumnJudgement {
  readonly column: string;
  readonly bins: number;
  readonly theilsU: Estimate;
  readonly cramersV: Estimate;
  readonly statistic: number | null;
  readonly degrees: number;
  readonly pValue: number | null;
  readonly smallExpected: number;
}

/** What all columns together tell of it. */
export interface TogetherJudgement {
  readonly baseline: number;
  /** Columns that could be used. */
  readonly columns: number;
  readonly balancedAccuracy: Estimate;
  readonly groups: readonly { readonly name: string; readonly rows: number; readonly recognised: number; readonly area: Estimate }[];
}

/** `own`: [n] group of each row, 0 … groups − 1. */
export function judgeColumn(own: Int32Array, groups: number, { name, bins, codes, because }: BinnedProxy, { replicates, level }: ProxyOptions, random: RandomStream): ColumnJudgement {
  const n = own.length;
  const nothing = (why: string): ColumnJudgement => ({ column: name, bins, theilsU: notEstimable(n, why), cramersV: notEstimable(n, why), statistic: null, degrees: 0, pValue: null, smallExpected: 0 });
  if (codes === null) return nothing(because);
  const counts = new Float64Array(groups * bins);
  for (let i = 0; i < n; i++) counts[own[i]! * bins + codes[i]!]! += 1;
  const table = { rows: groups, columns: bins, counts };
  const found = association(table);
  if (found === null) return nothing('among the drawn rows that have the attribute, it or the attribute has one value only');
  const intervals = associationIntervals(table, random, replicates, level);
  const estimate = (value: number, interval: Extract<Estimate, { value: number }>['interval']): Estimate =>
    interval === undefined ? notEstimable(n, `it is ${value} here, but too many tables drawn anew have one value only to say how sure that is`) : { value, n, interval };
  return {
    column: name,
    bins,
    theilsU: estimate(found.theilsU, intervals?.theilsU),
    cramersV: estimate(found.cramersV, intervals?.cramersV),
    statistic: found.chiSquare,
    degrees: found.degrees,
    pValue: found.pValue,
    smallExpected: found.smallExpected,
  };
}

/** Groups that no drawn row is in do not count. */
export function judgeTogether(own: Int32Array, names: readonly string[], columns: readonly BinnedProxy[], options: ProxyOptions, random: RandomStream, block: () => void): TogetherJudgement {
  const n = own.length;
  const sizes = new Float64Array(names.length);
  for (const group of own) sizes[group]! += 1;
  const present = [...sizes.keys()].filter((group) => sizes[group]! > 0);
  const used = columns.filter(({ codes }) => codes !== null);
  const baseline = present.length === 0 ? 0 : 1 / present.length;
  const because =
    present.length < 2 ? `the drawn rows are in ${present.length === 1 ? 'one group' : 'no group'}, and there is nothing to tell apart` : used.length === 0 ? 'none of the other columns can be used' : null;
  if (because !== null) {
    return { baseline, columns: used.length, balancedAccuracy: notEstimable(n, because), groups: present.map((group) => ({ name: names[group]!, rows: sizes[group]!, recognised: 0, area: notEstimable(n, because) })) };
  }
  const position = new Map(present.map((group, k) => [group, k]));
  const classOf = own.map((group) => position.get(group)!);
  const { predicted, logOdds } = naiveBayesOutOfFold(
    { classes: present.length, classOf, codes: used.map(({ codes }) => codes!), bins: used.map(({ bins }) => bins) },
    foldsOf(classOf, present.length, options.folds, random),
    options.folds,
    options.smoothing,
    block,
  );
  const z = twoSidedZ(options.level);
  const recognised = new Float64Array(present.length);
  for (let i = 0; i < n; i++) if (predicted[i] === classOf[i]) recognised[classOf[i]!]! += 1;
  const recalls = present.map((group, k) => ({ factor: baseline, of: uncertainProportion({ successes: recognised[k]!, n: sizes[group]! }) }));
  const value = recalls.reduce((sum, { factor, of }) => sum + factor * of.value, 0);
  const { lower, upper } = sumBounds(recalls, z);
  return {
    baseline,
    columns: used.length,
    balancedAccuracy: { value, n, interval: { lower: Math.max(0, lower), upper: Math.min(1, upper), level: options.level, method: 'mover' } },
    groups: present.map((group, k) => {
      block();
      const table = tabulateScores(Float64Array.from(own, (_, i) => logOdds[i * present.length + k]!), Uint8Array.from(classOf, (one) => (one === k ? 1 : 0)));
      const auc = areaUnderRoc(table)!;
      const isPlain = auc.area > 0 && auc.area < 1 && auc.variance !== 0;
      const method = isPlain ? (auc.variance === null ? 'birnbaumKloseLogit' : 'delongLogit') : 'clopperPearson';
      return { name: names[group]!, rows: sizes[group]!, recognised: recognised[k]!, area: { value: auc.area, n, interval: { ...boundsOfAuc(auc, z), level: options.level, method } } };
    }),
  };
}

/** Each class is dealt to the folds in turn, in drawn order: no fold lacks a class that could have it. */
function foldsOf(classOf: Int32Array, classes: number, folds: number, random: RandomStream): Uint8Array {
  const foldOf = new Uint8Array(classOf.length);
  const dealt = new Int32Array(classes);
  for (const i of random.permutation(classOf.length)) foldOf[i] = dealt[classOf[i]!]!++ % folds;
  return foldOf;
}
