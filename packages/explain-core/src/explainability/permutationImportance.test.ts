import { germanModel, germanReference, germanTable } from '../../test/explainability/germanReference.js';
import { publicData } from '../../test/fairnessFixture.js';
import { auditOf, categoryColumn, choose, numberColumn, subjectOf, tableOf, toyPredictor } from '../../test/robustness/toyModels.js';
import type { Outcome } from '../method/result.js';
import { explainability } from './driver.js';

const valueOf = ({ results }: Outcome, feature: string): number => {
  const { estimate } = results.find((result) => result.feature === feature)!;
  if (estimate.value === null) throw new Error(estimate.undefinedBecause);
  return estimate.value;
};

describe('a model that reads one of two columns', () => {
  const n = 2000;
  const labels = Array.from({ length: n }, (_, i) => (i % 2 === 0 ? 'yes' : 'no'));
  const table = tableOf([
    categoryColumn('read', ['0', '1'], labels.map((label) => (label === 'yes' ? '1' : '0'))),
    numberColumn('unread', labels.map((_, i) => i)),
    categoryColumn('y', ['no', 'yes'], labels),
  ]);
  const model = toyPredictor({ features: ['read', 'unread'], classes: ['no', 'yes'], score: ([code]) => (code === 1 ? [0.2, 0.8] : [0.8, 0.2]) });
  const subject = subjectOf(table, model, 'y');
  const audit = (options: object, seed = 1) => auditOf(explainability, { table, model, subject, seed, methods: [choose(explainability, 'permutationImportance', { rows: n, ...options })] });

  it('loses half its accuracy by the one, by hand, and nothing by the other, exactly', async () => {
    // A shuffled label is the other one half of the time.
    const outcome = await audit({ repeats: 10 });
    const { estimate } = outcome.results[0];
    expect(Math.abs(valueOf(outcome, 'read') - 0.5)).toBeLessThan(0.02);
    expect(estimate).toMatchObject({ n, interval: { level: 0.95, method: 'studentT' } });
    expect(outcome.results[1]).toMatchObject({ feature: 'unread', estimate: { value: 0, interval: { lower: 0, upper: 0 } } });
  });

  it.each([
    // half of: log(0.8 ÷ 0.2), and 0.8² − 0.2²
    ['logLoss', Math.log(4) / 2],
    ['brier', 0.3],
  ])('in %s too', async (score, wanted) => {
    expect(Math.abs(valueOf(await audit({ score }), 'read') - wanted)).toBeLessThan(0.02);
  });

  it('is the same for the same seed, and other draws for another', async () => {
    expect((await audit({ rows: 50 })).results).toEqual((await audit({ rows: 50 })).results);
    expect((await audit({ rows: 50 }, 2)).results).not.toEqual((await audit({ rows: 50 })).results);
  });

  it('has an interval that holds the truth about as often as it says', async () => {
    let held = 0;
    const audits = 200;
    for (let seed = 0; seed < audits; seed++) {
      const { estimate } = (await audit({ rows: 100, repeats: 3 }, seed)).results[0];
      if (estimate.value === null) throw new Error(estimate.undefinedBecause);
      // The truth for these rows: shuffling parts labels with probability 1 − Σ p² = 1/2.
      if (estimate.interval!.lower <= 0.5 && estimate.interval!.upper >= 0.5) held++;
    }
    expect(held / audits).toBeGreaterThanOrEqual(0.93);
  });

  it('takes account of what a row gives: where each gives what it takes, little is left to chance', async () => {
    // Of labels that are all "no" the loss is the value itself, so shuffling moves losses about and never changes their mean.
    const noes = tableOf([...table.columns.slice(0, 2), categoryColumn('y', ['no', 'yes'], labels.map(() => 'no'))]);
    const about = { ...subjectOf(noes, model, 'y'), label: subject.label };
    const { results } = await auditOf(explainability, { table: noes, model, subject: about, methods: [choose(explainability, 'permutationImportance', { rows: n, repeats: 50 })] });
    const { estimate } = results[0];
    if (estimate.value === null) throw new Error(estimate.undefinedBecause);
    expect(Math.abs(estimate.value)).toBeLessThan(1e-15);
    // Of rows alone the half width would be 1.96 · 0.5 ÷ √2000 = 0.022; what is left is the chance of 50 shuffles, √(2 ÷ 50) of it.
    expect(estimate.interval!.upper / 0.0219).toBeCloseTo(0.2, 1);
  });

  it('leaves out rows without a label and says how many', async () => {
    const some = tableOf([...table.columns.slice(0, 2), categoryColumn('y', ['no', 'yes'], labels.map((label, i) => (i < 500 ? null : label)))]);
    const outcome = await auditOf(explainability, { table: some, model, subject: subjectOf(some, model, 'y'), methods: [choose(explainability, 'permutationImportance', { rows: n })] });
    expect(outcome.results[0]).toMatchObject({ estimate: { n: 1500 }, counts: { rows: n, rowsWithoutLabel: 500, repeats: 5 } });
  });

  it('of rows that all lack a label is not estimable', async () => {
    const none = tableOf([...table.columns.slice(0, 2), categoryColumn('y', ['no', 'yes'], labels.map(() => null))]);
    const about = { ...subjectOf(none, model, 'y'), label: subject.label };
    const outcome = await auditOf(explainability, { table: none, model, subject: about, methods: [choose(explainability, 'permutationImportance')] });
    expect(outcome.results[0].estimate).toEqual({ value: null, n: 0, undefinedBecause: '0 of the drawn rows have a label that is a class of the model; two are needed' });
  });
});

it('agrees with scikit-learn on German Credit', async () => {
  const reference = germanReference<{ accuracy: { mean: number[]; standardDeviation: number[] } }>('permutation-german-logistic.json');
  const lines = publicData('german-credit/german.csv');
  if (lines === null) return;
  const { features } = reference.model;
  const { table, bad } = germanTable(features, lines);
  const model = germanModel(reference);
  const labelled = tableOf([...table.columns, categoryColumn('y', ['bad', 'good'], bad.map((is) => (is ? 'bad' : 'good')))]);
  const repeats = 100;
  const outcome = await auditOf(explainability, { table: labelled, model, subject: subjectOf(labelled, model, 'y'), methods: [choose(explainability, 'permutationImportance', { rows: 1000, repeats })] });
  features.forEach((feature, j) => {
    // Shuffles differ; four standard errors of two means, theirs over 200 repeats.
    const spread = reference.accuracy.standardDeviation[j];
    expect(Math.abs(valueOf(outcome, feature) - reference.accuracy.mean[j])).toBeLessThan(4 * spread * Math.sqrt(1 / repeats + 1 / 200));
    const { estimate } = outcome.results.find((result) => result.feature === feature)!;
    if (estimate.value === null) throw new Error(estimate.undefinedBecause);
    expect(estimate.standardError! / (spread / Math.sqrt(repeats))).toBeGreaterThan(0.75);
    expect(estimate.standardError! / (spread / Math.sqrt(repeats))).toBeLessThan(1.3);
  });
});
