import { readFile } from 'node:fs/promises';
import { columnMapping, type ColumnMapping } from '@plumbline/explain-core/models/mapping';
import { modelCard, type ModelCard } from '@plumbline/explain-core/transparency/modelCard';

export interface DemoModel {
  readonly name: string;
  readonly file: string;
  readonly mapping: string;
  readonly card: ModelCard;
}

const training = 'Another 6,000 applications made by the same generator from another seed.';

/** Three models of three kinds, documented well, partly and hardly, so that there is something to compare. */
export const demoModels: readonly DemoModel[] = [
  {
    name: 'Scorecard',
    file: 'scorecard.onnx',
    mapping: 'scorecard.mapping.json',
    card: modelCard.parse({
      modelDetails: {
        name: 'Scorecard',
        overview: 'Logistic regression on five numbers, the purpose of the loan and the district, as an ONNX file.',
        owners: 'The demonstration; nobody answers for it.',
        version: '1',
        date: '2026',
        license: 'The same as Plumbline’s.',
      },
      intendedUse: {
        primaryUses: 'To show an audit of a linear model.',
        primaryUsers: 'People who try Plumbline.',
        outOfScopeUses: 'Any decision about a person.',
      },
      factors: { groups: 'Sex and origin; neither is an input.' },
      metrics: { performanceMeasures: 'Accuracy against the recorded decisions, which carry the planted bias.', decisionThresholds: 'Approved from a probability of 0.5.' },
      evaluationData: { datasets: 'The demonstration’s 6,000 applications.' },
      trainingData: { datasets: training, collection: 'Made up; see docs/demo.md.' },
      considerations: {
        risks: 'It learned from decisions that refused deserving applicants of immigrant origin, and the district tells it who they are.',
        mitigations: 'None: the bias is there to be found.',
        limitations: 'Missing incomes are taken for the mean.',
      },
    }),
  },
  {
    name: 'Gradient boosting',
    file: 'boosting.txt',
    mapping: 'boosting.mapping.json',
    card: modelCard.parse({
      modelDetails: { name: 'Gradient boosting', overview: '60 boosted trees (LightGBM) on every column, origin and sex among them.', version: '1', license: 'The same as Plumbline’s.' },
      intendedUse: { primaryUses: 'To show an audit of a tree ensemble.', outOfScopeUses: 'Any decision about a person.' },
      trainingData: { datasets: training },
      considerations: { risks: 'It may use origin and sex directly.' },
    }),
  },
  {
    name: 'Neural network',
    file: 'network.zip',
    mapping: 'network.mapping.json',
    card: modelCard.parse({ modelDetails: { name: 'Neural network', overview: 'Two hidden layers (TensorFlow.js); sees neither origin, sex nor district.' } }),
  },
];

const folder = new URL('../../demo/', import.meta.url);

export async function readDemoModel({ file, mapping }: DemoModel): Promise<{ bytes: Uint8Array; mapping: ColumnMapping }> {
  const bytes = await readFile(new URL(file, folder));
  return { bytes: new Uint8Array(bytes), mapping: columnMapping.parse(JSON.parse(await readFile(new URL(mapping, folder), 'utf8'))) };
}
