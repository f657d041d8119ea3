import type { GroupAxis } from '../method/groups.js';
import { countCells, MOST_CELLS } from '../numeric/countCells.js';
import { addMoments, MOMENTS } from './moments.js';
import { finestValues } from './finestKey.js';
import type { CubeAxes, CubeGroup, OutcomeCube } from './outcomeCube.js';
import { binOf, RESAMPLED_BINS, type ScoreScale } from './scoreScale.js';

/** Some rows, decoded: one entry a row in each array. */
export interface DecodedRows {
  readonly rows: number;
  /** Codes for each protected attribute, −1 for missing. */
  readonly groups: readonly Int32Array[];
  /** Position of the label, −1 for missing. */
  readonly labels: Int32Array;
  readonly predicted: Int32Array;
  /** Score of the positive class; null where there is none. */
  readonly scores: Float64Array | null;
  /** Null: every row weighs 1. */
  readonly weights: Float64Array | null;
  /** Part of the sample a row falls in; null where rows are independent and unweighted. */
  readonly parts: Int32Array | null;
}

export interface TallyOptions {
  readonly groupAxes: readonly GroupAxis[];
  readonly axes: CubeAxes;
  /** Position of the positive class among the labels. */
  readonly positive: number;
  readonly scale: ScoreScale | null;
}

interface GroupTally {
  /** Counts where the finest table is not kept as a whole. */
  readonly cells: Float64Array;
  readonly parts: Map<number, number>;
  readonly scores: ScoreSums;
  readonly scoreParts: Map<number, Float64Array>;
  readonly moments: Float64Array;
}

/** Adds rows up by their finest group, keyed by the mixed-radix number of its codes. */
export class Tally {
  private readonly groups = new Map<number, GroupTally>();
  private readonly classes: number;
  private readonly cellCount: number;
  /** One count for every group there could be × label × prediction, missing first in every axis, where that is a table of bearable size; null otherwise. */
  private readonly table: Float64Array | null;
  private seen = { parts: false, scores: false };

  constructor(private readonly options: TallyOptions) {
    const { axes, groupAxes } = options;
    this.classes = axes.predicted.length;
    this.cellCount = this.classes * (axes.labels.length + 1);
    const possible = groupAxes.reduce((product, { groups }) => product * (groups.length + 1), this.cellCount);
    this.table = possible <= MOST_CELLS ? new Float64Array(possible) : null;
  }

  add(decoded: DecodedRows): void {
    const { rows, groups, scores, parts } = decoded;
    this.seen = { parts: this.seen.parts || parts !== null, scores: this.seen.scores || scores !== null };
    if (this.table !== null) this.count(decoded, this.table);
    if (this.table !== null && parts === null && scores === null) return;
    const { groupAxes } = this.options;
    for (let row = 0; row < rows; row++) {
      let key = 0;
      for (let a = 0; a < groups.length; a++) key = key * (groupAxes[a]!.groups.length + 1) + groups[a]![row]! + 1;
      let group = this.groups.get(key);
      if (!group) this.groups.set(key, (group = emptyTally(this.cellCount, this.options.scale)));
      this.addRow(group, row, decoded);
    }
  }

  /** The whole table at once, by the counting kernel. */
  private count({ groups, labels, predicted }: DecodedRows, table: Float64Array): void {
    const { groupAxes, axes } = this.options;
    const radices = [...groupAxes.map((axis) => axis.groups.length + 1), axes.labels.length + 1, this.classes];
    countCells([...groups, labels, predicted], radices, table, [...groups.map(() => -1), -1, 0]);
  }

  /** The counts of one group out of the table: label × prediction, rows without a label last. */
  private tableCells(table: Float64Array, key: number): number[] {
    const [from, labelled, to] = [key * this.cellCount, key * this.cellCount + this.classes, (key + 1) * this.cellCount];
    return [...table.subarray(labelled, to), ...table.subarray(from, labelled)];
  }

  private addRow(group: GroupTally, row: number, { labels, predicted, scores, weights, parts }: DecodedRows): void {
    const { positive, scale, axes } = this.options;
    const label = labels[row]! < 0 ? axes.labels.length : labels[row]!;
    const cell = label * this.classes + predicted[row]!;
    const weight = weights === null ? 1 : weights[row]!;
    if (this.table === null) group.cells[cell]! += 1;
    if (parts !== null) {
      const at = parts[row]! * this.cellCount + cell;
      group.parts.set(at, (group.parts.get(at) ?? 0) + weight);
    }
    if (scores === null || scale === null) return;
    const kind = labels[row]! < 0 ? 2 : label === positive ? 0 : 1;
    const score = scores[row]!;
    group.scores.add(score, kind, weight);
    if (parts !== null) addScore(group.scoreParts, parts[row]! * RESAMPLED_BINS + binOf(score, scale, RESAMPLED_BINS), kind, weight);
    if (!scale.exact) addMoments(group.moments, score, kind, weight);
  }

  cube(): OutcomeCube {
    return { groups: this.keys().map((key) => this.cubeGroup(key, this.groups.get(key) ?? emptyTally(this.cellCount, this.options.scale))) };
  }

  /** Of the groups that have rows. */
  private keys(): number[] {
    if (this.table === null) return [...this.groups.keys()].sort((a, b) => a - b);
    const { table, cellCount } = this;
    return Array.from({ length: table.length / cellCount }, (_, key) => key).filter((key) => table.subarray(key * cellCount, (key + 1) * cellCount).some((count) => count > 0));
  }

  private cubeGroup(key: number, { cells: own, parts, scores, scoreParts, moments }: GroupTally): CubeGroup {
    const { cellCount } = this;
    const exact = this.options.scale?.exact ?? true;
    const cells = this.table === null ? Array.from(own) : this.tableCells(this.table, key);
    return {
      values: finestValues(key, this.options.groupAxes),
      cells: cells.flatMap((count, cell) => (count > 0 ? [cell, count] : [])),
      ...(this.seen.parts ? { parts: ascending(parts).flatMap(([at, weight]) => [Math.floor(at / cellCount), at % cellCount, weight]) } : {}),
      ...(this.seen.scores ? { scores: scores.flat() } : {}),
      ...(this.seen.scores && this.seen.parts ? { scoreParts: ascending(scoreParts).flatMap(([at, sums]) => [Math.floor(at / RESAMPLED_BINS), at % RESAMPLED_BINS, ...sums]) } : {}),
      ...(this.seen.scores && !exact ? { moments: [...moments] } : {}),
    };
  }
}

function emptyTally(cells: number, scale: ScoreScale | null): GroupTally {
  return { cells: new Float64Array(cells), parts: new Map(), scores: scale === null || scale.exact ? new DistinctScores() : new BinnedScores(scale), scoreParts: new Map(), moments: new Float64Array(MOMENTS) };
}

/** Σ of weights by score and label: 0 positive, 1 another, 2 none. */
interface ScoreSums {
  add(score: number, kind: number, weight: number): void;
  /** score or bin, and the three sums; one behind the other, ascending. */
  flat(): number[];
}

class DistinctScores implements ScoreSums {
  private readonly sums = new Map<number, Float64Array>();
  add(score: number, kind: number, weight: number): void {
    addScore(this.sums, score, kind, weight);
  }
  flat(): number[] {
    return ascending(this.sums).flatMap(([score, sums]) => [score, ...sums]);
  }
}

class BinnedScores implements ScoreSums {
  private readonly sums: Float64Array;
  constructor(private readonly scale: ScoreScale) {
    this.sums = new Float64Array(3 * scale.bins);
  }
  add(score: number, kind: number, weight: number): void {
    this.sums[3 * binOf(score, this.scale, this.scale.bins) + kind]! += weight;
  }
  flat(): number[] {
    const { sums } = this;
    return Array.from({ length: this.scale.bins }, (_, bin) => bin).flatMap((bin) => {
      const [p, n, u] = [sums[3 * bin]!, sums[3 * bin + 1]!, sums[3 * bin + 2]!];
      return p + n + u > 0 ? [bin, p, n, u] : [];
    });
  }
}

function addScore(sums: Map<number, Float64Array>, at: number, kind: number, weight: number): void {
  let sum = sums.get(at);
  if (!sum) sums.set(at, (sum = new Float64Array(3)));
  sum[kind]! += weight;
}

function ascending<T>(map: ReadonlyMap<number, T>): [number, T][] {
  return [...map].sort(([a], [b]) => a - b);
}
