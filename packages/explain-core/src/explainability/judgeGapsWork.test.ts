import { auditOf, categoryColumn, choose, linearToy, numberColumn, subjectOf, tableOf } from '../../test/robustness/toyModels.js';
import type { Result } from '../method/result.js';
import { holm } from '../numeric/adjustPValues.js';
import { meanOf } from '../numeric/meanInterval.js';
import { randomStream } from '../random/stream.js';
import { explainability } from './driver.js';

// Of women every feature counts, of men one: explanations of the two are not equally complex.
const n = 80;
const draws = randomStream(3).child('data');
const sexes = Array.from({ length: n }, (_, i) => (i % 2 === 0 ? 'f' : 'm'));
const one = (name: string, of: (i: number) => number) => numberColumn(name, Array.from({ length: n }, (_, i) => of(i)));
const away = (name: string) => one(name, (i) => (i % 2 === 0 ? 1 + 0.2 * draws.child(name).normal(i) : 0.02 * draws.child(name).normal(i)));
const table = tableOf([
  one('a', (i) => 1 + 0.2 * draws.child('a').normal(i)), away('b'), away('c'),
  categoryColumn('sex', ['f', 'm'], sexes), categoryColumn('half', ['x', 'y'], Array.from({ length: n }, (_, i) => (i % 4 < 2 ? 'x' : 'y'))),
  categoryColumn('y', ['no', 'yes'], sexes.map((sex) => (sex === 'f' ? 'yes' : 'no'))),
]);
const model = linearToy(['a', 'b', 'c'], [1, 1, 1], -1);
const subject = subjectOf(table, model, 'y', { sex: 'protected', half: 'protected' });
const methods = [choose(explainability, 'kernelShap', { rows: 60, background: 20 }), choose(explainability, 'lime', { rows: 60, samples: 300 }), choose(explainability, 'complexity')];
const gapsOf = (results: readonly Result[]): Result[] => results.filter(({ options }) => options['scope'] === 'gap' && String(options['measure']).endsWith('Difference'));

it('tests every gap of what judges found, and adjusts over all explainers, measures and attributes', async () => {
  const { results, artifacts } = await auditOf(explainability, { table, model, subject, methods });
  const gaps = gapsOf(results);
  expect(gaps.map(({ method, attribute, options }) => `${String(options['explainer'])} ${method} ${String(options['measure'])} ${attribute}`)).toEqual(
    ['kernelShap', 'lime'].flatMap((explainer) => ['effectiveFeatures', 'entropy', 'sparseness'].flatMap((measure) => ['sex', 'half'].map((attribute) => `${explainer} complexity ${measure}Difference ${attribute}`))),
  );
  expect(gaps.map(({ test }) => test!.holm)).toEqual(holm(gaps.map(({ test }) => test!.pValue)));
  const [bySex, byHalf] = gaps;
  const { rows } = artifacts.find(({ name }) => name === 'explainability/kernelShap/attributions')!.body as unknown as { rows: { groups: string[]; judged: { complexity: { effectiveFeatures: number } } }[] };
  const means = ['f', 'm'].map((sex) => meanOf(rows.filter(({ groups }) => groups[0] === sex).map(({ judged }) => judged.complexity.effectiveFeatures)));
  expect(bySex!.estimate.value).toBeCloseTo(Math.abs(means[0]!.mean - means[1]!.mean), 12);
  expect(bySex!.test!.statistic).toBeCloseTo((means[0]!.mean - means[1]!.mean) ** 2 / (means[0]!.standardError ** 2 + means[1]!.standardError ** 2), 8);
  expect(bySex!.test).toMatchObject({ name: 'welchPermutation', pValue: 1 / 2000 });
  expect(bySex!.test!.holm).toBeLessThan(0.05);
  expect(byHalf!.test!.holm).toBeGreaterThan(0.05);
  expect(bySex!.estimate).toMatchObject({ n: 60, interval: { level: 0.95 } });
});

it('is the same whatever the pieces, and is not there without protected attributes', async () => {
  const whole = await auditOf(explainability, { table, model, subject, methods });
  const pieces = await auditOf(explainability, { table, model, subject, methods, chunk: 7 });
  expect(gapsOf(pieces.results)).toEqual(gapsOf(whole.results));
  const alone = { ...subject, protected: [] };
  expect(explainability.readers!(alone, methods)).toEqual([]);
  expect(explainability.readers!(subject, methods)).toEqual([{ work: 'judgeGaps', reads: ['kernelShap', 'lime'] }]);
});
