import type { Column, Table } from '../data/table.js';
import { throwIfCancelled } from '../errors.js';
import { chiSquareTail } from '../numeric/chiSquare.js';
import { quantile } from '../numeric/quantile.js';
import { between } from './between.js';
import { both, countAnswers, setOf, sizeOfBoth, without, type RowSet } from './rowSet.js';

/** False for a missing value. */
export type Condition = { readonly feature: string } & ({ readonly atMost: number } | { readonly above: number } | { readonly is: string });

/** "If all conditions hold, the answer is …", for rows that no earlier rule holds for. Counts are of training rows. */
export interface Rule {
  readonly conditions: readonly Condition[];
  readonly answer: number;
  readonly n: number;
  readonly agreed: number;
}

/** Rules in order; `otherwise` is for rows that none holds for, and has no conditions. */
export interface RuleList {
  readonly rules: readonly Rule[];
  readonly otherwise: Rule;
}

export interface RuleLimits {
  readonly maxRules: number;
  readonly maxConditions: number;
  /** A rule holds for at least so many training rows that no earlier rule holds for. */
  readonly minCovered: number;
}

/** Conjunctions of each length that longer ones are made of. CN2's usual five are soon all ranges of one number; so many leave room for two conditions that only together say something. */
const BEAM = 100;
/** A number is cut at these shares of its training values, so that conditions are few and stand for many rows. */
const CUTS = 10;
/** A rule's answers must differ from those of all rows that are left more than chance does in one of a hundred. */
const SIGNIFICANCE = 0.01;

/** A condition with the training rows it holds for. */
interface Literal {
  readonly condition: Condition;
  readonly holds: RowSet;
}

interface Candidate {
  /** Positions among the literals, ascending. */
  readonly literals: readonly number[];
  readonly counts: Float64Array;
  readonly rule: Rule;
  /** (agreed + 1) ÷ (n + classes), Laplace's estimate of how often the rule is right. */
  readonly quality: number;
}

/**
 * An ordered list of rules for answers 0 … classes − 1 of the table's rows, learnt by CN2: the conjunction with the best Laplace estimate, found by a beam search over conditions, becomes the next
 * rule; the rows it holds for are taken away, and so on. Clark and Niblett 1989, with the quality of Clark and Boswell 1991; a rule must pass CN2's likelihood-ratio test and be better than
 * what the rows left would get from their most frequent answer. Of equally good rules the one for more rows wins, then the shorter, then the one of earlier columns and lower values, so the list is a
 * function of its arguments. Rules at the end that answer as `otherwise` does are dropped. Text columns are not used.
 */
export function learnRules(table: Table, answers: Int32Array, classes: number, limits: RuleLimits, signal?: AbortSignal): RuleList {
  const literals = table.columns.flatMap((column) => literalsOf(column, table.rows, limits.minCovered));
  const rules: Rule[] = [];
  let left = setOf(table.rows, () => true);
  const everything = ruleOf([], countAnswers(left, answers, classes));
  while (rules.length < limits.maxRules) {
    throwIfCancelled(signal);
    const best = bestRule(literals, left, answers, classes, limits);
    if (best === null) break;
    rules.push(best.rule);
    left = without(left, covered(best.literals, literals, left));
  }
  const rest = ruleOf([], countAnswers(left, answers, classes));
  let otherwise = rest.n === 0 ? { ...rest, answer: everything.answer } : rest;
  while (rules.at(-1)?.answer === otherwise.answer) {
    const dropped = rules.pop()!;
    otherwise = { ...otherwise, n: otherwise.n + dropped.n, agreed: otherwise.agreed + dropped.agreed };
  }
  return { rules, otherwise };
}

/** The rule that answers for a row of a table with the list's columns; the last is `otherwise`. */
export function ruleFor({ rules }: RuleList, columns: ReadonlyMap<string, Column>, row: number): number {
  const found = rules.findIndex(({ conditions }) => conditions.every((condition) => holdsFor(condition, columns.get(condition.feature)!, row)));
  return found < 0 ? rules.length : found;
}

function holdsFor(condition: Condition, column: Column, row: number): boolean {
  if ('is' in condition) return column.kind === 'category' && column.codes[row]! >= 0 && column.levels[column.codes[row]!] === condition.is;
  if (column.kind !== 'number') return false;
  return 'atMost' in condition ? column.values[row]! <= condition.atMost : column.values[row]! > condition.above; // NaN: neither
}

function literalsOf(column: Column, rows: number, minCovered: number): Literal[] {
  return conditionsOf(column)
    .map((condition) => ({ condition, holds: setOf(rows, (row) => holdsFor(condition, column, row)) }))
    .filter(({ holds }) => sizeOfBoth(holds, holds) >= minCovered);
}

function conditionsOf(column: Column): Condition[] {
  if (column.kind === 'text') return [];
  const feature = column.name;
  if (column.kind === 'category') return [...new Set(column.codes)].filter((code) => code >= 0).sort((a, b) => a - b).map((code) => ({ feature, is: column.levels[code]! }));
  const known = column.values.filter((value) => !Number.isNaN(value)).sort();
  if (known.length === 0 || known[0] === known.at(-1)) return [];
  const cuts = Array.from({ length: CUTS - 1 }, (_, k) => {
    const low = quantile(known, (k + 1) / CUTS);
    const above = known.find((value) => value > low);
    return above === undefined ? [] : [between(known.findLast((value) => value <= low)!, above)];
  });
  return [...new Set(cuts.flat())].flatMap((cut): Condition[] => [{ feature, atMost: cut }, { feature, above: cut }]);
}

function bestRule(literals: readonly Literal[], left: RowSet, answers: Int32Array, classes: number, { maxConditions, minCovered }: RuleLimits): Candidate | null {
  const plain = candidateOf([], left, literals, answers, classes);
  let best: Candidate | null = null;
  let beam: Candidate[] = [plain];
  for (let length = 1; length <= maxConditions; length++) {
    const longer = new Map<string, Candidate>();
    for (const parent of beam) {
      const rows = covered(parent.literals, literals, left);
      for (const [at, { holds }] of literals.entries()) {
        const size = sizeOfBoth(rows, holds);
        // A condition that takes no row away says nothing; nor does one twice.
        if (size < minCovered || size === parent.rule.n) continue;
        const own = [...parent.literals, at].sort((a, b) => a - b);
        const key = own.join();
        if (!longer.has(key)) longer.set(key, candidateOf(own, both(rows, holds), literals, answers, classes));
      }
    }
    const ordered = [...longer.values()].sort(better);
    const found = ordered.find((candidate) => candidate.quality > plain.quality && isSignificant(candidate.counts, plain.counts));
    if (found !== undefined && (best === null || better(found, best) < 0)) best = found;
    beam = ordered.slice(0, BEAM);
  }
  return best;
}

function covered(own: readonly number[], literals: readonly Literal[], left: RowSet): RowSet {
  return own.reduce((rows, at) => both(rows, literals[at]!.holds), left);
}

function candidateOf(own: readonly number[], rows: RowSet, literals: readonly Literal[], answers: Int32Array, classes: number): Candidate {
  const counts = countAnswers(rows, answers, classes);
  const rule = ruleOf(own.map((at) => literals[at]!.condition), counts);
  return { literals: own, counts, rule, quality: (rule.agreed + 1) / (rule.n + classes) };
}

function better(a: Candidate, b: Candidate): number {
  if (a.quality !== b.quality) return b.quality - a.quality;
  if (a.rule.n !== b.rule.n) return b.rule.n - a.rule.n;
  if (a.literals.length !== b.literals.length) return a.literals.length - b.literals.length;
  const at = a.literals.findIndex((literal, i) => literal !== b.literals[i]);
  return at < 0 ? 0 : a.literals[at]! - b.literals[at]!;
}

/** CN2's likelihood-ratio test: 2 Σ observed ln(observed ÷ expected), expected by the shares among the rows that are left. */
function isSignificant(counts: Float64Array, all: Float64Array): boolean {
  const n = counts.reduce((sum, count) => sum + count, 0);
  const total = all.reduce((sum, count) => sum + count, 0);
  const present = all.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0);
  if (present < 2) return false;
  let statistic = 0;
  for (let k = 0; k < counts.length; k++) if (counts[k]! > 0) statistic += 2 * counts[k]! * Math.log(counts[k]! / ((n * all[k]!) / total));
  return chiSquareTail(Math.max(0, statistic), present - 1) <= SIGNIFICANCE;
}

function ruleOf(conditions: readonly Condition[], counts: Float64Array): Rule {
  let answer = 0;
  let n = 0;
  for (let k = 0; k < counts.length; k++) {
    n += counts[k]!;
    if (counts[k]! > counts[answer]!) answer = k;
  }
  return { conditions, answer, n, agreed: counts[answer] ?? 0 };
}
