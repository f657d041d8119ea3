import type { Table } from '../data/table.js';
import { takeRows } from '../data/select.js';
import { ExplainError, throwIfCancelled } from '../errors.js';
import type { JsonObject } from '../json.js';
import type { TaskContext } from '../method/task.js';
import { decide, marginOf } from '../models/decide.js';
import { isDifferentiable } from '../models/predictor.js';
import { matrix } from '../numeric/matrix.js';
import type { Attack, Trial } from './attack.js';
import { exampleOf, type Chunk } from './chunk.js';
import { ascending, type AttackOptions } from './options.js';
import type { ChunkPartial, RowOutcome } from './partial.js';
import { copyPoint, emptyPoints, pointsOf, takePoints, withPoints, type Points } from './points.js';
import { projectPoints, rowDistance, rowsWithin } from './project.js';
import type { ThreatModel } from './threatModel.js';

/**
 * An attack at each strength, smallest first, on the rows of a chunk. A row that has fallen stays fallen at a larger strength, with the
 * same adversarial row; it is predicted again there all the same. Rows are independent of each other and of the chunk, as far as the
 * model is: some runtimes round differently in batches of another size. The plan fixes the chunks, so equal plans give equal bits.
 */
export async function evaluateAttack(
  attack: Attack,
  options: AttackOptions,
  chunk: Chunk,
  threat: ThreatModel,
  context: TaskContext,
): Promise<ChunkPartial> {
  const field = new Field(attack.id, chunk, threat, context);
  const epsilons = ascending(options.epsilons);
  const outcomes: RowOutcome[][] = chunk.facts.map(() => []);
  const examples: JsonObject[] = [];
  for (const [done, epsilon] of epsilons.entries()) {
    await attack.search(field.trial(epsilon), options);
    const confirmed = await field.confirm(epsilon);
    for (const [i, { correct }] of chunk.facts.entries()) {
      const fell = field.fallen[i];
      outcomes[i].push({
        unchanged: fell ? 0 : 1,
        right: correct === null ? null : correct && !fell ? 1 : 0,
        queries: field.queries[i],
        withoutSlope: field.slopes[i] === 'none',
        distance: fell ? rowDistance(field.original, field.adversarial, threat, i) : null,
      });
    }
    examples.push(...confirmed.slice(0, Math.max(0, options.examples - examples.length)));
    context.progress(done + 1, epsilons.length);
  }
  return { rows: chunk.facts.map((facts, i) => ({ ...facts, outcomes: outcomes[i] })), examples };
}

/** Where an attack plays: what has fallen, the best found so far, and the only way to the model. */
class Field {
  readonly original: Points;
  readonly adversarial: Points;
  readonly fallen: boolean[];
  readonly queries: number[];
  readonly slopes: ('unasked' | 'none' | 'some')[];
  private readonly best: Points;
  private readonly margins: Float64Array;
  private readonly shown = new Set<number>();

  constructor(
    private readonly method: string,
    private readonly chunk: Chunk,
    private readonly threat: ThreatModel,
    private readonly context: TaskContext,
  ) {
    const { table, model, decisions, scores } = chunk;
    this.original = pointsOf(table, threat);
    this.best = pointsOf(table, threat);
    this.adversarial = emptyPoints(table.rows, threat);
    this.margins = Float64Array.from(decisions, (decision, i) => marginOf(scores, i, decision, model.threshold));
    this.fallen = new Array<boolean>(table.rows).fill(false);
    this.queries = new Array<number>(table.rows).fill(0);
    this.slopes = new Array<'unasked'>(table.rows).fill('unasked');
  }

  trial(epsilon: number): Trial {
    const { chunk, threat, original, best, margins } = this;
    return {
      threat,
      epsilon,
      original,
      best,
      margins,
      decisions: chunk.decisions,
      classes: chunk.scores.columns,
      standing: () => Int32Array.from([...this.fallen.keys()].filter((i) => !this.fallen[i])),
      attempt: (positions, proposals) => this.attempt(epsilon, positions, proposals),
      scores: (positions, points) => this.ask(positions, this.tableOf(positions, points)),
      gradient: (positions, points, cotangent) => this.gradient(positions, points, cotangent),
      random: (position) => this.context.random.child(this.method).child(chunk.facts[position].row).child(epsilon),
    };
  }

  private async attempt(epsilon: number, positions: Int32Array, proposals: Points): ReturnType<Trial['attempt']> {
    const { chunk, threat, original } = this;
    const points = projectPoints(takePoints(original, positions, threat), proposals, threat, epsilon);
    const scores = await this.ask(positions, this.tableOf(positions, points));
    const margins = Float64Array.from(positions, (position, i) => {
      const margin = marginOf(scores, i, chunk.decisions[position], chunk.model.threshold);
      if (margin < this.margins[position]) {
        this.margins[position] = margin;
        copyPoint(points, i, this.best, position, threat);
      }
      if (decide(chunk.model, scores, i) !== chunk.decisions[position]) {
        this.fallen[position] = true;
        copyPoint(points, i, this.adversarial, position, threat);
      }
      return margin;
    });
    return { points, margins };
  }

  /**
   * Predicts every fallen row again, together, and lets only those count that are inside the threat model and still decided otherwise:
   * a batch of another size may have rounded the score to the other side of the threshold. Gives examples of rows not shown before.
   */
  async confirm(epsilon: number): Promise<JsonObject[]> {
    const { chunk, threat } = this;
    const positions = Int32Array.from([...this.fallen.keys()].filter((i) => this.fallen[i]));
    if (positions.length === 0) return [];
    const perturbed = this.tableOf(positions, takePoints(this.adversarial, positions, threat));
    const within = rowsWithin(takeRows(chunk.table, positions), perturbed, threat, epsilon);
    const scores = await this.ask(positions, perturbed);
    const examples: JsonObject[] = [];
    for (const [i, position] of positions.entries()) {
      this.fallen[position] = within[i] && decide(chunk.model, scores, i) !== chunk.decisions[position];
      if (!this.fallen[position] || this.shown.has(position)) continue;
      this.shown.add(position);
      examples.push(exampleOf(chunk, epsilon, position, perturbed, i, scores));
    }
    return examples;
  }

  private tableOf(positions: Int32Array, points: Points): Table {
    return withPoints(takeRows(this.chunk.table, positions), this.threat, points);
  }

  private async ask(positions: Int32Array, table: Table): ReturnType<Chunk['model']['predict']> {
    throwIfCancelled(this.context.signal);
    for (const position of positions) this.queries[position]++;
    return this.chunk.model.predict(table, this.context.signal);
  }

  private async gradient(positions: Int32Array, points: Points, cotangent: Parameters<Trial['gradient']>[2]) {
    const { model } = this.chunk;
    if (!isDifferentiable(model)) throw new ExplainError('BAD_PLAN', `${this.method} needs a gradient, which this ${model.format} model does not give.`);
    throwIfCancelled(this.context.signal);
    for (const position of positions) this.queries[position]++;
    const all = await model.gradient(this.tableOf(positions, points), cotangent, this.context.signal);
    const columns = this.threat.numbers.map((rule) => model.numberFeatures.indexOf(rule.column));
    const d = columns.length;
    const wanted = matrix(positions.length, d);
    for (let i = 0; i < positions.length; i++) {
      // A number column without a derivative (one that the model reads as a category, say) has no slope to follow.
      for (let j = 0; j < d; j++) wanted.values[i * d + j] = columns[j] < 0 ? 0 : all.values[i * all.columns + columns[j]];
      const flat = wanted.values.subarray(i * d, (i + 1) * d).every((slope) => slope === 0);
      if (!flat) this.slopes[positions[i]] = 'some';
      else if (this.slopes[positions[i]] === 'unasked') this.slopes[positions[i]] = 'none';
    }
    return wanted;
  }
}
