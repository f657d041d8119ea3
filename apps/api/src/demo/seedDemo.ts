import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PgBoss } from 'pg-boss';
import type { Actor } from '../auth/actor.js';
import { inOrganisation } from '../db.js';
import { startAudit } from '../features/audit/audit.service.js';
import { createDatasetFromFile } from '../features/dataset/dataset.service.js';
import { registerModelFile } from '../features/model/model.service.js';
import { lendingCsv } from './lending.js';
import { demoModels, readDemoModel } from './models.js';

export const demoDataset = 'Lending (made up)';
const columns = [
  { name: 'approved', role: 'label' },
  { name: 'sex', role: 'protected' },
  { name: 'origin', role: 'protected' },
] as const;

/**
 * Fills an organisation that has no data with the demonstration: data set, models, and an audit of each. Every step looks first whether
 * it was done, so a start that was cut short is finished by the next. Says how many audits it started.
 */
export async function seedDemo(queue: PgBoss, actor: Actor): Promise<number> {
  const found = await inOrganisation(actor.organisationId, async (tx) => ({
    strangers: await tx.dataset.count({ where: { name: { not: demoDataset } } }),
    dataset: await tx.dataset.findFirst({ where: { name: demoDataset }, select: { id: true } }),
  }));
  if (found.dataset === null && found.strangers > 0) return 0;
  const datasetId = found.dataset?.id ?? (await storeLending(actor));
  let started = 0;
  for (const model of demoModels) {
    const known = await inOrganisation(actor.organisationId, (tx) =>
      tx.model.findFirst({ where: { name: model.name }, select: { versions: { select: { id: true, audits: { where: { datasetId }, select: { id: true } } } } } }),
    );
    const [version] = known?.versions ?? [];
    if (version && version.audits.length > 0) continue;
    const { name, card } = model;
    const modelVersionId = version?.id ?? (await registerModelFile(actor, { name, card, datasetId, ...(await readDemoModel(model)) })).id;
    await startAudit(queue, actor, { datasetId, modelVersionId, label: 'approved', positive: 'yes', favourable: 'yes', protected: ['sex', 'origin'], seed: 1 });
    started++;
  }
  return started;
}

async function storeLending(actor: Actor): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'plumbline-demo-'));
  try {
    const path = join(directory, 'lending.csv');
    await writeFile(path, lendingCsv());
    return (await createDatasetFromFile(actor, demoDataset, { path, filename: 'lending.csv', columns: [...columns] })).id;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
