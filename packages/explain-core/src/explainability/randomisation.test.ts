import { auditOf, categoryColumn, choose, linearToy, numberColumn, subjectOf, tableOf } from '../../test/robustness/toyModels.js';
import type { Predictor } from '../models/predictor.js';
import { randomStream } from '../random/stream.js';
import { explainability } from './driver.js';
import { likeness } from './randomisation.js';

it('is the mean rank correlation, by size and with direction', () => {
  // By size 3, 2, 1 against 1, 2, 3: −1; with direction (ranks 3, 1, 2) against (1, 2, 3): −0.5.
  expect(likeness([3, -2, 1], [[1, 2, 3]])).toEqual({ rankCorrelation: expect.closeTo(-1, 12), signedRankCorrelation: expect.closeTo(-0.5, 12) });
  expect(likeness([3, -2, 1], [[1, 2, 3], [3, -2, 1]])).toEqual({ rankCorrelation: expect.closeTo(0, 12), signedRankCorrelation: expect.closeTo(0.25, 12) });
  // Of equal numbers nothing is an order; the other one counts alone.
  expect(likeness([3, -2, 1], [[1, 1, 1], [3, -2, 1]]).rankCorrelation).toBeCloseTo(1, 12);
  expect(likeness([1, 1], [[1, 2]])).toEqual({ rankCorrelation: null, signedRankCorrelation: null });
  expect(likeness([1, 2], [])).toEqual({ rankCorrelation: null, signedRankCorrelation: null });
});

const n = 60;
const draws = randomStream(7).child('rows');
const names = ['a', 'b', 'c', 'd'];
const table = tableOf([...names.map((name) => numberColumn(name, Array.from({ length: n }, (_, i) => draws.child(name).normal(i)))), categoryColumn('y', ['no', 'yes'], Array.from({ length: n }, (_, i) => (i % 2 === 0 ? 'yes' : 'no')))]);
const weights = [0.4, 0.3, 0.2, 0.1];
let open = 0;
const counted = (model: Predictor): Predictor => ({ ...model, dispose: async () => void open-- });
const withDealt = (deal: (k: readonly number[]) => Promise<Predictor>): Predictor => ({ ...linearToy(names, weights, 0), dealtAnew: () => (open++, deal(weights)) });
const audit = async (model: Predictor) => {
  const { results } = await auditOf(explainability, { table, model, subject: subjectOf(table, model, 'y'), methods: [choose(explainability, 'exactShap', { rows: 12, background: 10 }), choose(explainability, 'randomisation', {})] });
  return results.find(({ method, options }) => method === 'randomisation' && options['measure'] === 'rankCorrelation')!.estimate;
};

it('tells an explanation of what was learned from one that any model would get, and frees the models', async () => {
  // A model that is not dealt at all gets the same explanation.
  expect((await audit(withDealt(async () => counted(linearToy(names, weights, 0))))).value).toBeCloseTo(1, 12);
  const turned = (await audit(withDealt(async () => counted(linearToy(names, [0.01, 0.05, 0.3, 2], 0))))).value!;
  expect(turned).toBeLessThan(0.5);
  expect(open).toBe(0);
});

it('says that there is nothing to compare with', async () => {
  expect(await audit(linearToy(names, weights, 0))).toMatchObject({ value: null, undefinedBecause: expect.stringContaining('the model cannot be dealt anew') });
  const wordless = withDealt(async () => counted({ ...linearToy(names, weights, 0), predict: async (rows) => ({ rows: 0, columns: 2, values: new Float64Array(rows.rows * 0) }) }));
  expect(await audit(wordless)).toMatchObject({ value: null });
  expect(open).toBe(0);
});
