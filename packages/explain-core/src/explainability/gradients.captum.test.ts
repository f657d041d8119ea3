import { captumCase, gapOf, type CaptumCase } from '../../test/explainability/captumReference.js';
import { rowsTable } from '../../test/explainability/germanReference.js';
import { sceneOf } from '../../test/explainability/scene.js';
import { randomStream } from '../random/stream.js';
import { expectedGradients } from './expectedGradients.js';
import type { Attribution, LocalExplainer } from './explainer.js';
import { gradientInput } from './gradientInput.js';
import { integratedGradients } from './integratedGradients.js';
import { smoothGrad } from './smoothGrad.js';
import type { Table } from '../data/table.js';

/** References by captum in float64 (golden/captum/README.md). The files compute in float32, 1e-7 of numbers around 1; some hundred of them are added up. */
const FLOAT32 = 1e-5;

describe.each(['value', 'binary', 'classes', 'pooled'])('%s', (name) => {
  let given: CaptumCase;
  beforeAll(async () => void (given = await captumCase(name)));
  afterAll(() => given.model.dispose());

  /** Of every class and row. */
  async function explained<O>(explainer: LocalExplainer<O>, options: object, background: Table = given.background): Promise<Attribution[][]> {
    const found: Attribution[][] = [];
    for (const target of given.targets) {
      const explain = await explainer.prepare(sceneOf(given.model, background, target), explainer.options.parse(options));
      found.push(await explain(given.rows, (i) => randomStream(3).child(i)));
    }
    return found;
  }
  const valuesOf = (found: Attribution[][]): (readonly number[])[][] => found.map((rows) => rows.map(({ values }) => values));
  const baselineValues = (): Record<string, number> => Object.fromEntries(given.names.map((column, j) => [column, given.expected.baseline[j]]));

  it.each(['gaussLegendre', 'riemannLeft', 'riemannMiddle', 'riemannRight'] as const)('integrated gradients by %s are captum’s, step for step', async (rule) => {
    const found = await explained(integratedGradients, { rule, steps: 20, maxSteps: 20, baselineValues: baselineValues() });
    valuesOf(found).forEach((values, k) => expect(gapOf(values, given.expected.integratedGradients[rule][k])).toBeLessThan(FLOAT32));
  });

  it('integrated gradients reach the target by themselves, and are near captum’s with 2000 steps', async () => {
    const found = await explained(integratedGradients, { baselineValues: baselineValues(), targetGap: 0.001, maxSteps: 4096 });
    const last = given.expected.yBaseline.length - 1;
    found.forEach((rows, k) => {
      // Where the gap of the sum is a thousandth, that of one value is of that size as well, and captum's own has one.
      expect(gapOf(rows.map(({ values }) => values), given.expected.integratedGradientsExact[k])).toBeLessThan(0.005);
      rows.forEach(({ values, base, output, detail }, i) => {
        expect(detail['reached']).toBe(true);
        expect(base).toBeCloseTo(given.expected.yBaseline[Math.min(k, last)], 5);
        expect(output).toBeCloseTo(given.expected.y[i][Math.min(k, last)], 5);
        const sum = values.reduce((a, b) => a + b, 0);
        expect(detail['completenessGap']).toBeCloseTo(sum + base - output, 12);
        expect(Math.abs(sum + base - output)).toBeLessThan(0.001 * values.reduce((a, b) => a + Math.abs(b), 0) + 1e-6);
      });
    });
  });

  it('gradient × input, and smoothGrad without noise, are captum’s', async () => {
    valuesOf(await explained(gradientInput, {})).forEach((values, k) => expect(gapOf(values, given.expected.inputXGradient[k])).toBeLessThan(FLOAT32));
    valuesOf(await explained(smoothGrad, { noise: 0, per: 'unit' })).forEach((values, k) => expect(gapOf(values, given.expected.saliency[k])).toBeLessThan(FLOAT32));
  });

  it('smoothGrad is captum’s within what drawing explains', async () => {
    // Two rows that are 1 apart in standard deviations of n − 1.
    const unit = rowsTable(given.names, [Math.SQRT1_2, -Math.SQRT1_2].map((value) => given.names.map(() => value)));
    const { noise, values: wanted, standardErrors: theirs } = given.expected.smoothGrad;
    const found = await explained(smoothGrad, { noise, pairs: 400, per: 'standardDeviation' }, unit);
    const distances = found.flatMap((rows, k) => rows.flatMap(({ values, standardErrors }, i) => values.map((value, j) => (value - wanted[k][i][j]) / Math.hypot(standardErrors[j], theirs[k][i][j]))));
    // Of some twenty to fifty standard normal numbers: none beyond 4.5 (1 in 3,000), and their mean square near 1.
    expect(Math.max(...distances.map(Math.abs))).toBeLessThan(4.5);
    const meanSquare = distances.reduce((sum, z) => sum + z * z, 0) / distances.length;
    expect(meanSquare).toBeGreaterThan(0.3);
    expect(meanSquare).toBeLessThan(2.5);
  });

  it('expected gradients are captum’s within their standard errors, which say what they miss', async () => {
    const found = await explained(expectedGradients, { points: 40 });
    const distances = found.flatMap((rows, k) => rows.flatMap(({ values, standardErrors }, i) => values.map((value, j) => (value - given.expected.expectedGradients[k][i][j]) / Math.hypot(standardErrors[j], FLOAT32 * 0.1))));
    // Of some twenty to fifty standard normal numbers: none beyond 4.5, and their mean square near 1, or below it where the derivative bends within pieces.
    expect(Math.max(...distances.map(Math.abs))).toBeLessThan(4.5);
    expect(distances.reduce((sum, z) => sum + z * z, 0) / distances.length).toBeGreaterThan(0.25);
  });
});
