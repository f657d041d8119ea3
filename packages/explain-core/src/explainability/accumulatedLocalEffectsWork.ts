import { columnOf } from '../data/select.js';
import type { CategoryColumn, Column, NumberColumn, Table } from '../data/table.js';
import { ExplainError } from '../errors.js';
import type { Json } from '../json.js';
import { choiceOfWork } from '../method/choice.js';
import type { Artifact } from '../method/result.js';
import { drawRows } from '../method/rows.js';
import { notEstimable } from '../numeric/estimate.js';
import { matrix, type Matrix } from '../numeric/matrix.js';
import { accumulatedLocalEffects, localEffectsMeasures, type LocalEffectsOptions } from './accumulatedLocalEffects.js';
import type { Ask } from './ask.js';
import { levelEffects, numberEffects, type LocalEffects } from './dependence/aleCurve.js';
import { jointEffects } from './dependence/aleSurface.js';
import { errorCurves, multipliers, pointIntervals, rangeOf, sizeEstimate } from './dependence/curveDoubt.js';
import { levelOrder } from './dependence/levelOrder.js';
import { knownAscending, steps } from './dependence/steps.js';
import type { Measurement } from './explainer.js';
import { toResult, type ExplainabilityWork } from './work.js';
import { aboutAnswer, drawnRows, featuresOf, featureTasks, noAnswerBecause } from './wholeModel.js';

/** Levels that are still put in an order: the distances between all of them are looked at. */
const MOST_LEVELS = 50;

/** One feature's curve, as it is drawn. `grid`: edges of bins, or names of levels in the order made for them; `counts`: rows in each bin or at each level, null where small groups are withheld. */
interface DrawnEffects {
  readonly feature: string;
  readonly kind: 'number' | 'category';
  readonly grid: readonly (number | string)[];
  readonly points: readonly { readonly effect: number; readonly lower: number | null; readonly upper: number | null }[];
  readonly counts: readonly number[] | null;
}

/** What a pair does together: effects at each edge of the first feature and each of the second; rows in each cell. */
interface DrawnSurface {
  readonly features: readonly [string, string];
  readonly edges: readonly [readonly number[], readonly number[]];
  readonly effects: readonly (readonly number[])[];
  readonly counts: readonly (readonly number[])[] | null;
}

interface Found {
  readonly measured: readonly Measurement[];
  readonly curve: DrawnEffects | null;
  readonly surface: DrawnSurface | null;
}

interface Partial {
  readonly items: readonly Found[];
}

/** A feature, or two. */
type Item = readonly string[];

/**
 * Tasks of features and pairs. Artifacts: `explainability/accumulatedLocalEffects/curves`, { method, version, class, unit, level, rows, features: DrawnEffects[] }, and where pairs are named
 * `explainability/accumulatedLocalEffects/surfaces`, { method, version, class, unit, rows, pairs: DrawnSurface[] }.
 */
export const accumulatedLocalEffectsWork: ExplainabilityWork = {
  id: accumulatedLocalEffects.id,
  methods: [accumulatedLocalEffects],
  measuresOf: () => localEffectsMeasures,
  questions(subject, { options }) {
    const { rows, pairs } = accumulatedLocalEffects.options.parse(options);
    // A number at both ends of its bin; a level and its neighbours on both sides.
    return rows * (3 * featuresOf(subject).length + 4 * pairs.length);
  },
  lacking: (subject, choice) => noAnswerBecause(subject, choice),
  tasks(subject, choices, random) {
    const { rows, pairs } = optionsOf(choices);
    const features = featuresOf(subject);
    for (const pair of pairs) checkPair(pair, features);
    const items: Item[] = [...features.map((feature) => [feature]), ...pairs];
    return featureTasks(accumulatedLocalEffects.id, drawRows(subject, rows, random.child('explainability').child('rows')), items, (own) => ({ items: own }));
  },
  async run(task, context): Promise<Json> {
    const options = optionsOf(context.methods);
    const { rows, ask } = await drawnRows(task, context, options.class);
    const doubt = multipliers(rows.rows, options.replicates, context.random.child(accumulatedLocalEffects.id).child('replicates'));
    const { items } = task.options as unknown as { items: readonly Item[] };
    const found: Found[] = [];
    for (const names of items) {
      const columns = names.map((name) => columnOf(rows, name));
      found.push(columns.length === 1 ? await ofFeature(rows, columns[0]!, ask, options, doubt) : await ofPair(rows, columns as [Column, Column], ask, options, doubt));
      context.progress(found.length, items.length);
    }
    return { items: found } satisfies Partial as unknown as Json;
  },
  combine(partials, { subject, methods }) {
    const choice = choiceOfWork('explainability', accumulatedLocalEffects.id, methods);
    const options = optionsOf(methods);
    const items = (partials as unknown as readonly Partial[]).flatMap((partial) => partial.items);
    const head = { ...aboutAnswer(subject, choice), rows: Math.min(options.rows, subject.dataset.rows) };
    // How many rows a level or a bin has is a count of a group that may have to be withheld.
    const told = <T extends { readonly counts: unknown }>(drawn: T | null): T[] => (drawn === null ? [] : [subject.grouping.withholdBelow === 0 ? drawn : { ...drawn, counts: null }]);
    const artifact = (name: string, body: object): Artifact => ({ name: `explainability/${accumulatedLocalEffects.id}/${name}`, body: { ...head, ...body } as unknown as Json });
    return {
      results: items.flatMap(({ measured }) => measured.map((one) => toResult(choice, one, { class: head.class }))),
      artifacts: [
        artifact('curves', { level: options.level, features: items.flatMap(({ curve }) => told(curve)) }),
        ...(options.pairs.length === 0 ? [] : [artifact('surfaces', { pairs: items.flatMap(({ surface }) => told(surface)) })]),
      ],
    };
  },
};

function optionsOf(choices: Parameters<typeof choiceOfWork>[2]): LocalEffectsOptions {
  return accumulatedLocalEffects.options.parse(choiceOfWork('explainability', accumulatedLocalEffects.id, choices).options);
}

function checkPair([one, other]: readonly [string, string], features: readonly string[]): void {
  const unknown = [one, other].find((name) => !features.includes(name));
  if (unknown !== undefined) throw new ExplainError('BAD_PLAN', `The joint effects of "${one}" and "${other}" are asked for, but the model does not read "${unknown}"; it reads ${features.map((name) => `"${name}"`).join(', ')}.`);
  if (one === other) throw new ExplainError('BAD_PLAN', `The joint effects of "${one}" with itself are asked for; name two features.`);
}

async function ofFeature(rows: Table, column: Column, ask: Ask, options: LocalEffectsOptions, doubt: Matrix): Promise<Found> {
  const feature = column.name;
  const none = (because: string): Found => ({ measured: localEffectsMeasures.map((measure) => ({ measure, feature, estimate: notEstimable(0, because) })), curve: null, surface: null });
  if (column.kind === 'text') return none('the feature is text, which has no values to step through');
  const made = column.kind === 'number' ? await alongNumber(rows, column, ask, options.bins) : await alongLevels(rows, column, ask);
  if (typeof made === 'string') return none(made);
  const { grid, effects: { n, counts, curve, deviation } } = made;
  const intervals = pointIntervals(curve, options.level);
  const errors = errorCurves(curve, doubt);
  const told = { rows: n, rowsWithoutValue: rows.rows - n, steps: grid.length - 1 };
  return {
    measured: [
      { measure: 'range', feature, estimate: sizeEstimate(curve, rangeOf, errors, options.level, n), counts: told },
      { measure: 'importance', feature, estimate: sizeEstimate(curve, deviation, errors, options.level, n), counts: told },
    ],
    curve: { feature, kind: column.kind, grid, points: Array.from(curve.values, (effect, k) => ({ effect, lower: intervals[k]?.lower ?? null, upper: intervals[k]?.upper ?? null })), counts: [...counts] },
    surface: null,
  };
}

type Made = { readonly grid: readonly (number | string)[]; readonly effects: LocalEffects };

async function alongNumber(rows: Table, column: NumberColumn, ask: Ask, bins: number): Promise<Made | string> {
  const known = knownAscending(column.values);
  if (known.length === 0) return 'no drawn row has a value of the feature';
  const edges = steps(known, bins);
  return { grid: [...edges], effects: edges.length === 1 ? flat(rows.rows, known.length) : await numberEffects(rows, column, edges, ask) };
}

async function alongLevels(rows: Table, column: CategoryColumn, ask: Ask): Promise<Made | string> {
  const levels = new Set(column.codes.filter((code) => code >= 0)).size;
  if (levels === 0) return 'no drawn row has a value of the feature';
  if (levels > MOST_LEVELS) return `the drawn rows have ${levels} levels of the feature, more than the ${MOST_LEVELS} that are put in an order; join the rare ones`;
  const order = levelOrder(rows, column);
  const known = column.codes.reduce((count, code) => count + (code >= 0 ? 1 : 0), 0);
  return { grid: order.map((code) => column.levels[code]!), effects: levels === 1 ? flat(rows.rows, known) : await levelEffects(rows, column, order, ask) };
}

/** Of a feature that is one value: there is no step to take. */
function flat(rows: number, n: number): LocalEffects {
  return { n, counts: Float64Array.of(n), curve: { values: Float64Array.of(0), influences: matrix(rows, 1) }, deviation: () => 0 };
}

async function ofPair(rows: Table, columns: readonly [Column, Column], ask: Ask, options: LocalEffectsOptions, doubt: Matrix): Promise<Found> {
  const features = columns.map(({ name }) => name) as [string, string];
  const feature = features.join(' × ');
  const none = (because: string): Found => ({ measured: [{ measure: 'interaction', feature, estimate: notEstimable(0, because) }], curve: null, surface: null });
  const [one, other] = columns;
  if (one.kind !== 'number' || other.kind !== 'number') return none('joint effects are of two numbers, since cells of two orders of levels have no middle');
  const both = Array.from({ length: rows.rows }, (_, i) => i).filter((i) => !Number.isNaN(one.values[i]!) && !Number.isNaN(other.values[i]!));
  if (both.length === 0) return none('no drawn row has values of both features');
  const edges = [one, other].map(({ values }) => steps(knownAscending(Float64Array.from(both, (i) => values[i]!)), options.pairBins)) as [Float64Array, Float64Array];
  const constant = edges.findIndex(({ length }) => length === 1);
  if (constant >= 0) return none(`"${features[constant]}" is one value among the drawn rows`);
  const { n, counts, surface, deviation } = await jointEffects(rows, [one, other], edges, ask);
  const table = (values: Float64Array, width: number): number[][] => Array.from({ length: values.length / width }, (_, k) => [...values.subarray(k * width, (k + 1) * width)]);
  return {
    measured: [{ measure: 'interaction', feature, estimate: sizeEstimate(surface, deviation, errorCurves(surface, doubt), options.level, n), counts: { rows: n, rowsWithoutValue: rows.rows - n, cells: counts.length, emptyCells: counts.filter((count) => count === 0).length } }],
    curve: null,
    surface: { features, edges: [[...edges[0]], [...edges[1]]], effects: table(surface.values, edges[1].length), counts: table(counts, edges[1].length - 1) },
  };
}
