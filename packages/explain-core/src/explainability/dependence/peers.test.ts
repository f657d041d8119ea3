import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { categoryColumn, numberColumn, tableOf } from '../../../test/robustness/toyModels.js';
import { publicData } from '../../../test/fairnessFixture.js';
import { columnOf } from '../../data/select.js';
import type { CategoryColumn, NumberColumn, Table } from '../../data/table.js';
import type { Ask } from '../ask.js';
import { levelEffects, numberEffects } from './aleCurve.js';
import { jointEffects } from './aleSurface.js';
import { gridOf } from './grid.js';
import { interactionEstimates, mixedAnswers, pairParts, totalParts } from './interaction.js';
import { levelOrder } from './levelOrder.js';
import { centredSpread, conditionalExpectations, partialDependenceCurve } from './partialDependenceCurve.js';
import { knownAscending, steps } from './steps.js';

interface Curves {
  readonly formula: { readonly housing: Readonly<Record<string, number>>; readonly purpose: Readonly<Record<string, number>> };
  readonly partialDependence: { readonly features: Readonly<Record<string, { readonly grid: number[]; readonly mean: number[]; readonly lines: number[][]; readonly spread: number[] }>> };
  readonly ale: {
    readonly PyALE: Readonly<Record<string, { readonly edges: number[]; readonly effects: number[]; readonly sizes: number[] }>>;
    readonly alibi: Readonly<Record<string, { readonly edges: number[]; readonly effects: number[] }>>;
    readonly 'PyALE categories': Readonly<Record<string, { readonly order: string[]; readonly effects: number[]; readonly sizes: number[] }>>;
    readonly 'PyALE surface': { readonly features: [string, string]; readonly edges: [number[], number[]]; readonly effects: number[][] };
  };
  readonly hStatistic: { readonly pairs: Readonly<Record<string, number>>; readonly totals: Readonly<Record<string, number>> };
}

const reference = JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', '..', 'golden', 'reference', 'curves-german.json'), 'utf8')) as Curves;
const { housing, purpose } = reference.formula;
const lines = publicData('german-credit/german.csv');
const names = ['month', 'credit_amount', 'age'];

/** Both sides add the same doubles, in another order. */
const equal = (ours: ArrayLike<number>, theirs: readonly number[]): void => {
  expect(ours).toHaveLength(theirs.length);
  theirs.forEach((value, k) => expect(Math.abs(ours[k]! - value)).toBeLessThan(1e-9));
};

function german(rows: (i: number) => boolean): Table {
  const [header, ...body] = lines!;
  const cells = (name: string): string[] => body.filter((_, i) => rows(i)).map((line) => line[header!.indexOf(name)]!);
  const words = (name: string, levels: Readonly<Record<string, number>>): CategoryColumn => categoryColumn(name, Object.keys(levels).sort(), cells(name));
  return tableOf([...names.map((name) => numberColumn(name, cells(name).map(Number))), words('housing', housing), words('purpose', purpose)]);
}

/** The formula of the reference. */
const ask: Ask = async (table) => {
  const numbers = names.map((name) => (columnOf(table, name) as NumberColumn).values);
  const words = [housing, purpose].map((effects, j) => {
    const { levels, codes } = columnOf(table, ['housing', 'purpose'][j]!) as CategoryColumn;
    return Float64Array.from(codes, (code) => effects[levels[code]!]!);
  });
  return Float64Array.from({ length: table.rows }, (_, i) => {
    const [month, amount, age] = numbers.map((values) => values[i]!) as [number, number, number];
    const [house, reason] = words.map((values) => values[i]!) as [number, number];
    return 1 / (1 + Math.exp(-(-1.2 + 0.03 * month + 0.0001 * amount - 0.02 * age + 0.0012 * (month - 20) * (age - 35) + 0.04 * (month - 20) * reason + house + reason)));
  });
};

// The public data lie beside the repository; where they do not, there is nothing to compare on.
(lines === null ? describe.skip : describe)('on German Credit', () => {
  const all = lines === null ? tableOf([numberColumn('x', [])]) : german(() => true);
  const number = (name: string): NumberColumn => columnOf(all, name) as NumberColumn;
  const category = (name: string): CategoryColumn => columnOf(all, name) as CategoryColumn;

  it.each([...names, 'housing', 'purpose'])('partial dependence and ICE of %s are scikit-learn’s, on the same grid', async (name) => {
    const third = german((i) => i % 3 === 0);
    const wanted = reference.partialDependence.features[name]!;
    const column = columnOf(third, name) as NumberColumn | CategoryColumn;
    const grid = gridOf(column, 20)!;
    expect(grid.cells).toEqual(wanted.grid);
    const found = await conditionalExpectations(third, column, grid, ask);
    equal(partialDependenceCurve(found).values, wanted.mean);
    wanted.lines.forEach((line, i) => equal(found.values.subarray(i * line.length, (i + 1) * line.length), line));
    equal(centredSpread(found)!, wanted.spread);
  });

  it.each(names)('accumulated local effects of %s are PyALE’s and alibi’s', async (name) => {
    const theirs = reference.ale.PyALE[name]!;
    const found = await numberEffects(all, number(name), Float64Array.from(theirs.edges), ask);
    equal(found.curve.values, theirs.effects);
    expect([...found.counts]).toEqual(theirs.sizes.slice(1));
    const edges = steps(knownAscending(number(name).values), 20);
    expect([...edges]).toEqual(reference.ale.alibi[name]!.edges);
    equal((await numberEffects(all, number(name), edges, ask)).curve.values, reference.ale.alibi[name]!.effects);
  });

  it.each(['housing', 'purpose'])('accumulated local effects of %s are PyALE’s, in its order of levels', async (name) => {
    const { order: theirs, effects, sizes } = reference.ale['PyALE categories'][name]!;
    const ours = levelOrder(all, category(name)).map((code) => category(name).levels[code]!);
    // An order and its reverse are the same: which end is first is a matter of a sign.
    expect([theirs, [...theirs].reverse()]).toContainEqual(ours);
    const order = theirs.map((level) => category(name).levels.indexOf(level));
    const found = await levelEffects(all, category(name), order, ask);
    equal(found.curve.values, effects);
    expect([...found.counts]).toEqual(sizes);
    const reversed = await levelEffects(all, category(name), [...order].reverse(), ask);
    equal(reversed.curve.values, [...effects].reverse());
  });

  it('the surface of two numbers is PyALE’s, empty cells included', async () => {
    const { features, edges, effects } = reference.ale['PyALE surface'];
    const found = await jointEffects(all, [number(features[0]), number(features[1])], [Float64Array.from(edges[0]), Float64Array.from(edges[1])], ask);
    expect([...found.counts].filter((rows) => rows === 0).length).toBeGreaterThan(0);
    equal(found.surface.values, effects.flat());
  });
  it('Friedman’s H of pairs and totals is what scikit-learn’s partial dependence makes of it', async () => {
    const rows = german((i) => i % 3 === 0 && i < 120);
    const columns = rows.columns as readonly (NumberColumn | CategoryColumn)[];
    const alone = await Promise.all(columns.map((column) => mixedAnswers(rows, [column], ask)));
    const hOf = (parts: Parameters<typeof interactionEstimates>[0]): number => interactionEstimates(parts, rows.rows, 0.95).h.value!;
    for (const [j, column] of columns.entries()) {
      expect(hOf(totalParts(alone[j]!))).toBeCloseTo(reference.hStatistic.totals[column.name]!, 9);
      for (let k = j + 1; k < columns.length; k++) {
        const other = columns[k]!;
        expect(hOf(pairParts(await mixedAnswers(rows, [column, other], ask), alone[j]!, alone[k]!))).toBeCloseTo(reference.hStatistic.pairs[`${column.name} × ${other.name}`]!, 9);
      }
    }
  });
});
