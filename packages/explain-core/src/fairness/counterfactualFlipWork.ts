import type { Json, JsonObject } from '../json.js';
import { choiceOfWork } from '../method/choice.js';
import type { Artifact, Outcome, Result } from '../method/result.js';
import { drawRows, pieces } from '../method/rows.js';
import { classLabelOf, type Subject } from '../method/subject.js';
import type { MethodChoice, Task, TaskContext } from '../method/task.js';
import { indicesOf, modelFor } from '../method/taskInputs.js';
import { pow } from '../elementary/power.js';
import { notEstimable, type Estimate } from '../numeric/estimate.js';
import { meanBounds } from '../numeric/meanBounds.js';
import { twoSidedZ } from '../numeric/normal.js';
import type { Moments } from '../numeric/scoreMoments.js';
import { pairwiseSum } from '../numeric/sum.js';
import { wilson } from '../numeric/wilson.js';
import type { RandomStream } from '../random/stream.js';
import { counterfactualFlip, flipMeasures, type FlipOptions } from './counterfactualFlip.js';
import { changesOf, type FlipPartial, type FlippedRow, type PairCounts, type RowChange } from './flipChanges.js';
import { flipAxis, flipsOf, readProtected, type FlipAxis } from './flip.js';
import { groupName } from './outcomeCube.js';
import { rowsWorth, type RowsWorth } from './rowsWorth.js';
import { drawnWeights } from './rowWeights.js';
import type { FairnessWork } from './work.js';

/** Rows of one task: with a handful of replacements some thousand questions. */
const TASK_ROWS = 250;
/** Flipped rows shown. */
export const SHOWN_FLIPS = 50;

/** The same rows for every fairness method that draws as many, so that methods can be compared row by row. */
export const counterfactualFlipWork: FairnessWork = {
  id: counterfactualFlip.id,
  methods: [counterfactualFlip],
  lacking,
  tasks(subject, choices, random) {
    return choices.flatMap((choice) => {
      const rows = drawRows(subject, optionsOf(choice).rows, random.child('fairness').child('rows'));
      return pieces(rows, TASK_ROWS).map((indices, number): Task => ({
        key: `fairness/${choice.method}/${number}`,
        pillar: 'fairness',
        work: choice.method,
        rows: { kind: 'indices', indices },
        options: {},
      }));
    });
  },
  async run(task, context): Promise<Json> {
    return (await flipPartial(task, context)) as unknown as Json;
  },
  combine(partials, { subject, methods }) {
    const choice = choiceOfWork('fairness', counterfactualFlip.id, methods);
    return outcomeOf(choice, subject, partials as unknown as readonly FlipPartial[]);
  },
};

function lacking(subject: Subject): string | null {
  const { model, dataset, protected: names } = subject;
  if (dataset.rows === 0) return 'the data set has no rows';
  if (model.source === 'predictions') return 'the audit has stored predictions only; replaced values need a model that can be asked';
  if (names.length === 0) return 'no protected column was named, so there is nothing to replace';
  if (subject.label.kind === 'number' || model.task === 'regression') return 'the model predicts a number, and this method is about predicted classes';
  if (readProtected(subject).length > 0) return null;
  const which = names.length === 1 ? `the protected column (${names[0]})` : `any of the protected columns (${names.join(', ')})`;
  return `the model does not read ${which}, so replacing the value changes nothing; other columns may still carry it (see proxies)`;
}

async function flipPartial(task: Task, context: TaskContext): Promise<FlipPartial> {
  const { subject, data, signal, random } = context;
  const choice = choiceOfWork('fairness', task.work, context.methods);
  const model = modelFor(task, context);
  const drawn = indicesOf(task);
  const weighed = await drawnWeights(context, drawn);
  // A row that weighs nothing stands for nobody, and the model need not be asked about it.
  const kept = [...drawn.keys()].filter((i) => weighed[i]! > 0);
  const indices = kept.map((i) => drawn[i]!);
  const axes = readProtected(subject).map((name) => thinned(flipAxis(subject, name), optionsOf(choice).values, random));
  const table = await data.take(indices, [...new Set([...model.features, ...subject.protected])]);
  const { favourable } = classLabelOf(subject);
  const flips = await flipsOf(model, table, axes, favourable, signal);
  context.progress(1, 1);
  return changesOf(flips, { indices, weights: Float64Array.from(kept, (i) => weighed[i]!) }, model.classes, favourable, SHOWN_FLIPS);
}

/** At most so many replacements, in the column's own order; the same for every task. */
function thinned(flip: FlipAxis, most: number, random: RandomStream): FlipAxis {
  if (flip.replacements.length <= most) return flip;
  const kept = random.child('fairness').child(counterfactualFlip.id).child('values').child(flip.axis.column).sample(flip.replacements.length, most).sort();
  return { ...flip, replacements: Array.from(kept, (r) => flip.replacements[r]) };
}

function optionsOf({ options }: MethodChoice): FlipOptions {
  return counterfactualFlip.options.parse(options);
}

type Rows = readonly RowChange[];

function outcomeOf(choice: MethodChoice, subject: Subject, partials: readonly FlipPartial[]): Outcome {
  const { level } = optionsOf(choice);
  const names = readProtected(subject);
  const rows = partials.flatMap((partial) => partial.rows);
  const byAxis = names.map((_, a): Rows => rows.flatMap((row) => row.axes[a]));
  const pairs = names.map((_, a) => mergePairs(partials.map((partial) => partial.pairs[a])));
  const anyColumn: Rows = rows.map(({ axes }) => ({
    weight: axes[0].weight,
    group: '',
    tried: axes.reduce((sum, { tried }) => sum + tried, 0),
    flipped: axes.some(({ flipped }) => flipped),
    towards: axes.some(({ towards }) => towards),
    away: axes.some(({ away }) => away),
    change: 0,
    largest: 0,
  }));
  const results = [
    ...shareMeasures.map((measure) => toResult(choice, measure, shareResult(anyColumn, measure, level))),
    ...names.flatMap((attribute, a) => [
      ...flipMeasures.map((measure) => ({ ...toResult(choice, measure, measured(byAxis[a], measure, level)), attribute })),
      ...groupsOf(subject, attribute, byAxis[a]).flatMap(([group, members]) =>
        flipMeasures.slice(0, 4).map((measure) => ({ ...toResult(choice, measure, measured(members, measure, level)), attribute, group })),
      ),
      ...pairs[a].map((pair) => ({ ...toResult(choice, 'pairFlipRate', pairShare(pair, level), { from: pair.from, to: pair.to }), attribute, group: pair.from })),
    ]),
  ];
  return { results, artifacts: [pairsArtifact(names, pairs, level), rowsArtifact(partials)] };
}

const shareMeasures = ['flipRate', 'flipRateTowards', 'flipRateAway'] as const;
const kindOf = { flipRate: 'flipped', flipRateTowards: 'towards', flipRateAway: 'away' } as const;

type Measured = Pick<Result, 'estimate' | 'counts'>;

function measured(rows: Rows, measure: (typeof flipMeasures)[number], level: number): Measured {
  if (measure !== 'scoreChange' && measure !== 'largestScoreChange') return shareResult(rows, measure, level);
  const asked = rows.filter(({ tried }) => tried > 0);
  const counts = { rows: asked.length, replacements: asked.reduce((sum, { tried }) => sum + tried, 0) };
  if (asked.length === 0) return { estimate: notEstimable(0, emptyBecause(rows)), counts };
  if (measure === 'scoreChange') return { estimate: meanChange(momentsOf(asked), asked.length, level), counts };
  const value = Math.max(...asked.map(({ largest }) => largest));
  return { estimate: { value, n: asked.length, exact: 'the largest change among the sampled rows; it describes these rows only' }, counts };
}

function shareResult(rows: Rows, measure: (typeof shareMeasures)[number], level: number): Measured {
  const asked = rows.filter(({ tried }) => tried > 0);
  const numerator = asked.reduce((sum, row) => sum + (row[kindOf[measure]] ? row.weight : 0), 0);
  const worth = worthOf(asked);
  return { estimate: share(numerator, worth, level, emptyBecause(rows)), counts: { numerator, denominator: worth.weight } };
}

function emptyBecause(rows: Rows): string {
  return rows.length === 0 ? 'none of the sampled rows is in this group' : 'the column has no other value to replace theirs with';
}

const worthOf = (rows: Rows): RowsWorth => rowsWorth(Float64Array.from(rows, ({ weight }) => weight), () => true);

/** Wilson's interval for as many rows of one weight as say as much. */
function share(successes: number, { rows: n, weight, effective }: RowsWorth, level: number, because: string): Estimate {
  if (n === 0) return notEstimable(0, because);
  const value = Math.min(1, successes / weight); // sums of weights round
  return { value, n, interval: wilson(value * effective, effective, level) };
}

function pairShare({ rows, weight, weightSquares, flipped, towards, away }: PairCounts, level: number): Measured {
  const worth = { rows, weight, effective: weight ** 2 / weightSquares };
  return { estimate: share(flipped, worth, level, ''), counts: { numerator: flipped, denominator: weight, towards, away } };
}

function toResult({ method, version, options }: MethodChoice, measure: string, found: Measured, resolved: JsonObject = {}): Result {
  return { dimension: 'fairness', method, version, options: { ...options, measure, ...resolved }, ...found };
}

/** Every group of the attribute that some sampled row is in, in the attribute's own order, missing last. */
function groupsOf(subject: Subject, attribute: string, rows: Rows): [string, Rows][] {
  const order = flipAxis(subject, attribute).axis.groups.map((group) => groupName([group]));
  const members = new Map<string, RowChange[]>();
  for (const row of rows) {
    const own = members.get(row.group);
    if (own) own.push(row);
    else members.set(row.group, [row]);
  }
  const place = (group: string): number => (order.includes(group) ? order.indexOf(group) : order.length);
  return [...members].sort(([one], [other]) => place(one) - place(other));
}

/** Sums of pairs that bear the same names, by name. */
function mergePairs(parts: readonly (readonly PairCounts[])[]): PairCounts[] {
  const merged = new Map<string, PairCounts>();
  for (const pair of parts.flat()) {
    const key = JSON.stringify([pair.from, pair.to]);
    const own = merged.get(key);
    merged.set(key, own === undefined ? pair : {
      from: pair.from,
      to: pair.to,
      rows: own.rows + pair.rows,
      weight: own.weight + pair.weight,
      weightSquares: own.weightSquares + pair.weightSquares,
      flipped: own.flipped + pair.flipped,
      towards: own.towards + pair.towards,
      away: own.away + pair.away,
      sum: own.sum + pair.sum,
      absolute: own.absolute + pair.absolute,
      squares: own.squares + pair.squares,
      largest: Math.max(own.largest, pair.largest),
    });
  }
  return [...merged.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, pair]) => pair);
}

function pairsArtifact(names: readonly string[], pairs: readonly (readonly PairCounts[])[], level: number): Artifact {
  const body = names.map((attribute, a) => ({
    attribute,
    pairs: pairs[a].map((pair) => {
      const { from, to, rows, weight, flipped, towards, away, sum, largest } = pair;
      return { from, to, rows, flipped, towards, away, flipRate: pairShare(pair, level).estimate, meanChange: sum / weight, scoreChange: meanAbsolute(pair, level), largestScoreChange: largest };
    }),
  }));
  return { name: `fairness/${counterfactualFlip.id}/pairs`, body: body as unknown as Json, showsRows: true };
}

function meanAbsolute({ rows, weight, weightSquares, absolute, squares }: PairCounts, level: number): Estimate {
  const mean = absolute / weight;
  const n = weight ** 2 / weightSquares;
  // Changes are at most 1, so what the difference of sums loses is below 10⁻¹² for any number of rows there may be.
  const variance = rows < 2 ? null : Math.max(0, (squares - weight * mean * mean) / (weight - weight / n));
  return meanChange({ mean, n, variance: variance !== null && variance < 1e-15 ? 0 : variance }, rows, level);
}

/** Changes lie between 0 and 1; where none is seen, or all are alike, the interval still has width. */
function meanChange(moments: Moments, n: number, level: number): Estimate {
  const { mean: value, variance } = moments;
  if (variance === null) return notEstimable(n, 'one row alone says nothing of how rows differ; two are needed');
  const method = variance === 0 ? 'clopperPearson' : moments.skewness === undefined ? 'studentT' : 'hallT';
  return { value, n, interval: { ...meanBounds(moments, [0, 1], twoSidedZ(level)), level, method } };
}

/** Moments of the rows' changes, n being how many rows of one weight would say as much. */
function momentsOf(rows: Rows): Moments {
  const { weight, effective: n } = worthOf(rows);
  const mean = pairwiseSum(rows.map((row) => row.weight * row.change)) / weight;
  const power = (p: number): number => pairwiseSum(rows.map((row) => row.weight * pow(row.change - mean, p)));
  if (rows.length < 2) return { mean, n, variance: null };
  const degrees = weight - weight / n;
  // What is left by rounding where all are alike is no spread.
  const variance = power(2) / degrees < 1e-30 ? 0 : power(2) / degrees;
  return { mean, n, variance, skewness: variance === 0 ? 0 : power(3) / weight / pow(power(2) / weight, 1.5) };
}

function rowsArtifact(partials: readonly FlipPartial[]): Artifact {
  const flipped = partials.flatMap((partial) => partial.shown).sort(bySize);
  return { name: `fairness/${counterfactualFlip.id}/rows`, body: { shown: `up to ${SHOWN_FLIPS} rows whose decision changes, each with the replacement of each column that moves its score furthest`, rows: flipped.slice(0, SHOWN_FLIPS) as unknown as Json }, showsRows: true };
}

function bySize(one: FlippedRow, other: FlippedRow): number {
  return Math.abs(other.scoreAfter - other.scoreBefore) - Math.abs(one.scoreAfter - one.scoreBefore) || one.row - other.row;
}
