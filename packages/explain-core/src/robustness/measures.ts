import type { JsonObject } from '../json.js';
import type { Result } from '../method/result.js';
import { rowsByGroup } from '../method/groups.js';
import type { Subject } from '../method/subject.js';
import { notEstimable, type Estimate } from '../numeric/estimate.js';
import type { ChunkPartial } from './partial.js';
import { gapOf, shareOf } from './share.js';

type Rows = ChunkPartial['rows'];
type Row = Rows[number];

/**
 * What is measured at each strength; named in a result's options as `measure`, since one method gives all of them.
 *   robustAccuracy: share of rows with a label that are decided as it and stay so (noise: mean share of draws decided as the label);
 *   decisionStability: share of rows whose decision stays, right or wrong (needs no label);
 *   robustnessOfCorrect: share of the rows decided right at first that stay so. Undefined when none is.
 * `robustAccuracyDifference` and `decisionStabilityDifference` are largest less smallest among an attribute's groups.
 */
export const measures = ['robustAccuracy', 'decisionStability', 'robustnessOfCorrect'] as const;
export type Measure = (typeof measures)[number];
const compared = ['robustAccuracy', 'decisionStability'] as const satisfies readonly Measure[];

/** How a method's results are to be written: constant over its strengths. */
export interface Frame {
  readonly method: { readonly id: string; readonly version: number };
  readonly options: JsonObject;
  /** "epsilon" of an attack, "strength" of noise. */
  readonly strengthName: string;
  readonly strengths: readonly number[];
  /** Does the method follow a gradient? */
  readonly gradient: boolean;
  /** Values a row's outcome is the mean of. */
  readonly draws: number;
  readonly level: number;
  readonly minimumGroupSize: number;
}

export function resultsOf(frame: Frame, subject: Subject, rows: Rows): Result[] {
  return frame.strengths.flatMap((_, s) => [
    ...measures.map((measure) => overall(frame, subject, rows, s, measure)),
    ...subject.protected.flatMap((attribute, a) => ofAttribute(frame, subject, rows, s, attribute, a)),
  ]);
}

/** For a method that has no task: each strength and measure with the reason. */
export function unmetResults(frame: Frame, because: string): Result[] {
  return frame.strengths.flatMap((_, s) => measures.map((measure) => result(frame, s, measure, 'overall', notEstimable(0, because))));
}

export function estimateOf(frame: Frame, subject: Subject, rows: Rows, s: number, measure: Measure): Estimate {
  return shareOf(valuesOf(rows, s, measure), frame.level, emptyBecause(subject, rows, measure));
}

function overall(frame: Frame, subject: Subject, rows: Rows, s: number, measure: Measure): Result {
  const values = valuesOf(rows, s, measure);
  const counts = {
    numerator: Math.round(values.reduce((sum, value) => sum + value, 0) * frame.draws),
    denominator: values.length * frame.draws,
    queries: rows.reduce((sum, row) => sum + row.outcomes[s].queries, 0),
    ...(frame.gradient ? { rowsWithoutSlope: rows.filter((row) => row.outcomes[s].withoutSlope).length } : {}),
  };
  return { ...result(frame, s, measure, 'overall', estimateOf(frame, subject, rows, s, measure)), counts };
}

function ofAttribute(frame: Frame, subject: Subject, rows: Rows, s: number, attribute: string, a: number): Result[] {
  const groups = rowsByGroup(subject, rows, attribute, a);
  return compared.flatMap((measure) => {
    const shares = groups.map(([group, members]): Result => {
      const values = valuesOf(members, s, measure);
      const counts = { numerator: Math.round(values.reduce((sum, value) => sum + value, 0) * frame.draws), denominator: values.length * frame.draws };
      const because = members.length === 0 ? 'none of the sampled rows is in this group' : emptyBecause(subject, members, measure);
      return { ...result(frame, s, measure, 'group', shareOf(values, frame.level, because)), attribute, group, counts };
    });
    return [...shares, gapResult(frame, s, measure, attribute, groups)];
  });
}

/** A group without rows is not passed over in silence: only a minimumGroupSize above 1 leaves groups out. */
function gapResult(frame: Frame, s: number, measure: Measure, attribute: string, groups: readonly (readonly [string, Rows])[]): Result {
  const { minimumGroupSize } = frame;
  const judged = groups.filter(([, members]) => minimumGroupSize === 1 || members.length >= minimumGroupSize);
  const families = judged.map(([, members]) => valuesOf(members, s, measure));
  const n = families.reduce((sum, values) => sum + values.length, 0);
  const empty = judged.find((_, i) => families[i].length === 0);
  const size = minimumGroupSize > 1 ? ` with at least ${minimumGroupSize} sampled rows` : '';
  const estimate =
    judged.length < 2
      ? notEstimable(n, `${attribute} has ${judged.length === 1 ? 'only one group' : 'no group'}${size}, and a gap needs two`)
      : empty !== undefined
        ? notEstimable(n, `group "${empty[0]}" has no sampled row to count; more rows would reach it, or a larger minimumGroupSize leave it out`)
        : gapOf(families, frame.level);
  const counts = { groupsCompared: judged.length, groupsTooSmall: groups.length - judged.length };
  return { ...result(frame, s, `${measure}Difference`, 'gap', estimate), attribute, counts };
}

function result(frame: Frame, s: number, measure: string, scope: 'overall' | 'group' | 'gap', estimate: Estimate): Result {
  const { id, version } = frame.method;
  return {
    dimension: 'robustness',
    method: id,
    version,
    options: { ...frame.options, [frame.strengthName]: frame.strengths[s], measure, scope },
    estimate,
  };
}

function valuesOf(rows: Rows, s: number, measure: Measure): number[] {
  if (measure === 'decisionStability') return rows.map((row) => row.outcomes[s].unchanged);
  return rows.flatMap((row: Row) => {
    const { right } = row.outcomes[s];
    return right === null || (measure === 'robustnessOfCorrect' && row.correct !== true) ? [] : [right];
  });
}

function emptyBecause(subject: Subject, rows: Rows, measure: Measure): string {
  if (rows.length === 0) return 'no row was sampled';
  if (measure === 'decisionStability' || rows.every((row) => row.label === null)) return 'none of the sampled rows has a label';
  const { model, label } = subject;
  const classes = model.source === 'file' ? model.classes : [];
  if (label.kind === 'number') return 'the label is a number, and no decision can be equal to it';
  const known = label.classes.some((value) => classes.includes(value));
  if (!known) return `no value of the label (${label.classes.join(', ')}) is a class of the model (${classes.join(', ')})`;
  return 'none of the sampled rows was decided right before it was changed';
}
