import { z } from 'zod';
import type { ColumnInfo } from '../data/table.js';
import { ExplainError } from '../errors.js';
import type { Json, JsonObject } from '../json.js';
import type { Subject } from '../method/subject.js';

const names = (help: string) => z.array(z.string()).default([]).describe(help);

/** Options of every robustness method: which columns may change, in what unit, and within what. */
export const columnRules = {
  unit: z
    .enum(['standardDeviation', 'range', 'raw'])
    .default('standardDeviation')
    .describe('What a strength of 1 means for a number column: its standard deviation, its observed range, or 1 of its own unit.'),
  freeze: names('Columns that may not change, beside those that are frozen by the rule.'),
  unfreeze: names('Columns that may change although the rule freezes them (a protected attribute, say).'),
  increaseOnly: names('Number columns that may only grow (age, years of schooling).'),
  decreaseOnly: names('Number columns that may only shrink.'),
  wholeNumbers: names('Number columns to be kept whole although fractions were observed.'),
  fractions: names('Number columns that may take fractions although only whole numbers were observed.'),
  bounds: z
    .record(z.string(), z.strictObject({ min: z.number().optional(), max: z.number().optional() }))
    .default({})
    .describe('Bounds of number columns where the observed minimum and maximum are not the right ones.'),
};

/** Options of attacks only: the ball, and categories that may change. */
export const ballRules = {
  norm: z.enum(['linf', 'l2']).default('linf').describe('How far apart two rows are: the largest change of a column (linf) or the Euclidean length of all changes (l2).'),
  flip: names('Category columns whose value an attack may exchange for another observed one. They do not count towards the distance.'),
  maxFlips: z.number().int().min(1).max(20).default(1).describe('At most so many categories of one row may be exchanged at once.'),
};

const ruleOptions = z.object({ ...columnRules, ...ballRules });
/** Noise has no ball; what it leaves out takes the defaults. */
export type ThreatOptions = z.input<typeof ruleOptions>;

export interface NumberRule {
  readonly column: string;
  /** Change of the column that counts as distance 1. */
  readonly scale: number;
  readonly whole: boolean;
  readonly min: number;
  readonly max: number;
  readonly direction: 'any' | 'increase' | 'decrease';
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
 * The rule, for each feature of the model in order. It is frozen if it is a protected attribute or has any role but "feature"
 * (unless `unfreeze` or `flip` names it), if `freeze` names it, if it is text, if it is a category that `flip` does not name, or if it
 * never varies. A number column stays within its observed minimum and maximum, and whole if only whole numbers were observed.
 * Throws BAD_OPTIONS for options that name no such column, the wrong kind of column, or contradict each other.
 */
export function threatModel(subject: Subject, options: ThreatOptions): ThreatModel {
  const rules = ruleOptions.parse(options);
  const features = subject.model.source === 'file' ? subject.model.features : [];
  const infos = new Map(subject.dataset.columns.map((info) => [info.name, info]));
  refuseBadRules(rules, infos);
  const numbers: NumberRule[] = [];
  const categories: CategoryRule[] = [];
  const frozen: { column: string; because: string }[] = [];
  for (const column of features) {
    const info = infos.get(column);
    if (!info) throw new ExplainError('BAD_PLAN', `The model reads the column "${column}", which the data set does not have.`);
    const because = frozenBecause(info, subject, rules);
    if (because !== null) frozen.push({ column, because });
    else if (info.kind === 'category') categories.push({ column, levels: info.levels!.length });
    else numbers.push(numberRule(info, rules));
  }
  return { norm: rules.norm, unit: rules.unit, numbers, categories, maxFlips: rules.maxFlips, frozen };
}

/** The threat model as plain data, for the record beside the numbers. */
export function threatJson(threat: ThreatModel): JsonObject {
  return { ...threat, numbers: threat.numbers as unknown as Json, categories: threat.categories as unknown as Json, frozen: threat.frozen };
}

type Rules = z.output<typeof ruleOptions>;

function frozenBecause(info: ColumnInfo, subject: Subject, rules: Rules): string | null {
  const { name, kind, role, numbers, levels } = info;
  const asked = rules.unfreeze.includes(name) || rules.flip.includes(name);
  if (!asked && (subject.protected.includes(name) || role === 'protected')) return 'protected attribute';
  if (!asked && role !== 'feature') return `its role is ${role}`;
  if (rules.freeze.includes(name)) return 'frozen by the options';
  if (kind === 'text') return 'text is not perturbed';
  if (kind === 'category') {
    if (!rules.flip.includes(name)) return 'a category, and the options do not let it flip';
    if (levels === null) return 'too many levels to choose among';
    return levels.length < 2 ? 'it has one value only' : null;
  }
  if (numbers === null) return 'it has no value';
  return scaleOf(numbers, rules.unit) > 0 ? null : 'it has one value only';
}

function numberRule({ name, numbers }: ColumnInfo, rules: Rules): NumberRule {
  const { min, max, integer } = numbers!;
  return {
    column: name,
    scale: scaleOf(numbers!, rules.unit),
    whole: (integer || rules.wholeNumbers.includes(name)) && !rules.fractions.includes(name),
    min: rules.bounds[name]?.min ?? min,
    max: rules.bounds[name]?.max ?? max,
    direction: rules.increaseOnly.includes(name) ? 'increase' : rules.decreaseOnly.includes(name) ? 'decrease' : 'any',
  };
}

function scaleOf({ min, max, standardDeviation }: NonNullable<ColumnInfo['numbers']>, unit: Rules['unit']): number {
  if (min === max) return 0;
  return unit === 'raw' ? 1 : unit === 'range' ? max - min : standardDeviation;
}

function refuseBadRules(rules: Rules, infos: ReadonlyMap<string, ColumnInfo>): void {
  const kinds = [
    ['freeze', rules.freeze, null],
    ['unfreeze', rules.unfreeze, null],
    ['flip', rules.flip, 'category'],
    ['increaseOnly', rules.increaseOnly, 'number'],
    ['decreaseOnly', rules.decreaseOnly, 'number'],
    ['wholeNumbers', rules.wholeNumbers, 'number'],
    ['fractions', rules.fractions, 'number'],
    ['bounds', Object.keys(rules.bounds), 'number'],
  ] as const;
  for (const [option, columns, kind] of kinds) {
    for (const column of columns) {
      const info = infos.get(column);
      if (!info) throw new ExplainError('BAD_OPTIONS', `The option ${option} names the column "${column}", which the data set does not have.`);
      if (kind !== null && info.kind !== kind) {
        throw new ExplainError('BAD_OPTIONS', `The option ${option} is about ${kind} columns; "${column}" is a ${info.kind} column.`);
      }
    }
  }
  refuseBoth('freeze', rules.freeze, 'unfreeze', rules.unfreeze);
  refuseBoth('freeze', rules.freeze, 'flip', rules.flip);
  refuseBoth('increaseOnly', rules.increaseOnly, 'decreaseOnly', rules.decreaseOnly);
  refuseBoth('wholeNumbers', rules.wholeNumbers, 'fractions', rules.fractions);
  for (const [column, { min, max }] of Object.entries(rules.bounds)) {
    if (min !== undefined && max !== undefined && min > max) {
      throw new ExplainError('BAD_OPTIONS', `The bounds of "${column}" are the wrong way round: ${min} is more than ${max}.`);
    }
  }
}

function refuseBoth(one: string, first: readonly string[], other: string, second: readonly string[]): void {
  const twice = first.find((column) => second.includes(column));
  if (twice !== undefined) throw new ExplainError('BAD_OPTIONS', `The options ${one} and ${other} both name "${twice}"; it can be in one of them.`);
}
