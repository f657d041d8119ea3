import type { GroupAxis } from '../method/groups.js';
import type { CubeAxes, CubeGroup, OutcomeCube } from './outcomeCube.js';
import { binOf, RESAMPLED_BINS, type ScoreScale } from './scoreScale.js';
import { MOMENTS, addMoments } from './moments.js';

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
  readonly cells: Float64Array;
  readonly parts: Map<number, number>;
  readonly scores: Map<number, Float64Array>;
  readonly scoreParts: Map<number, Float64Array>;
  readonly moments: Float64Array;
}

/** Adds rows up by their finest group, keyed by the mixed-radix number of its codes. */
export class Tally {
  private readonly groups = new Map<number, GroupTally>();
  private readonly classes: number;
  private readonly cellCount: number;
  private seen = { parts: false, scores: false };

  constructor(private readonly options: TallyOptions) {
    this.classes = options.axes.predicted.length;
    this.cellCount = this.classes * (options.axes.labels.length + 1);
  }

  add({ rows, groups, labels, predicted, scores, weights, parts }: DecodedRows): void {
    const { groupAxes, positive, scale } = this.options;
    const { classes, cellCount } = this;
    const unlabelled = cellCount / classes - 1;
    this.seen = { parts: this.seen.parts || parts !== null, scores: this.seen.scores || scores !== null };
    for (let row = 0; row < rows; row++) {
      let key = 0;
      for (let a = 0; a < groups.length; a++) key = key * (groupAxes[a]!.groups.length + 1) + groups[a]![row]! + 1;
      let group = this.groups.get(key);
      if (!group) this.groups.set(key, (group = emptyTally(cellCount)));
      const label = labels[row]! < 0 ? unlabelled : labels[row]!;
      const cell = label * classes + predicted[row]!;
      const weight = weights === null ? 1 : weights[row]!;
      group.cells[cell]! += 1;
      if (parts !== null) group.parts.set(parts[row]! * cellCount + cell, (group.parts.get(parts[row]! * cellCount + cell) ?? 0) + weight);
      if (scores === null || scale === null) continue;
      const kind = labels[row]! < 0 ? 2 : label === positive ? 0 : 1;
      const score = scores[row]!;
      addScore(group.scores, scale.exact ? score : binOf(score, scale, scale.bins), kind, weight);
      if (parts !== null) addScore(group.scoreParts, parts[row]! * RESAMPLED_BINS + binOf(score, scale, RESAMPLED_BINS), kind, weight);
      if (!scale.exact) addMoments(group.moments, score, kind, weight);
    }
  }

  cube(): OutcomeCube {
    const keys = [...this.groups.keys()].sort((a, b) => a - b);
    return { groups: keys.map((key) => this.cubeGroup(key, this.groups.get(key)!)) };
  }

  private cubeGroup(key: number, { cells, parts, scores, scoreParts, moments }: GroupTally): CubeGroup {
    const { cellCount } = this;
    const exact = this.options.scale?.exact ?? true;
    return {
      values: this.valuesOf(key),
      cells: [...cells].flatMap((count, cell): [number, number][] => (count > 0 ? [[cell, count]] : [])),
      ...(this.seen.parts ? { parts: ascending(parts).map(([at, weight]): [number, number, number] => [Math.floor(at / cellCount), at % cellCount, weight]) } : {}),
      ...(this.seen.scores ? { scores: ascending(scores).map(([at, [p, n, u]]): [number, number, number, number] => [at, p!, n!, u!]) } : {}),
      ...(this.seen.scores && this.seen.parts
        ? { scoreParts: ascending(scoreParts).map(([at, [p, n, u]]): [number, number, number, number, number] => [Math.floor(at / RESAMPLED_BINS), at % RESAMPLED_BINS, p!, n!, u!]) }
        : {}),
      ...(this.seen.scores && !exact ? { moments: [...moments] } : {}),
    };
  }

  private valuesOf(key: number): (string | null)[] {
    const { groupAxes } = this.options;
    const values: (string | null)[] = [];
    for (let a = groupAxes.length - 1, rest = key; a >= 0; a--) {
      const radix = groupAxes[a]!.groups.length + 1;
      const code = rest % radix;
      values.unshift(code === 0 ? null : groupAxes[a]!.groups[code - 1]!);
      rest = Math.floor(rest / radix);
    }
    return values;
  }
}

function emptyTally(cells: number): GroupTally {
  return { cells: new Float64Array(cells), parts: new Map(), scores: new Map(), scoreParts: new Map(), moments: new Float64Array(MOMENTS) };
}

function addScore(sums: Map<number, Float64Array>, at: number, kind: number, weight: number): void {
  let sum = sums.get(at);
  if (!sum) sums.set(at, (sum = new Float64Array(3)));
  sum[kind]! += weight;
}

function ascending<T>(map: ReadonlyMap<number, T>): [number, T][] {
  return [...map].sort(([a], [b]) => a - b);
}
