import type { CategoryColumn, Column, NumberColumn, Table } from '../data/table.js';
import type { Json } from '../json.js';
import { choiceOfWork } from '../method/choice.js';
import type { Artifact } from '../method/result.js';
import { drawRows } from '../method/rows.js';
import { indicesOf } from '../method/taskInputs.js';
import { notEstimable, type Estimate } from '../numeric/estimate.js';
import { matrix, type Matrix } from '../numeric/matrix.js';
import type { Ask } from './ask.js';
import { deviationOf, errorCurves, multipliers, pointIntervals, rangeOf, sizeEstimate, type Size } from './dependence/curveDoubt.js';
import { gridOf, type Grid } from './dependence/grid.js';
import { centredSpread, conditionalExpectations, heterogeneity, partialDependenceCurve } from './dependence/partialDependenceCurve.js';
import type { Measurement } from './explainer.js';
import { aboutAnswer, drawnRows, featuresOf, featureTasks, noAnswerBecause } from './wholeModel.js';
import { partialDependence, partialDependenceMeasures, type PartialDependenceOptions } from './partialDependence.js';
import { toResult, type ExplainabilityWork } from './work.js';

/** One feature's curve, as it is drawn. `lower` and `upper` are of each point alone; null for one row. */
interface DrawnCurve {
  readonly feature: string;
  readonly kind: 'number' | 'category';
  /** Values or names of levels. */
  readonly grid: readonly (number | string)[];
  /** Levels that rows have and that are not on the grid for being rarer. */
  readonly levelsLeftOut: number;
  readonly points: readonly { readonly mean: number; readonly lower: number | null; readonly upper: number | null; /** Of the rows' lines, centred at the first point. */ readonly spread: number | null }[];
}

/** What single rows get at the points of the grid, and the same less what they get at its first point. */
interface Lines {
  readonly feature: string;
  readonly lines: readonly { readonly row: number; readonly values: readonly number[]; readonly centred: readonly number[] }[];
}

interface Found {
  readonly measured: readonly Measurement[];
  readonly curve: DrawnCurve | null;
  readonly lines: Lines | null;
}

interface Partial {
  readonly features: readonly Found[];
}

/**
 * Tasks of features. Artifacts: `explainability/partialDependence/curves`, { method, version, class, unit, level, rows, features: DrawnCurve[] }, and `explainability/partialDependence/lines`,
 * { method, version, class, unit, features: Lines[] }, which shows rows.
 */
export const partialDependenceWork: ExplainabilityWork = {
  id: partialDependence.id,
  methods: [partialDependence],
  measuresOf: () => partialDependenceMeasures,
  questions(subject, { options }) {
    const { rows, points } = partialDependence.options.parse(options);
    return rows * points * featuresOf(subject).length;
  },
  lacking: (subject, choice) => noAnswerBecause(subject, choice),
  tasks(subject, choices, random) {
    const { rows } = optionsOf(choices);
    return featureTasks(partialDependence.id, drawRows(subject, rows, random.child('explainability').child('rows')), featuresOf(subject), (features) => ({ features }));
  },
  async run(task, context): Promise<Json> {
    const options = optionsOf(context.methods);
    const { rows, ask } = await drawnRows(task, context, options.class);
    const indices = indicesOf(task);
    const draws = context.random.child(partialDependence.id);
    const doubt = multipliers(rows.rows, options.replicates, draws.child('replicates'));
    const shown = [...draws.child('lines').sample(rows.rows, Math.min(options.lines, rows.rows))].sort((a, b) => a - b);
    const { features } = task.options as unknown as { features: readonly string[] };
    const found: Found[] = [];
    for (const feature of features) {
      found.push(await lookAt(rows, rows.columns.find(({ name }) => name === feature)!, ask, options, doubt, (lines) => shown.map((at) => lineOf(lines, at, indices[at]!))));
      context.progress(found.length, features.length);
    }
    return { features: found } satisfies Partial as unknown as Json;
  },
  combine(partials, { subject, methods }) {
    const choice = choiceOfWork('explainability', partialDependence.id, methods);
    const options = optionsOf(methods);
    const features = (partials as unknown as readonly Partial[]).flatMap((partial) => partial.features);
    const head = aboutAnswer(subject, choice);
    const artifact = (name: string, body: object): Artifact => ({ name: `explainability/${partialDependence.id}/${name}`, body: { ...head, ...body } as unknown as Json });
    return {
      results: features.flatMap(({ measured }) => measured.map((one) => toResult(choice, one, { class: head.class }))),
      artifacts: [
        artifact('curves', { level: options.level, rows: Math.min(options.rows, subject.dataset.rows), features: features.flatMap(({ curve }) => curve ?? []) }),
        { ...artifact('lines', { features: features.flatMap(({ lines }) => lines ?? []) }), showsRows: true },
      ],
    };
  },
};

function optionsOf(choices: Parameters<typeof choiceOfWork>[2]): PartialDependenceOptions {
  return partialDependence.options.parse(choiceOfWork('explainability', partialDependence.id, choices).options);
}

async function lookAt(rows: Table, column: Column, ask: Ask, options: PartialDependenceOptions, doubt: Matrix, linesOf: (lines: Matrix) => Lines['lines']): Promise<Found> {
  const feature = column.name;
  const none = (because: string): Found => ({ measured: partialDependenceMeasures.map((measure) => ({ measure, feature, estimate: notEstimable(0, because) })), curve: null, lines: null });
  if (column.kind === 'text') return none('the feature is text, which has no values to set for everybody');
  const grid = gridOf(column, options.points);
  if (grid === null) return none('no drawn row has a value of the feature');
  const lines = await conditionalExpectations(rows, column, grid, ask);
  const curve = partialDependenceCurve(lines);
  const intervals = pointIntervals(curve, options.level);
  const spread = centredSpread(lines);
  const errors = errorCurves(curve, doubt);
  const size = (of: Size): Estimate => sizeEstimate(curve, of, errors, options.level);
  const quarter: Size = (values) => rangeOf(values) / 4;
  const counts = { rows: rows.rows, points: grid.cells.length };
  return {
    measured: [
      { measure: 'range', feature, estimate: size(rangeOf), counts },
      { measure: 'importance', feature, estimate: size(grid.kind === 'number' ? deviationOf : quarter), counts },
      { measure: 'heterogeneity', feature, estimate: heterogeneity(lines, options.level), counts },
    ],
    curve: { feature, ...drawnGrid(column, grid), points: Array.from(curve.values, (mean, k) => ({ mean, lower: intervals[k]?.lower ?? null, upper: intervals[k]?.upper ?? null, spread: spread?.[k] ?? null })) },
    lines: { feature, lines: linesOf(lines) },
  };
}

function drawnGrid({ kind }: NumberColumn | CategoryColumn, { names, leftOut }: Grid): Pick<DrawnCurve, 'kind' | 'grid' | 'levelsLeftOut'> {
  return { kind, grid: names, levelsLeftOut: leftOut };
}

function lineOf({ columns, values }: Matrix, at: number, row: number): Lines['lines'][number] {
  const line = [...values.subarray(at * columns, (at + 1) * columns)];
  return { row, values: line, centred: line.map((value) => value - line[0]!) };
}
