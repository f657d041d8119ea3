import { z } from 'zod';
import { ExplainError } from '../errors.js';
import { groupAxis, rangeNames } from '../method/groups.js';
import type { Subject } from '../method/subject.js';

/** More strata are hardly ever filled, and every one is looked at for every group. */
export const MOST_STRATA = 1000;

export const strataOptions = {
  strata: z
    .array(z.string())
    .default([])
    .describe('Columns that rows are told apart by before groups are compared, crossed with each other: the department applied to, say. Missing is a value of its own. A protected column may be one: the others are then compared within its groups.'),
  cuts: z
    .record(z.string(), z.array(z.number()).min(1))
    .default({})
    .describe('Where a number column among them is cut into ranges: ascending numbers, its quartiles for example; without cuts each of its values is a stratum.'),
};

export interface StrataOptions {
  readonly strata: readonly string[];
  readonly cuts: Readonly<Record<string, readonly number[]>>;
}

/**
 * The subject whose finest groups are stratum × group: strata stand before the protected columns. Nothing is withheld within strata, since sums over them
 * need every row; who shows single strata has to see to that.
 */
export function stratifiedSubject(subject: Subject, { strata, cuts }: StrataOptions): Subject {
  const { model, grouping } = subject;
  return {
    ...subject,
    model: model.source === 'predictions' ? { ...model, score: null } : model,
    protected: [...strata, ...subject.protected],
    grouping: { ...grouping, cuts: { ...grouping.cuts, ...cuts }, withholdBelow: 0 },
  };
}

/** Refuses strata that cannot be made, before anything is computed. */
export function checkStrata(subject: Subject, options: StrataOptions): void {
  const { dataset, model, grouping, protected: names } = subject;
  const { strata, cuts } = options;
  const refuse = (message: string): never => {
    throw new ExplainError('BAD_OPTIONS', message);
  };
  for (const name of Object.keys(cuts)) if (!strata.includes(name)) refuse(`Cuts are given for "${name}", which is not among the strata ${JSON.stringify(strata)}; name it there or leave its cuts out.`);
  for (const [i, name] of strata.entries()) {
    const column = dataset.columns.find((candidate) => candidate.name === name);
    if (!column) return refuse(`There is no column "${name}" to make strata of; the columns are ${dataset.columns.map((one) => `"${one.name}"`).join(', ')}.`);
    if (strata.indexOf(name) !== i) refuse(`"${name}" is named twice among the strata; name it once.`);
    if (model.source === 'predictions' && name === model.prediction) refuse(`"${name}" holds the predictions: within its values everybody is decided alike. Leave it out of the strata.`);
    if (names.includes(name) && cuts[name] !== undefined) refuse(`"${name}" is a protected column, whose groups are those of the audit; leave its cuts out, or cut it where the audit's grouping is said.`);
    const own = cuts[name] ?? grouping.cuts[name];
    if (own === undefined) {
      if (column.levels === null) refuse(`"${name}" (${column.kind}) has too many different values to be strata. ${column.kind === 'number' ? `Say where to cut it, such as cuts = { "${name}": [25, 45] }.` : 'Use a column of broader categories.'}`);
      continue;
    }
    if (column.kind !== 'number') refuse(`Cuts are given for "${name}", which is a ${column.kind} column; only numbers can be cut into ranges.`);
    if (!own.every((cut, k) => Number.isFinite(cut) && (k === 0 || cut > own[k - 1]!))) refuse(`The cuts of "${name}" must be ascending numbers, at least one; got ${JSON.stringify(own)}.`);
  }
  if (names.every((name) => strata.includes(name))) refuse(`Every protected column is among the strata ${JSON.stringify(strata)}: within its values there is nothing to compare. Leave one out of the strata.`);
  const possible = strata.reduce((product, name) => product * (valuesOf(subject, name, cuts[name] ?? grouping.cuts[name]) + 1), 1);
  if (possible > MOST_STRATA) refuse(`${JSON.stringify(strata)} make up to ${possible} strata, at most ${MOST_STRATA} are compared; name fewer columns, or cut numbers into fewer ranges.`);
  const combinations = names.reduce((product, name) => product * (groupAxis(subject, name).groups.length + 1), possible);
  if (combinations > Number.MAX_SAFE_INTEGER) throw new ExplainError('RESOURCE_LIMIT', 'Strata and protected columns together make too many combinations to count; name fewer of either.');
}

function valuesOf({ dataset }: Subject, name: string, cuts: readonly number[] | undefined): number {
  return cuts === undefined ? dataset.columns.find((column) => column.name === name)!.levels!.length : rangeNames(cuts).length;
}
