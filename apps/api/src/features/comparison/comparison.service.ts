import { judge, policyDocument } from '@plumbline/explain-core/audit/policy';
import { demand, type Actor } from '../../auth/actor.js';
import { inOrganisation, isUuid, type Transaction } from '../../db.js';
import { badInput, notFound } from '../../errors.js';
import type { DatasetModel, PolicyModel } from '../../generated/prisma/models.js';
import { auditWithSubjects, type StoredAudit } from '../audit/audit.service.js';
import { resultsIn, showJudgement, type ShownDimension } from '../audit/auditResults.js';
import { versionWithModel, type StoredVersion } from '../model/model.service.js';

export interface ComparedModel {
  readonly modelVersion: StoredVersion;
  /** Null when this version has not been audited on this data. */
  readonly audit: StoredAudit | null;
  readonly dimensions: readonly ShownDimension[];
}
export interface Comparison {
  readonly dataset: DatasetModel;
  readonly policy: PolicyModel;
  readonly models: readonly ComparedModel[];
}

/** A page is read by people; more rows than this are not compared but searched. */
const maxModels = 100;

/**
 * The same checks applied to each model's newest finished audit on one data set: the named versions, or every model's latest. Judged anew under the given
 * policy, so audits that were made under different policies can stand side by side.
 */
export async function compareModels(actor: Actor, datasetId: string, policyId: string, versionIds: readonly string[] | null): Promise<Comparison> {
  demand(actor, 'read');
  if (!isUuid(datasetId)) throw notFound('data set');
  if (!isUuid(policyId)) throw notFound('policy');
  if (versionIds !== null && versionIds.length > maxModels) throw badInput(`At most ${maxModels} models can be compared.`);
  return inOrganisation(
    actor.organisationId,
    async (tx) => {
      const dataset = await tx.dataset.findUnique({ where: { id: datasetId } });
      if (!dataset) throw notFound('data set');
      const policy = await tx.policy.findUnique({ where: { id: policyId } });
      if (!policy) throw notFound('policy');
      const document = policyDocument.parse(policy.document);
      const models: ComparedModel[] = [];
      for (const modelVersion of await versionsIn(tx, versionIds)) {
        const audit = await tx.audit.findFirst({ where: { datasetId, modelVersionId: modelVersion.id, state: 'succeeded' }, orderBy: { id: 'desc' }, ...auditWithSubjects });
        const results = audit ? await resultsIn(tx, audit.id) : [];
        models.push({ modelVersion, audit, dimensions: audit ? showJudgement(judge(document, results.map(({ result }) => result)), results) : [] });
      }
      return { dataset, policy, models };
    },
    { timeoutMs: 30_000 },
  );
}

async function versionsIn(tx: Transaction, ids: readonly string[] | null): Promise<StoredVersion[]> {
  if (ids === null) {
    return tx.modelVersion.findMany({ distinct: ['modelId'], orderBy: [{ modelId: 'desc' }, { number: 'desc' }], take: maxModels, include: versionWithModel });
  }
  const found = ids.every(isUuid) ? await tx.modelVersion.findMany({ where: { id: { in: [...ids] } }, include: versionWithModel }) : [];
  return ids.map((id) => {
    const version = found.find((candidate) => candidate.id === id);
    if (!version) throw notFound('model version');
    return version;
  });
}
