import { z } from 'zod';
import type { ColumnInfo } from '../data/table.js';
import type { Json, JsonObject } from '../json.js';
import { changeRules, featureInfos, frozenBecause, numberChange, refuseBadRules, unchangeableBecause, type NumberChange } from '../method/changeRules.js';
import type { Subject } from '../method/subject.js';

/** Options of every robustness method: which columns may change, in what unit, and within what. */
export const columnRules = {
  unit: z
    .enum(['standardDeviation', 'range', 'raw'])
    .default('standardDeviation')
    .describe('What a strength of 1 means for a number column: its standard deviation, its observed range, or 1 of its own unit.'),
  ...changeRules,
};

/** Options of attacks only: the ball, and categories that may change. */
export const ballRules = {
  norm: z.enum(['linf', 'l2']).default('linf').describe('How far apart two rows are: the largest change of a column (linf) or the Euclidean length of all changes (l2).'),
  flip: z.array(z.string()).default([]).describe('Category columns whose value an attack may exchange for another observed one. They do not count towards the distance.'),
  maxFlips: z.number().int().min(1).max(20).default(1).describe('At most so many categories of one row may be exchanged at once.'),
};

const ruleOptions = z.object({ ...columnRules, ...ballRules });
/** Noise has no ball; what it leaves out takes the defaults. */
export type ThreatOptions = z.input<typeof ruleOptions>;

export interface NumberRule extends NumberChange {
  /** Change of the column that counts as distance 1. */
  readonly scale: number;
}

export interface CategoryRule {
  readonly column: string;
  readonly levels: number;
}

/** What an adversary may do to a row. Columns that are named nowhere here stay as they are. */
export interface ThreatModel {
  readonly norm: 'linf' | 'l2';
  readonly unit: 'standardDeviation' | 'range' | 'raw';
  readonly numbers: readonly NumberRule[];
  readonly categories: readonly CategoryRule[];
  readonly maxFlips: number;
  /** The model's other features, each with why it may not change. */
  readonly frozen: readonly { readonly column: string; readonly because: string }[];
}

/**
 * The rule, for each feature of the model in order. What `method/changeRules` freezes is frozen, and so is a category that `flip` does not name.
 * Throws BAD_OPTIONS for options that name no such column, the wrong kind of column, or contradict each other.
 */
export function threatModel(subject: Subject, options: ThreatOptions): ThreatModel {
  const rules = ruleOptions.parse(options);
  refuseBadRules(rules, subject.dataset, [['flip', rules.flip, 'category']]);
  const numbers: NumberRule[] = [];
  const categories: CategoryRule[] = [];
  const frozen: { column: string; because: string }[] = [];
  for (const info of featureInfos(subject)) {
    const { name: column, kind } = info;
    const flips = rules.flip.includes(column);
    const stiff = kind === 'category' && !flips ? 'a category, and the options do not let it flip' : null;
    const because = frozenBecause(info, subject, rules, flips) ?? stiff ?? unchangeableBecause(info);
    if (because !== null) frozen.push({ column, because });
    else if (kind === 'category') categories.push({ column, levels: info.levels!.length });
    else numbers.push({ ...numberChange(info, rules), scale: scaleOf(info.numbers!, rules.unit) });
  }
  return { norm: rules.norm, unit: rules.unit, numbers, categories, maxFlips: rules.maxFlips, frozen };
}

/** The threat model as plain data, for the record beside the numbers. */
export function threatJson(threat: ThreatModel): JsonObject {
  return { ...threat, numbers: threat.numbers as unknown as Json, categories: threat.categories as unknown as Json, frozen: threat.frozen };
}

function scaleOf({ min, max, standardDeviation }: NonNullable<ColumnInfo['numbers']>, unit: ThreatModel['unit']): number {
  return unit === 'raw' ? 1 : unit === 'range' ? max - min : standardDeviation;
}
