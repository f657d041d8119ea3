import { explanationPictures } from './explanations.js';

type Artifacts = Parameters<typeof explanationPictures>[0];
const explained = (row: number, output: number) => ({ row, x: { income: 12, '<b>': 'x' }, values: [output - 0.5, 0], contributions: [output - 0.5, 0], standardErrors: [0.01, 0], base: 0.5, output });
const artifacts = [
  { name: 'explainability/choice', body: { explainers: [{ method: 'kernelShap', because: 'it asks <nothing>' }] } },
  { name: 'explainability/kernelShap/attributions', body: { method: 'kernelShap', class: 'yes', unit: 'probability', features: ['income', '<b>'], rows: [explained(7, 0.9), explained(3, 0.1), explained(5, 0.4), explained(9, 0.6)] } },
  {
    name: 'explainability/partialDependence/curves',
    body: {
      class: 'yes',
      unit: 'probability',
      rows: 40,
      features: [
        { feature: 'flat', kind: 'category', grid: ['p', 'q'], points: [{ mean: 0.5, lower: 0.4, upper: 0.6 }, { mean: 0.51, lower: null, upper: null }] },
        { feature: 'steep', kind: 'number', grid: [0, 1], points: [{ mean: 0.1, lower: 0, upper: 0.2 }, { mean: 0.9, lower: 0.8, upper: 1 }] },
      ],
    },
  },
] as unknown as Artifacts;
const textOf = (given: Artifacts): string => explanationPictures(given).map(({ markup }) => markup).join('\n');

it('says why each explainer is there', () => {
  expect(textOf(artifacts)).toContain('<strong>Kernel SHAP</strong>: it asks &#60;nothing&#62;');
});

it('draws the curve that moves the answer most first, with its table', () => {
  const text = textOf(artifacts);
  expect(text.indexOf('moves with steep')).toBeLessThan(text.indexOf('moves with flat'));
  expect(text).toContain('<td>1</td><td class="number">0.9</td><td class="number">0.8 to 1</td>');
  expect(text).toContain('<td>q</td><td class="number">0.51</td><td class="number">none</td>');
});

it('shows the lowest, the middle and the highest answer with their reasons', () => {
  const text = textOf(artifacts);
  expect([...text.matchAll(/<figcaption>Row (\d):/g)].map(([, row]) => row)).toEqual(['3', '5', '7']);
  expect(text).toContain('income = 12: −0.4 ± 0.0196.');
  expect(text).not.toContain('<b>');
});

it('is silent about what the audit did not do or withholds', () => {
  expect(explanationPictures([])).toEqual([]);
  expect(textOf(artifacts.filter(({ name }) => !name.endsWith('attributions')))).not.toContain('Row ');
});

it('shows one decision once', () => {
  const [choice, attributions] = artifacts as unknown as { name: string; body: { rows: unknown[] } }[];
  const one = [choice, { ...attributions!, body: { ...attributions!.body, rows: attributions!.body.rows.slice(0, 1) } }] as unknown as Artifacts;
  expect([...textOf(one).matchAll(/<figcaption>Row/g)]).toHaveLength(1);
});
