import { concatRows } from '../../data/select.js';
import type { Column, Table } from '../../data/table.js';
import { decide } from '../../models/decide.js';
import type { Predictor } from '../../models/predictor.js';
import type { RandomStream } from '../../random/stream.js';
import { callRows } from '../ask.js';
import { scoresOf } from '../recourse/outcome.js';
import type { Arm } from './arm.js';
import type { Candidate } from './conditions.js';

/**
 * Draws rows under rules and has them decided: a background row, with the columns that the rule is about taken together from another background row for which the rule holds
 * (from the row itself where there is none). The n-th draw of a rule is the same whoever asks for it.
 */
export class RuleDraws {
  queries = 0;
  /** The background, and the row itself last. */
  private readonly pool: Table;
  private readonly rows: number;

  constructor(
    background: Table,
    row: Table,
    private readonly candidates: readonly Candidate[],
    private readonly model: Predictor,
    private readonly decision: number,
    private readonly random: RandomStream,
    private readonly signal: AbortSignal,
  ) {
    this.rows = background.rows;
    this.pool = concatRows([background, row]);
  }

  /** Draws `count` more rows of each rule and counts them in. */
  async draw(arms: readonly Arm[], count: number): Promise<void> {
    const most = Math.max(1, Math.floor(callRows(this.pool.columns.length) / count));
    for (let from = 0; from < arms.length; from += most) {
      const part = arms.slice(from, from + most);
      const same = await this.decided(part.flatMap((arm) => this.rowsUnder(arm, this.random.child('search'), arm.n, count)));
      part.forEach((arm, a) => {
        for (let i = 0; i < count; i++) arm.same += same[a * count + i]!;
        arm.n += count;
        arm.looks++;
      });
    }
  }

  /** How many of `count` rows, drawn anew, are decided as the row is: what the search has drawn made it choose the rule, and so is too kind to it. */
  async fresh(arm: Arm, count: number): Promise<number> {
    const most = callRows(this.pool.columns.length);
    let same = 0;
    for (let from = 0; from < count; from += most) {
      const decided = await this.decided(this.rowsUnder(arm, this.random.child('fresh'), from, Math.min(most, count - from)));
      same += decided.reduce((sum, one) => sum + one, 0);
    }
    return same;
  }

  private rowsUnder({ conditions, matches }: Arm, random: RandomStream, from: number, count: number): Drawn[] {
    const draws = random.child(conditions.join());
    const bound = new Set(conditions.map((c) => this.candidates[c]!.column));
    return Array.from({ length: count }, (_, i) => ({
      free: draws.integer(2 * (from + i), this.rows),
      tied: matches.length === 0 ? this.rows : matches[draws.integer(2 * (from + i) + 1, matches.length)]!,
      bound,
    }));
  }

  private async decided(drawn: readonly Drawn[]): Promise<number[]> {
    const columns = this.pool.columns.map((column): Column => {
      const from = Int32Array.from(drawn, ({ free, tied, bound }) => (bound.has(column.name) ? tied : free));
      if (column.kind === 'number') return { ...column, values: new Float64Array(from.length).map((_, i) => column.values[from[i]!]!) };
      if (column.kind === 'category') return { ...column, codes: from.map((row) => column.codes[row]!) };
      return { ...column, values: Array.from(from, (row) => column.values[row]!) };
    });
    this.queries += drawn.length;
    const scores = await scoresOf(this.model, { rows: drawn.length, columns }, this.signal);
    return drawn.map((_, i) => (decide(this.model, scores, i) === this.decision ? 1 : 0));
  }
}

interface Drawn {
  readonly free: number;
  readonly tied: number;
  readonly bound: ReadonlySet<string>;
}
