import type { Json } from '../json.js';
import type { Outcome, Result } from '../method/result.js';
import type { Subject } from '../method/subject.js';
import type { MethodChoice } from '../method/task.js';
import { notEstimable, type Estimate } from '../numeric/estimate.js';
import { jackknifeStandardError, neighbourAgreement } from '../numeric/nearestMeans.js';
import { wilson } from '../numeric/wilson.js';
import { consistency, type ConsistencyOptions } from './consistency.js';
import { rowsWorth, weighOf, type RowsWorth } from './rowsWorth.js';
import type { SampledGroups } from './sampledGroups.js';
import { similarityColumns, type SimilarRows } from './similarity.js';
import { similarRowsWork } from './similarRowsWork.js';
import { toResult } from './toResult.js';

/** Rows shown that agree least with those around them. */
const SHOWN = 20;

/** Mean agreement of some rows and its standard error; null without a reason where too few rows are there. */
interface Part extends RowsWorth {
  readonly value: number | null;
  readonly standardError: number | null;
}

interface ConsistencyPartial {
  readonly leftOut: number;
  readonly overall: Part;
  readonly attributes: readonly { readonly attribute: string; readonly groups: readonly (Part & { readonly name: string })[] }[];
  readonly shown: readonly { readonly row: number; readonly value: number; readonly nearest: number; readonly groups: Readonly<Record<string, string>> }[];
}

export const consistencyWork = similarRowsWork<ConsistencyOptions, ConsistencyPartial>({ info: consistency, partialOf, outcomeOf });

function outcomeOf(choice: MethodChoice, options: ConsistencyOptions, subject: Subject, partial: ConsistencyPartial): Outcome {
  const result = (part: Part, about: Pick<Result, 'attribute' | 'group'>): Result =>
    toResult(choice, {
      ...about,
      resolved: { columns: similarityColumns(subject, options) },
      estimate: estimateOf(part, options),
      counts: { rows: part.rows, rowsLeftOut: about.attribute === undefined ? partial.leftOut : 0, ...weighOf(subject, part) },
    });
  const results = [result(partial.overall, {}), ...partial.attributes.flatMap(({ attribute, groups }) => groups.map((group) => result(group, { attribute, group: group.name })))];
  const body = { shown: `up to ${SHOWN} rows that agree least with the ${options.neighbours} nearest`, rows: partial.shown as unknown as Json };
  return { results, artifacts: [{ name: `fairness/${consistency.id}/rows`, body, showsRows: true }] };
}

function partialOf({ rows, values, weights, distancesFrom, groups, leftOut }: SimilarRows, options: ConsistencyOptions, block: (done: number) => void): ConsistencyPartial {
  const n = rows.length;
  const all = { attribute: '', names: [''], codes: new Int32Array(n) };
  const groupings = [all, ...groups].map(({ codes, names }) => ({ codes, groups: names.length }));
  const found = neighbourAgreement(values, distancesFrom, options, { weights, groupings }, block);
  const part = ({ names, codes }: SampledGroups, grouping: number, group: number): Part => {
    const worth = rowsWorth(weights, (i) => codes[i] === group);
    let sum = 0;
    for (let i = 0; i < n; i++) if (codes[i] === group) sum += weights[i]! * (found?.agreement[i] ?? 0);
    if (found === null || worth.rows === 0) return { ...worth, value: null, standardError: null };
    return { ...worth, value: sum / worth.weight, standardError: jackknifeStandardError(found, weights, { grouping, codes, groups: names.length }, group) };
  };
  return {
    leftOut,
    overall: part(all, 0, 0),
    attributes: groups.map((own, a) => ({
      attribute: own.attribute,
      groups: own.names.map((name, group) => ({ name, ...part(own, a + 1, group) })).filter((group) => group.rows > 0),
    })),
    shown:
      found === null
        ? []
        : [...rows.keys()]
            .filter((i) => found.agreement[i]! < 1)
            .sort((one, other) => found.agreement[one]! - found.agreement[other]! || rows[one]! - rows[other]!)
            .slice(0, SHOWN)
            .map((i) => ({ row: rows[i]!, value: values[i]!, nearest: found.means[i]!, groups: Object.fromEntries(groups.map(({ attribute, names, codes }) => [attribute, names[codes[i]!]!])) })),
  };
}

/**
 * Wilson's interval for as many independent rows as the jackknife's variance makes of these, p (1 − p) ÷ SE²; for all of them (as many as they are worth,
 * where they are weighted) where the jackknife sees no difference at all, so that it has width where all agree. In simulations with 100 and 300 rows and 5
 * neighbours it covered 96 to 99 % for 95 %: the jackknife errs upwards. Student's interval over rows as if they were independent covered 75 to 89 %.
 */
function estimateOf({ rows: n, effective, value, standardError }: Part, { level, neighbours }: ConsistencyOptions): Estimate {
  if (value === null) return notEstimable(n, n === 0 ? 'none of the drawn rows has a value to compare' : `each row needs ${neighbours} others, and there are ${n} rows`);
  if (standardError === null) return notEstimable(n, 'too few rows to see how much single rows matter; two of the group and two more than neighbours are needed');
  const spread = value * (1 - value);
  const worth = standardError === 0 || spread === 0 ? effective : Math.max(1, spread / standardError ** 2);
  return { value, n, interval: wilson(Math.min(worth, Math.max(0, value * worth)), worth, level) };
}
