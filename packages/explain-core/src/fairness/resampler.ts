import { multinomialReplicates } from '../numeric/multinomial.js';
import type { ScoreTable } from '../numeric/scoreTable.js';
import type { RandomStream } from '../random/stream.js';
import { sumCells } from './cellMeanings.js';
import type { Basis, Group, GroupCounts, GroupsFunction, Resampler } from './groupedOutcomes.js';
import { addMoments, MOMENTS } from './moments.js';
import type { OutcomeCube } from './outcomeCube.js';
import { binMiddle, binOf, RESAMPLED_BINS, type ScoreScale } from './scoreScale.js';
import { SAMPLE_PARTS } from './sampleParts.js';

export interface Membership {
  /** The group of each finest group; −1 where it is withheld. */
  readonly membership: Int32Array;
  readonly groups: number;
}

/** One cell of one finest group: how many rows, and where they count. */
interface Entry {
  readonly finest: number;
  /** Cell of the cube for counts; for scores, 3 · bin + (0 positive, 1 negative, 2 unlabelled). */
  readonly cell: number;
  /** [part, Σ weight] where parts are drawn. */
  readonly parts: readonly (readonly [number, number])[] | null;
  readonly count: number;
}

/** More draws than these are not kept for the next metric but drawn again: 200 MB. */
const MOST_KEPT = 50_000_000;
/** A jackknife over more cells would take longer than the correction is worth; percentiles are used then. */
const MOST_JACKKNIFED = 20_000;

export function resampler(
  cube: OutcomeCube,
  attributes: ReadonlyMap<string, Membership>,
  meanings: readonly GroupCounts[],
  scale: ScoreScale | null,
  random: RandomStream,
): Resampler {
  const inParts = cube.groups.some(({ parts }) => parts !== undefined);
  const sources = new Map<Basis, Source>();
  const sourceOf = (basis: Basis): Source => {
    let source = sources.get(basis);
    if (!source) sources.set(basis, (source = new Source(basis === 'counts' ? countEntries(cube) : scoreEntries(cube, scale!), inParts, random.child('bootstrap').child(basis))));
    return source;
  };
  const valueOf = (attribute: string | null, basis: Basis, counts: Float64Array, value: GroupsFunction): number | null => {
    const { membership, groups } = attribute === null ? { membership: null, groups: 0 } : attributes.get(attribute)!;
    return gathered(sourceOf(basis), counts, membership, groups, basis, meanings, scale, value);
  };
  return {
    // One at a time: each draw is written over the one before.
    replicates: (attribute, basis, count, value) => Array.from(sourceOf(basis).draws(count), (counts) => valueOf(attribute, basis, counts, value)),
    drawnFrom: (attribute, basis, value) => valueOf(attribute, basis, sourceOf(basis).observed, value),
    jackknife(attribute, basis, value) {
      const leaves = sourceOf(basis).leaveOneOut();
      if (leaves === null) return null;
      const values: (number | null)[] = [];
      const weights: number[] = [];
      for (const { counts, weight } of leaves) {
        values.push(valueOf(attribute, basis, counts, value));
        weights.push(weight);
      }
      return { values, weights };
    },
  };
}

/** Entries with how often each was drawn. */
class Source {
  readonly observed: Float64Array;
  /** Of each entry, for the loop that every replicate goes through. */
  readonly finest: Int32Array;
  readonly cell: Int32Array;
  private kept: { readonly count: number; readonly draws: ArrayLike<number> } | null = null;

  constructor(
    readonly entries: readonly Entry[],
    private readonly inParts: boolean,
    private readonly random: RandomStream,
  ) {
    this.observed = Float64Array.from(entries, ({ count }) => count);
    this.finest = Int32Array.from(entries, ({ finest }) => finest);
    this.cell = Int32Array.from(entries, ({ cell }) => cell);
  }

  *draws(count: number): Generator<Float64Array> {
    const cells = this.inParts ? this.partsUsed() : this.observed;
    const total = cells.reduce((sum, value) => sum + value, 0);
    const isSmall = cells.length * count <= MOST_KEPT;
    if (isSmall && (this.kept === null || this.kept.count < count)) this.kept = { count, draws: multinomialReplicates(cells, total, this.random, 0, count) };
    const drawn = new Float64Array(cells.length);
    for (let replicate = 0; replicate < count; replicate++) {
      const draws = isSmall ? this.kept!.draws : multinomialReplicates(cells, total, this.random, replicate, 1);
      const at = isSmall ? replicate * cells.length : 0;
      for (let cell = 0; cell < cells.length; cell++) drawn[cell] = draws[at + cell]!;
      yield this.inParts ? this.fromParts(drawn) : drawn;
    }
  }

  leaveOneOut(): Generator<{ counts: Float64Array; weight: number }> | null {
    const units = this.inParts ? SAMPLE_PARTS : this.entries.length;
    return units > MOST_JACKKNIFED || (units * this.entries.length > MOST_KEPT) ? null : this.leaves();
  }

  private *leaves(): Generator<{ counts: Float64Array; weight: number }> {
    if (this.inParts) {
      const used = this.partsUsed();
      for (let part = 0; part < SAMPLE_PARTS; part++) {
        if (used[part] === 0) continue;
        const without = Float64Array.from(used);
        without[part] = 0;
        yield { counts: this.fromParts(without), weight: 1 };
      }
      return;
    }
    const counts = Float64Array.from(this.observed);
    for (let i = 0; i < counts.length; i++) {
      const weight = this.observed[i]!;
      if (weight === 0) continue;
      counts[i] = weight - 1;
      yield { counts, weight };
      counts[i] = weight;
    }
  }

  /** 1 for each part that holds a row. */
  private partsUsed(): Float64Array {
    const used = new Float64Array(SAMPLE_PARTS);
    for (const { parts } of this.entries) for (const [part] of parts ?? []) used[part] = 1;
    return used;
  }

  private fromParts(times: Float64Array): Float64Array {
    return Float64Array.from(this.entries, ({ parts }) => (parts ?? []).reduce((sum, [part, weight]) => sum + times[part]! * weight, 0));
  }
}

function countEntries(cube: OutcomeCube): Entry[] {
  return cube.groups.flatMap(({ cells, parts }, finest) => {
    const own = new EntryMap(parts !== undefined);
    if (parts !== undefined) for (let i = 0; i < parts.length; i += 3) own.add(parts[i + 1]!, parts[i + 2]!, parts[i]!);
    else for (let i = 0; i < cells.length; i += 2) own.add(cells[i]!, cells[i + 1]!, null);
    return own.entries(finest);
  });
}

function scoreEntries(cube: OutcomeCube, scale: ScoreScale): Entry[] {
  return cube.groups.flatMap(({ scores = [], scoreParts }, finest) => {
    const own = new EntryMap(scoreParts !== undefined);
    if (scoreParts !== undefined) {
      for (let i = 0; i < scoreParts.length; i += 5) for (let kind = 0; kind < 3; kind++) own.add(3 * scoreParts[i + 1]! + kind, scoreParts[i + 2 + kind]!, scoreParts[i]!);
    } else {
      for (let i = 0; i < scores.length; i += 4) {
        const bin = binOf(scale.exact ? scores[i]! : binMiddle(scores[i]!, scale, scale.bins), scale, RESAMPLED_BINS);
        for (let kind = 0; kind < 3; kind++) own.add(3 * bin + kind, scores[i + 1 + kind]!, null);
      }
    }
    return own.entries(finest);
  });
}

/** Sums of one finest group by cell, and by the part of the sample where there are parts. */
class EntryMap {
  private readonly cells = new Map<number, { count: number; parts: [number, number][] }>();

  constructor(private readonly inParts: boolean) {}

  add(cell: number, weight: number, part: number | null): void {
    if (weight === 0) return;
    let entry = this.cells.get(cell);
    if (!entry) this.cells.set(cell, (entry = { count: 0, parts: [] }));
    entry.count += weight;
    if (part !== null) entry.parts.push([part, weight]);
  }

  entries(finest: number): Entry[] {
    return [...this.cells].sort(([a], [b]) => a - b).map(([cell, { count, parts }]): Entry => ({ finest, cell, parts: this.inParts ? parts : null, count }));
  }
}

/** Adds the entries up to the groups of one attribute and to all rows, and takes the value of those. */
function gathered(
  { finest, cell }: Source,
  counts: Float64Array,
  membership: Int32Array | null,
  groups: number,
  basis: Basis,
  meanings: readonly GroupCounts[],
  scale: ScoreScale | null,
  value: GroupsFunction,
): number | null {
  const width = basis === 'counts' ? meanings.length : 3 * RESAMPLED_BINS;
  const sums = new Float64Array((groups + 1) * width);
  const all = groups * width;
  for (let i = 0; i < cell.length; i++) {
    const count = counts[i]!;
    const at = cell[i]!;
    sums[all + at]! += count;
    const group = membership === null ? -1 : membership[finest[i]!]!;
    if (group >= 0) sums[group * width + at]! += count;
  }
  const make = (at: number): Group => (basis === 'counts' ? countGroup(sums.subarray(at * width, (at + 1) * width), meanings) : scoreGroup(sums.subarray(at * width, (at + 1) * width), scale!));
  return value(Array.from({ length: groups }, (_, g) => make(g)), make(groups));
}

function countGroup(cells: Float64Array, meanings: readonly GroupCounts[]): Group {
  const counts = sumCells(cells, meanings);
  return { name: '', values: [], counts, rows: counts, cells, parts: null, scores: null };
}

function scoreGroup(sums: Float64Array, scale: ScoreScale): Group {
  let size = 0;
  for (let bin = 0; bin < RESAMPLED_BINS; bin++) if (sums[3 * bin]! + sums[3 * bin + 1]! + sums[3 * bin + 2]! > 0) size++;
  const table = { scores: new Float64Array(size), positives: new Float64Array(size), negatives: new Float64Array(size) };
  const unlabelled = new Float64Array(size);
  let labelled = 0;
  let rows = 0;
  for (let bin = 0, at = 0; bin < RESAMPLED_BINS; bin++) {
    const own = sums[3 * bin]! + sums[3 * bin + 1]!;
    if (!(own + sums[3 * bin + 2]! > 0)) continue;
    table.scores[at] = binMiddle(bin, scale, RESAMPLED_BINS);
    table.positives[at] = sums[3 * bin]!;
    table.negatives[at] = sums[3 * bin + 1]!;
    unlabelled[at] = sums[3 * bin + 2]!;
    labelled += own;
    rows += own + unlabelled[at++]!;
  }
  let moments: Float64Array | null = null;
  // Decisions are not drawn with scores; nothing that asks for them is drawn from scores.
  const counts: GroupCounts = { rows, selected: NaN, labelled, deserving: NaN, correct: NaN, truePositives: NaN, falsePositives: NaN, trueNegatives: NaN, falseNegatives: NaN };
  const scores = {
    table,
    unlabelled,
    parts: null,
    // Most of what is drawn asks for the table only.
    get moments() {
      return (moments ??= momentsOfTable(table, unlabelled));
    },
  };
  return { name: '', values: [], counts, rows: counts, cells: new Float64Array(0), parts: null, scores };
}

function momentsOfTable({ scores, positives, negatives }: ScoreTable, unlabelled: Float64Array): Float64Array {
  const moments = new Float64Array(MOMENTS);
  scores.forEach((score, i) => [positives[i]!, negatives[i]!, unlabelled[i]!].forEach((weight, kind) => weight > 0 && addMoments(moments, score, kind, weight)));
  return moments;
}
