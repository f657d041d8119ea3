import type { Candidate } from './conditions.js';

/** A rule that may be the answer: conditions by position, ascending, and what drawing has told of it. */
export interface Arm {
  readonly conditions: readonly number[];
  /** Background rows for which all of them hold. */
  readonly matches: Int32Array;
  /** Share of the background rows. */
  readonly coverage: number;
  /** Rows drawn under the rule, and those decided as the row is. */
  n: number;
  same: number;
  /** How often rows were drawn. */
  looks: number;
}

export function emptyArm(rows: number): Arm {
  return { conditions: [], matches: Int32Array.from({ length: rows }, (_, i) => i), coverage: 1, n: 0, same: 0, looks: 0 };
}

/** Every rule with one condition more than one of these; a second condition on the same side of a column adds nothing or takes the place of the first. */
export function extended(arms: readonly Arm[], candidates: readonly Candidate[]): Arm[] {
  const found = new Map<string, Arm>();
  for (const arm of arms) {
    for (const [c, { column, is, holds }] of candidates.entries()) {
      if (arm.conditions.some((other) => candidates[other]!.column === column && candidates[other]!.is === is)) continue;
      const conditions = [...arm.conditions, c].sort((a, b) => a - b);
      const key = conditions.join();
      if (found.has(key)) continue;
      const matches = arm.matches.filter((row) => holds[row] === 1);
      // A condition that leaves the rows as they are makes the rule longer and no better.
      if (matches.length === arm.matches.length && arm.matches.length > 0) continue;
      found.set(key, { conditions, matches, coverage: matches.length / holds.length, n: 0, same: 0, looks: 0 });
    }
  }
  return [...found.values()];
}
