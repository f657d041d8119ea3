import type { Column, Table } from '../data/table.js';
import { throwIfCancelled } from '../errors.js';
import { binomialProbability } from '../numeric/binomial.js';
import { conditionsOf, holdsFor, type Condition } from './conditions.js';
import { both, countAnswers, setOf, sizeOfBoth, without, type RowSet } from './rowSet.js';

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
  /** A rule's conditions hold for at least so many training rows. */
  readonly minCovered: number;
}

/** Conjunctions of each length that longer ones are made of. CN2's usual five are soon all ranges of one number; so many leave room for conditions that only together say something. */
const BEAM = 100;
/** What a rule mends must exceed what it breaks more than it does by chance in one of a hundred. */
const SIGNIFICANCE = 0.01;

/** A condition with the training rows it holds for. */
interface Literal {
  readonly condition: Condition;
  readonly holds: RowSet;
}

/** What the list says so far. */
interface Said {
  readonly answers: Int32Array;
  /** Rows that it answers right. */
  readonly right: RowSet;
  /** Rows of each answer that it answers wrong. */
  readonly wrong: Float64Array;
}

interface Candidate {
  /** Positions among the literals, ascending. */
  readonly literals: readonly number[];
  readonly rows: number;
  readonly answer: number;
  /** Rows that it would answer right and the list answers wrong, and the reverse. */
  readonly mends: number;
  readonly breaks: number;
  /** The most rows of one answer that the list answers wrong, beyond its share among all rows: what a longer rule may make of it. */
  readonly promise: number;
}

/**
 * A decision list (Rivest 1987) for answers 0 … classes − 1 of the table's rows, learnt by prepending (Webb and Brkič 1993): it begins as the most frequent answer for all, and again and again the rule that makes most more training rows
 * agree is put before all others, so that exceptions come before what they are exceptions of and every rule makes the list better. Rules are looked for by a beam search over conjunctions as in CN2 (Clark and Niblett 1989),
 * which keeps them for longer ones by weighted relative accuracy (Lavrač et al. 2004) on the rows that are still answered wrong. By the sign test (McNemar 1947) a rule must mend more than it
 * breaks, and each of its conditions must keep it from breaking more than it would mend. Of equally good rules the shorter wins, then the one for more rows, then the one of earlier columns and
 * lower values, so the list is a function of its arguments. It is greedy: no list that nothing could better. Text columns are not used.
 */
export function learnRules(table: Table, answers: Int32Array, classes: number, limits: RuleLimits, signal?: AbortSignal): RuleList {
  const literals = table.columns.flatMap((column): Literal[] =>
    conditionsOf(column, answers, classes, limits.minCovered)
      .map((condition) => ({ condition, holds: setOf(table.rows, (row) => holdsFor(condition, column, row)) }))
      .filter(({ holds }) => sizeOfBoth(holds, holds) >= limits.minCovered),
  );
  const all = setOf(table.rows, () => true);
  const otherwise = firstLargest(countAnswers(all, answers, classes));
  const list: { readonly literals: readonly number[]; readonly answer: number }[] = [];
  let right = setOf(table.rows, (row) => answers[row] === otherwise);
  while (list.length < limits.maxRules) {
    throwIfCancelled(signal);
    const best = bestRule(literals, all, { answers, right, wrong: countAnswers(without(all, right), answers, classes) }, limits);
    if (best === null) break;
    list.unshift(best);
    const rows = coveredBy(best.literals, literals, all);
    right = setOf(table.rows, (row) => (((rows[row >>> 5]! >>> (row & 31)) & 1) === 1 ? answers[row] === best.answer : ((right[row >>> 5]! >>> (row & 31)) & 1) === 1));
  }
  return counted([...list, { literals: [], answer: otherwise }], literals, all, answers, classes);
}

/** The rule that answers for a row of a table with the list's columns; the last is `otherwise`. */
export function ruleFor({ rules }: RuleList, columns: ReadonlyMap<string, Column>, row: number): number {
  const found = rules.findIndex(({ conditions }) => conditions.every((condition) => holdsFor(condition, columns.get(condition.feature)!, row)));
  return found < 0 ? rules.length : found;
}

/** With how many rows come down to each rule; one that none comes down to any more is left out. */
function counted(list: readonly { readonly literals: readonly number[]; readonly answer: number }[], literals: readonly Literal[], all: RowSet, answers: Int32Array, classes: number): RuleList {
  let left = all;
  const rules = list.map(({ literals: own, answer }): Rule => {
    const rows = coveredBy(own, literals, left);
    left = without(left, rows);
    return { conditions: own.map((at) => literals[at]!.condition), answer, n: sizeOfBoth(rows, rows), agreed: countAnswers(rows, answers, classes)[answer] ?? 0 };
  });
  return { rules: rules.slice(0, -1).filter(({ n }) => n > 0), otherwise: rules.at(-1)! };
}

function bestRule(literals: readonly Literal[], all: RowSet, said: Said, { maxConditions, minCovered }: RuleLimits): Candidate | null {
  let best: Candidate | null = null;
  let beam: (readonly number[])[] = [[]];
  for (let length = 1; length <= maxConditions; length++) {
    const longer = new Map<string, Candidate>();
    for (const parent of beam) {
      const rows = coveredBy(parent, literals, all);
      const most = sizeOfBoth(rows, rows);
      for (const [at, { holds }] of literals.entries()) {
        const size = sizeOfBoth(rows, holds);
        // A condition that takes no row away says nothing; nor does one twice.
        if (size < minCovered || size === most) continue;
        const own = [...parent, at].sort((a, b) => a - b);
        const key = own.join();
        if (!longer.has(key)) longer.set(key, candidateOf(own, both(rows, holds), said));
      }
    }
    const candidates = [...longer.values()];
    const found = candidates
      .filter(({ mends, breaks }) => mends > breaks)
      .sort(better)
      .find((candidate) => isMore(candidate.mends, candidate.breaks) && candidate.literals.every((at) => isNeeded(candidate, at, literals, all, said)));
    if (found !== undefined && (best === null || better(found, best) < 0)) best = found;
    beam = candidates.sort((a, b) => b.promise - a.promise || inOrder(a, b)).slice(0, BEAM).map((candidate) => candidate.literals);
  }
  return best;
}

function coveredBy(own: readonly number[], literals: readonly Literal[], from: RowSet): RowSet {
  return own.reduce((rows, at) => both(rows, literals[at]!.holds), from);
}

function candidateOf(own: readonly number[], rows: RowSet, { answers, right, wrong }: Said): Candidate {
  const counts = countAnswers(rows, answers, wrong.length);
  const wrongHere = countAnswers(without(rows, right), answers, wrong.length);
  const answer = firstLargest(counts);
  const size = sizeOfBoth(rows, rows);
  let promise = -Infinity;
  for (let k = 0; k < wrong.length; k++) promise = Math.max(promise, wrongHere[k]! - (size * wrong[k]!) / answers.length);
  const mends = wrongHere[answer]!;
  return { literals: own, rows: size, answer, mends, breaks: sizeOfBoth(rows, right) - (counts[answer]! - mends), promise };
}

/** Would the rule break more than it mends on the rows that this condition keeps it from? */
function isNeeded({ literals: own, answer }: Candidate, at: number, literals: readonly Literal[], all: RowSet, { answers, right, wrong }: Said): boolean {
  const kept = without(coveredBy(own.filter((other) => other !== at), literals, all), literals[at]!.holds);
  const mends = countAnswers(without(kept, right), answers, wrong.length)[answer]!;
  return isMore(sizeOfBoth(kept, right) - countAnswers(both(kept, right), answers, wrong.length)[answer]!, mends);
}

/** The sign test, one-sided: P(X ≥ more), X of more + less coin flips. */
function isMore(more: number, less: number): boolean {
  let tail = 0;
  for (let x = more; x <= more + less && tail <= SIGNIFICANCE; x++) tail += binomialProbability(x, more + less, 0.5);
  return tail <= SIGNIFICANCE;
}

function better(a: Candidate, b: Candidate): number {
  return b.mends - b.breaks - (a.mends - a.breaks) || a.literals.length - b.literals.length || b.rows - a.rows || inOrder(a, b);
}

function inOrder(a: Candidate, b: Candidate): number {
  const at = a.literals.findIndex((literal, i) => literal !== b.literals[i]);
  return at < 0 ? a.literals.length - b.literals.length : a.literals[at]! - (b.literals[at] ?? -1);
}

/** The first of the most frequent; 0 where there is none. */
function firstLargest(counts: Float64Array): number {
  let best = 0;
  for (let k = 1; k < counts.length; k++) if (counts[k]! > counts[best]!) best = k;
  return best;
}
