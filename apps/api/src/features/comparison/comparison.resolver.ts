import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { Context } from '../../graphql/context.js';
import { showAudit } from '../audit/audit.type.js';
import { showDimensions } from '../audit/result.type.js';
import { showDataset } from '../dataset/dataset.type.js';
import { showVersion } from '../model/model.type.js';
import { showPolicy } from '../policy/policy.type.js';
import { compareModels } from './comparison.service.js';
import { ModelComparison } from './comparison.type.js';

@Resolver(() => ModelComparison)
export class ComparisonResolver {
  @Query(() => ModelComparison, { description: 'The newest finished audit of each model’s latest version (or of the versions named) on one data set, judged by one policy.' })
  async compareModels(
    @Arg('datasetId', () => ID) datasetId: string,
    @Arg('policyId', () => ID) policyId: string,
    @Arg('modelVersionIds', () => [ID], { nullable: true }) versionIds: string[] | null,
    @Ctx() { actor }: Context,
  ): Promise<ModelComparison> {
    const { dataset, policy, models } = await compareModels(actor, datasetId, policyId, versionIds ?? null);
    return {
      dataset: showDataset(dataset),
      policy: showPolicy(policy),
      models: models.map(({ modelVersion, audit, dimensions }) => ({
        modelVersion: showVersion(modelVersion),
        audit: audit ? showAudit(audit) : null,
        dimensions: showDimensions(dimensions),
      })),
    };
  }
}
