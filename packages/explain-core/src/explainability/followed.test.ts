import { auditOf, categoryColumn, choose, linearToy, numberColumn, subjectOf, tableOf } from '../../test/robustness/toyModels.js';
import { randomStream } from '../random/stream.js';
import { explainability } from './driver.js';

const n = 80;
const draws = randomStream(6).child('rows');
const column = (name: string) => numberColumn(name, Array.from({ length: n }, (_, i) => draws.child(name).normal(i)));
const table = tableOf([column('a'), column('b'), categoryColumn('sex', ['f', 'm'], Array.from({ length: n }, (_, i) => (i % 3 === 0 ? 'f' : 'm'))), categoryColumn('y', ['no', 'yes'], Array.from({ length: n }, (_, i) => (i % 2 === 0 ? 'yes' : 'no')))]);
const model = linearToy(['a', 'b'], [2, 0.5], 0);
const subject = subjectOf(table, model, 'y', { sex: 'protected' });
const methods = [choose(explainability, 'exactShap', { rows: 20, background: 20 }), choose(explainability, 'removal', {})];

interface Curves {
  readonly shares: readonly number[];
  readonly explainer: string;
  readonly curves: readonly { readonly name: string; readonly group?: string; readonly rows: number; readonly points: readonly { readonly mean: number; readonly lower: number; readonly upper: number }[] }[];
}
const curvesOf = async (withholdBelow: number) => {
  const { results, artifacts } = await auditOf(explainability, { table, model, subject: { ...subject, grouping: { ...subject.grouping, withholdBelow } }, methods });
  const body = (name: string) => artifacts.find((artifact) => artifact.name === name)!.body;
  return { results, curves: body('explainability/removal/exactShap') as unknown as Curves, rows: (body('explainability/exactShap/attributions') as unknown as { rows: { judged: { removal: Record<string, number> } }[] }).rows };
};

it('keeps the mean answer while features are taken away, whose area is the measure, for all and for each group', async () => {
  const { results, curves, rows } = await curvesOf(0);
  expect(curves).toMatchObject({ explainer: 'exactShap', shares: [0, 0.5, 1] });
  expect(curves.curves.map(({ name, group }) => [name, group])).toEqual(['deletion', 'insertion'].flatMap((name) => [[name, undefined], [name, 'f'], [name, 'm']]));
  for (const [name, measure] of [['deletion', 'deletionArea'], ['insertion', 'insertionArea']]) {
    const { points } = curves.curves.find((curve) => curve.name === name && curve.group === undefined)!;
    // Trapezoids of the mean curve are the mean of the trapezoids.
    const area = (points[0]!.mean + 2 * points[1]!.mean + points[2]!.mean) / 4;
    expect(results.find(({ options, group, attribute }) => options['measure'] === measure && group === undefined && attribute === undefined)!.estimate.value).toBeCloseTo(area, 12);
    // With everything replaced all rows have the background's answer; before that they differ.
    const apart = points.map(({ mean, lower, upper }) => lower < mean && mean < upper);
    expect(apart).toEqual(name === 'deletion' ? [true, true, false] : [false, true, true]);
  }
  // What begins with the row ends where the other begins.
  const [deletion, insertion] = ['deletion', 'insertion'].map((name) => curves.curves.find((curve) => curve.name === name && curve.group === undefined)!.points);
  expect(deletion![0]!.mean).toBeCloseTo(insertion![2]!.mean, 12);
  expect(rows.some((row) => 'followed' in row)).toBe(false);
});

it('tells nothing of groups where small ones are withheld', async () => {
  const { curves } = await curvesOf(10);
  expect(curves.curves.map(({ name, group }) => [name, group])).toEqual([['deletion', undefined], ['insertion', undefined]]);
});
