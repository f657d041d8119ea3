/** How an interval is made, in the field's words, and what it promises. */
export interface IntervalMethodWords {
  readonly label: string;
  /** One sentence. */
  readonly meaning: string;
  /** It holds the truth at least as often as its level says, and often more: nothing that holds it exactly as often is known, or there can be no such thing. Others aim at the level itself. */
  readonly atLeast: boolean;
}

const nominal = (label: string, meaning: string): IntervalMethodWords => ({ label, meaning, atLeast: false });
const atLeast = (label: string, meaning: string): IntervalMethodWords => ({ label, meaning, atLeast: true });

const known = {
  wilson: nominal('Wilson', 'All values of a rate that a score test would not reject.'),
  newcombe: nominal('Newcombe', 'A difference of two rates, from the Wilson interval of each; of the gap of two groups folded at no gap.'),
  koopman: nominal('Koopman', 'All ratios of two rates that a score test would not reject; of the gap of two groups folded at no gap.'),
  bounds: nominal('its own', 'The interval of the one number there is.'),
  mover: nominal('recovered variances', 'A sum, difference or ratio of numbers, from the distances of each to the ends of its own interval.'),
  delongLogit: nominal('DeLong', 'An area under the curve by DeLong’s variance, on the logit scale, with Student’s quantile.'),
  jackknifeLogit: nominal('jackknife, logit scale', 'By how the number moves when a row is left out, on the logit scale, with Student’s quantile.'),
  jackknife: nominal('jackknife', 'By how the number moves when rows are left out.'),
  jackknifeLog: nominal('jackknife, log scale', 'By how the number moves when rows are left out, on the log scale.'),
  birnbaumKloseLogit: atLeast('Birnbaum and Klose', 'An area under the curve by the largest variance there can be, on the logit scale.'),
  hallT: nominal('Student, skewness corrected', 'A mean by Student’s quantile, corrected for skewness as Hall does.'),
  studentT: nominal('Student', 'A mean by its standard error and Student’s quantile.'),
  logDelta: nominal('delta method, log scale', 'A ratio by the standard error of its logarithm and Student’s quantile.'),
  orderStatistics: nominal('order statistics', 'A quantile between two of the sorted values, by the binomial distribution of how many lie below it.'),
  bootstrapPercentile: nominal('bootstrap, percentile', 'The middle of what samples drawn again from this one show.'),
  bootstrapBca: nominal('bootstrap, BCa', 'The same, corrected for bias and for a spread that changes with the number.'),
  multiplierBootstrap: nominal('multiplier bootstrap', 'The largest deviation of a curve, from random weights on what each row adds to it.'),
  robinsBreslowGreenland: nominal('Robins, Breslow and Greenland', 'A common odds ratio over strata by the variance of its logarithm.'),
  simultaneousWilson: atLeast('Wilson, all at once', 'The largest or smallest of several rates, whichever it truly is.'),
  simultaneousNewcombe: atLeast('Newcombe, all pairs at once', 'The widest difference among several rates, whichever pair truly has it.'),
  simultaneousKoopman: atLeast('Koopman, all pairs at once', 'The smallest ratio among several rates, whichever pair truly has it.'),
  simultaneousMover: atLeast('recovered variances, all at once', 'The widest gap or the largest of several numbers, whichever truly is.'),
  simultaneousBootstrap: atLeast('bootstrap, all at once', 'The largest of several numbers by samples drawn again, whichever it truly is.'),
  wideMover: atLeast('recovered variances, on the wide side', 'As recovered variances, of numbers taken for independent that are not, or whose noise goes one way.'),
  simultaneousBounds: atLeast('all at once', 'The largest or smallest of several numbers, whichever it truly is.'),
  sidak: atLeast('Šidák', 'A mean of intervals that hold together with the level.'),
  bootstrapError: atLeast('bootstrap of the error', 'A distance that noise makes too large, widened on both sides by how far samples drawn again are from this one.'),
  hybridResampling: atLeast('hybrid resampling', 'Each true error that would give the observed one often enough, and the observed one itself.'),
  clopperPearson: atLeast('Clopper and Pearson', 'What so many rows that are all alike leave possible.'),
  range: atLeast('all there can be', 'Too little is known: the whole range of the number.'),
} satisfies Record<string, IntervalMethodWords>;

export type IntervalMethod = keyof typeof known;

export const intervalMethods: Readonly<Record<IntervalMethod, IntervalMethodWords>> = known;

/** Words for the method of an interval that comes from a bundle or a database; undefined where no version of this library has it any more. */
export function wordsOfInterval(method: string): IntervalMethodWords | undefined {
  return Object.hasOwn(known, method) ? intervalMethods[method as IntervalMethod] : undefined;
}

/** "95 %" of a nominal interval, "at least 95 %" of others. */
export function coverageInWords({ level, method }: { readonly level: number; readonly method: string }): string {
  return `${wordsOfInterval(method)?.atLeast === true ? 'at least ' : ''}${Number((100 * level).toPrecision(6))} %`;
}
