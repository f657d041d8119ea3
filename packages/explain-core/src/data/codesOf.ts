import { asStrings } from './select.js';
import type { Column } from './table.js';

export interface CodesOf {
  /** [n]: the position of every row's value among the expected ones, −1 where it is missing. To be read only: it may be the column's own. */
  readonly codes: Int32Array;
  /** Values that were not expected, sorted by code unit; if there are any, the codes are of no use. */
  readonly foreign: readonly string[];
}

/** Any column by the positions of its values, as strings (data/select.ts), in a list of distinct ones. A level that no row has may be foreign. */
export function codesOf(column: Column, expected: readonly string[]): CodesOf {
  if (column.kind !== 'category') return codesOfStrings(asStrings(column), expected);
  const { levels, codes: own } = column;
  // The common case: a stored column's levels are those of its data set, and so are the groups.
  if (levels.length <= expected.length && levels.every((level, code) => level === expected[code])) return { codes: own, foreign: [] };
  // Looked up once a level, not once a row.
  const position = positionsOf(expected);
  const byCode = Int32Array.from([-1, ...levels.map((level) => position.get(level) ?? FOREIGN)]);
  const codes = new Int32Array(own.length);
  for (let row = 0; row < codes.length; row++) codes[row] = byCode[own[row]! + 1]!;
  if (!byCode.includes(FOREIGN) || !codes.includes(FOREIGN)) return { codes, foreign: [] };
  const has = new Set(own);
  return { codes, foreign: levels.filter((level, code) => byCode[code + 1] === FOREIGN && has.has(code)).sort() };
}

const FOREIGN = -2;

function codesOfStrings(values: readonly (string | null)[], expected: readonly string[]): CodesOf {
  const position = positionsOf(expected);
  const foreign = new Set<string>();
  const codes = Int32Array.from(values, (value) => {
    if (value === null) return -1;
    const found = position.get(value);
    if (found === undefined) foreign.add(value);
    return found ?? FOREIGN;
  });
  return { codes, foreign: [...foreign].sort() };
}

function positionsOf(expected: readonly string[]): ReadonlyMap<string, number> {
  return new Map(expected.map((value, i) => [value, i]));
}

/** Values in an error's text, the first few of them. */
export function listed(values: readonly string[]): string {
  return `${values.slice(0, 5).map((value) => `"${value}"`).join(', ')}${values.length > 5 ? ', …' : ''}`;
}
