import type { Outcome, Result } from '../../src/method/result.js';
import type { JsonObject } from '../../src/json.js';
import type { PeerCase } from './peerData.js';

/** What a library said: a number, null for what it calls undefined, or a word ("infinite", "raises: …"). */
export type Theirs = number | string | null;

export interface Compared {
  readonly data: PeerCase;
  readonly peer: string;
  /** Their name of the number. */
  readonly name: string;
  /** Which result of ours it is held against. */
  readonly where: string;
  readonly theirs: Theirs;
  readonly ours: number | null;
  /** Why ours is null. */
  readonly because?: string;
}

/** Which result: undefined stands for "has none". */
export interface Which {
  readonly attribute?: string;
  readonly group?: string;
  readonly options?: JsonObject;
}

/** How we say what they say: a method, options that pick one of several results, and where the number needs turning (1 − x, another sign), how. */
export interface Ours {
  readonly method: string;
  readonly options?: JsonObject;
  readonly turn?: (value: number, result: Result) => number;
}
export type Names = Readonly<Record<string, string | Ours>>;

export const fromOne = (method: string): Ours => ({ method, turn: (value) => 1 - value });
/** A comparison that has no method of its own. */
export const compared = (comparison: 'betweenGroups' | 'toReference' | 'toOverall', aggregation: 'difference' | 'ratio' | 'groupMinimum' | 'groupMaximum', statistic: string): Ours => ({
  method: 'disparities',
  options: { comparison, aggregation, statistic },
});

/** Finds results; a method that gives several numbers is asked by its options. */
export class Answers {
  private readonly results = new Map<string, Result[]>();

  constructor({ results }: Outcome) {
    for (const result of results) {
      const key = keyOf(result.method, result);
      this.results.set(key, [...(this.results.get(key) ?? []), result]);
    }
  }

  of(method: string, which: Which = {}): Result {
    const found = (this.results.get(keyOf(method, which)) ?? []).filter(({ options }) => Object.entries(which.options ?? {}).every(([name, value]) => options[name] === value));
    if (found.length !== 1) throw new Error(`${found.length} results of ${method}, ${JSON.stringify(which)}`);
    return found[0]!;
  }
}

function keyOf(method: string, { attribute, group }: Which): string {
  return JSON.stringify([method, attribute ?? null, group ?? null]);
}

/** Their numbers by their names, each held against ours. */
export function compareAll(about: Pick<Compared, 'data' | 'peer'>, answers: Answers, names: Names, theirs: Readonly<Record<string, Theirs>>, which: Which = {}): Compared[] {
  return Object.entries(names).map(([name, ours]) => {
    if (!(name in theirs)) throw new Error(`the reference of ${about.peer} on ${about.data} has no ${name}`);
    const { method, options, turn = (value: number): number => value }: Ours = typeof ours === 'string' ? { method: ours } : ours;
    const result = answers.of(method, { ...which, options: { ...which.options, ...options } });
    const { estimate } = result;
    const where = `${[method, ...Object.values(options ?? {})].join(' ')} ${which.attribute ?? 'overall'}${which.group === undefined ? '' : ` = ${which.group}`}`;
    return estimate.value === null
      ? { ...about, name, where, theirs: theirs[name]!, ours: null, because: estimate.undefinedBecause }
      : { ...about, name, where, theirs: theirs[name]!, ours: turn(estimate.value, result) };
  });
}
