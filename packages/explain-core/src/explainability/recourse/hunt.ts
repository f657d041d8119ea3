import type { Table } from '../../data/table.js';
import type { Predictor } from '../../models/predictor.js';
import type { Matrix } from '../../numeric/matrix.js';
import { callRows } from '../ask.js';
import { answerOf, scoresOf, type Answer, type Wanted } from './outcome.js';
import { costOf, rowsAt, type Point, type Space } from './space.js';

export type Engine = 'search' | 'gradient' | 'treeBoxes';

/** A changed row that has the wanted outcome. */
export interface Found {
  readonly point: Point;
  readonly cost: number;
  readonly engine: Engine;
}


/** The hunt for one row: the only way to the model, what was found, and what may still be asked. */
export class Hunt {
  queries = 0;
  private readonly known = new Map<string, Found>();

  constructor(
    readonly space: Space,
    /** A table of the row alone. */
    readonly row: Table,
    readonly own: Point,
    readonly model: Predictor,
    readonly wanted: Wanted,
    readonly budget: number,
    readonly signal: AbortSignal,
  ) {}

  /** May so many more rows be asked about? */
  affords(rows: number): boolean {
    return this.queries + rows <= this.budget;
  }

  async scores(points: readonly Point[]): Promise<Matrix> {
    this.queries += points.length;
    return scoresOf(this.model, rowsAt(this.space, this.row, points), this.signal);
  }

  async ask(points: readonly Point[]): Promise<Answer[]> {
    const answers: Answer[] = [];
    const most = callRows(this.row.columns.length);
    for (let from = 0; from < points.length; from += most) {
      const part = points.slice(from, from + most);
      const scores = await this.scores(part);
      answers.push(...part.map((_, i) => answerOf(this.wanted, this.model, scores, i)));
    }
    return answers;
  }

  costOf(point: Point): number {
    return costOf(this.space, this.own, point);
  }

  /** Keeps a point that was answered with the wanted outcome; of one point, the first engine that found it. */
  keep(point: Point, engine: Engine): void {
    const key = point.join();
    if (!this.known.has(key)) this.known.set(key, { point, cost: this.costOf(point), engine });
  }

  /** Cheapest first; of equals, the one found first. */
  get found(): Found[] {
    return [...this.known.values()].sort((a, b) => a.cost - b.cost);
  }

  get best(): Found | null {
    return this.found[0] ?? null;
  }
}
