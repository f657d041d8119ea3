import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Actor } from '../src/auth/actor.js';
import { createDatasetFromFile } from '../src/features/dataset/dataset.service.js';
import { registerPredictions } from '../src/features/model/model.service.js';

/** Sixty rows: a label, a prediction of it, a score, two protected columns with two groups each, and columns that cannot be used in one way or another. */
export function peopleCsv(): string {
  const rows = Array.from({ length: 60 }, (_, i) => {
    const label = i % 3 === 0 ? 1 : 0;
    const predicted = i % 5 === 0 ? 1 - label : label;
    return [label, predicted, (predicted * 0.8 + 0.1).toFixed(2), i % 2 === 0 ? 'f' : 'm', i % 4 < 2 ? 'young' : 'old', 'CH', i % 3, `note ${i}`, i < 59 ? 'yes' : 'no'].join(',');
  });
  return ['label,predicted,score,sex,age,country,three,note,verdict', ...rows].join('\n');
}

/** Those rows stored, with their predictions as a model. */
export async function storePeople(actor: Actor, home: string): Promise<{ datasetId: string; modelVersionId: string; modelId: string }> {
  const path = join(home, 'people.csv');
  await writeFile(path, peopleCsv());
  const dataset = await createDatasetFromFile(actor, 'people', { path, filename: 'people.csv' });
  const version = await registerPredictions(actor, { datasetId: dataset.id, predictionColumn: 'predicted', scoreColumn: 'score' });
  return { datasetId: dataset.id, modelVersionId: version.id, modelId: version.modelId };
}
