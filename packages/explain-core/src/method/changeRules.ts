import { z } from 'zod';
import type { ColumnInfo } from '../data/table.js';
import { ExplainError } from '../errors.js';
import type { Subject } from './subject.js';

const names = (help: string) => z.array(z.string()).default([]).describe(help);

/** Options of every method that asks what would be if a row were another one: which columns may change, and within what. */
export const changeRules = {
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

const ruleOptions = z.object(changeRules);
export type ChangeRules = z.output<typeof ruleOptions>;

/** What a number column may become. */
export interface NumberChange {
  readonly column: string;
  readonly whole: boolean;
  readonly min: number;
  readonly max: number;
  readonly direction: 'any' | 'increase' | 'decrease';
}

/** The columns that a model reads, as the data set knows them. Throws BAD_PLAN for one that it does not have. */
export function featureInfos({ model, dataset }: Subject): ColumnInfo[] {
  const infos = new Map(dataset.columns.map((info) => [info.name, info]));
  return (model.source === 'file' ? model.features : []).map((column) => {
    const info = infos.get(column);
    if (!info) throw new ExplainError('BAD_PLAN', `The model reads the column "${column}", which the data set does not have.`);
    return info;
  });
}

/**
 * Why a column is not to be changed; null when nothing speaks against it. It is frozen if it is a protected attribute or has any role but "feature" (unless
 * `unfreeze` or the caller's own options name it, `asked`), or if `freeze` names it.
 */
export function frozenBecause({ name, role }: ColumnInfo, subject: Subject, rules: ChangeRules, asked = false): string | null {
  const unfrozen = asked || rules.unfreeze.includes(name);
  if (!unfrozen && (subject.protected.includes(name) || role === 'protected')) return 'protected attribute';
  if (!unfrozen && role !== 'feature') return `its role is ${role}`;
  return rules.freeze.includes(name) ? 'frozen by the options' : null;
}

/** Why a column cannot be changed: there is nothing that is known to change it to. */
export function unchangeableBecause({ kind, numbers, levels }: ColumnInfo): string | null {
  if (kind === 'text') return 'text is not perturbed';
  if (kind === 'category') {
    if (levels === null) return 'too many levels to choose among';
    return levels.length < 2 ? 'it has one value only' : null;
  }
  if (numbers === null) return 'it has no value';
  return numbers.max > numbers.min ? null : 'it has one value only';
}

/** A number column stays within its observed minimum and maximum, and whole if only whole numbers were observed, unless the options say otherwise. */
export function numberChange({ name, numbers }: ColumnInfo, rules: ChangeRules): NumberChange {
  const { min, max, integer } = numbers!;
  return {
    column: name,
    whole: (integer || rules.wholeNumbers.includes(name)) && !rules.fractions.includes(name),
    min: rules.bounds[name]?.min ?? min,
    max: rules.bounds[name]?.max ?? max,
    direction: rules.increaseOnly.includes(name) ? 'increase' : rules.decreaseOnly.includes(name) ? 'decrease' : 'any',
  };
}

/** Ends of the interval in which a number may move; the number itself is always inside, even where it lies outside the bounds. */
export function reachOf(x: number, { min, max, direction }: NumberChange): { low: number; high: number } {
  return { low: direction === 'increase' ? x : Math.min(x, min), high: direction === 'decrease' ? x : Math.max(x, max) };
}

/** The whole number of an interval that is nearest to a value; null where the interval holds none. */
export function nearestWhole(value: number, low: number, high: number): number | null {
  const least = Math.ceil(low);
  const most = Math.floor(high);
  return least > most ? null : Math.min(Math.max(Math.round(value), least), most) + 0; // + 0: never −0
}

/**
 * May the number become the other? By the rule's own words and not by `reachOf`, so that a fault in what proposes a change is found by what judges it.
 * Without a rule it stays; a missing value stays missing; any value may stay as it is.
 */
export function numberMayBecome(before: number, after: number, rule: NumberChange | undefined): boolean {
  if (before === after || (Number.isNaN(before) && Number.isNaN(after))) return true;
  if (!rule || Number.isNaN(before) || !Number.isFinite(after)) return false;
  if (rule.whole && !Number.isInteger(after)) return false;
  if (rule.direction === 'increase' && after < before) return false;
  if (rule.direction === 'decrease' && after > before) return false;
  return after >= Math.min(rule.min, before) && after <= Math.max(rule.max, before);
}

type Named = readonly [option: string, columns: readonly string[], kind: ColumnInfo['kind'] | null];

/** Throws BAD_OPTIONS for rules that name no such column, the wrong kind of column, or contradict each other. `own` are the caller's further options that name columns. */
export function refuseBadRules(rules: ChangeRules, { columns }: Subject['dataset'], own: readonly Named[] = []): void {
  const infos = new Map(columns.map((info) => [info.name, info]));
  const named: readonly Named[] = [
    ['freeze', rules.freeze, null],
    ['unfreeze', rules.unfreeze, null],
    ...own,
    ['increaseOnly', rules.increaseOnly, 'number'],
    ['decreaseOnly', rules.decreaseOnly, 'number'],
    ['wholeNumbers', rules.wholeNumbers, 'number'],
    ['fractions', rules.fractions, 'number'],
    ['bounds', Object.keys(rules.bounds), 'number'],
  ];
  for (const [option, listed, kind] of named) {
    for (const column of listed) {
      const info = infos.get(column);
      if (!info) throw new ExplainError('BAD_OPTIONS', `The option ${option} names the column "${column}", which the data set does not have.`);
      if (kind !== null && info.kind !== kind) {
        throw new ExplainError('BAD_OPTIONS', `The option ${option} is about ${kind} columns; "${column}" is a ${info.kind} column.`);
      }
    }
  }
  refuseBoth('freeze', rules.freeze, 'unfreeze', rules.unfreeze);
  for (const [option, listed] of own) refuseBoth('freeze', rules.freeze, option, listed);
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
