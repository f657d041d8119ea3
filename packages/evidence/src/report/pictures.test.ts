import { expect, it } from '@jest/globals';
import { importancePlots } from './pictures.js';

type Results = Parameters<typeof importancePlots>[0];
const of = (method: string, measure: string, feature: string, value: number) => ({ method, feature, options: { measure, scope: 'feature' }, estimate: { value, n: 40, interval: { lower: value / 2, upper: 2 * value, level: 0.95, method: 'studentT' } } });

it('draws each measure of a method by itself, named where there are several', () => {
  const results = [of('accumulatedLocalEffects', 'range', 'income', 0.4), of('accumulatedLocalEffects', 'importance', 'income', 0.1), of('kernelShap', 'meanAbsolute', 'income', 0.2), of('hStatistic', 'totalStrength', 'income', 0.1), of('hStatistic', 'total', 'income', 0.3)] as unknown as Results;
  const captions = importancePlots(results).map(({ markup }) => /<figcaption>(.*?)<\/figcaption>/.exec(markup)![1]);
  expect(captions).toEqual(['Accumulated local effects: range', 'Accumulated local effects: importance', 'Kernel SHAP', 'Interaction (H-statistic): total strength', 'Interaction (H-statistic): total']);
});

it('shows the largest and says of how many', () => {
  const results = Array.from({ length: 40 }, (_, i) => of('kernelShap', 'meanAbsolute', `f${i}`, i / 100)) as unknown as Results;
  const [plot] = importancePlots(results).map(({ markup }) => markup);
  expect(plot).toContain('of 40');
  expect(plot).toContain('f39');
  expect(plot).not.toContain('>f0<');
});
