import type { Judgement } from '@plumbline/explain-core/audit/policy';
import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root, Subscription } from 'type-graphql';
import { IdArgs, mapPage } from '../../graphql/connection.js';
import type { Context } from '../../graphql/context.js';
import { JsonScalar } from '../../graphql/scalars.js';
import { AuditsArgs, ResultsArgs, StartAuditInput } from './audit.input.js';
import { cancelAudit, listAudits, readAudit, readPlan, startAudit } from './audit.service.js';
import { Audit, AuditConnection, AuditProgress, showAudit } from './audit.type.js';
import { readProgress, watchProgress, type Progress } from './auditProgress.js';
import { readArtifact, readArtifactNames, readResults, showJudgement } from './auditResults.js';
import { Findings, findingsArtifact, showFindings } from './finding.type.js';
import { DimensionOutcome, Result, showDimensions, showResult } from './result.type.js';

@Resolver(() => Audit)
export class AuditResolver {
  @Query(() => AuditConnection)
  async audits(@Args(() => AuditsArgs) { first, after, ...filter }: AuditsArgs, @Ctx() { actor }: Context) {
    return mapPage(await listAudits(actor, { first, after }, filter), showAudit);
  }

  @Query(() => Audit, { nullable: true })
  async audit(@Args(() => IdArgs) { id }: IdArgs, @Ctx() { actor }: Context): Promise<Audit> {
    return showAudit(await readAudit(actor, id));
  }

  @Mutation(() => Audit)
  async startAudit(@Arg('input', () => StartAuditInput) input: StartAuditInput, @Ctx() { actor, installation }: Context): Promise<Audit> {
    return showAudit(await startAudit(installation.queue, actor, input));
  }

  @Mutation(() => Audit)
  async cancelAudit(@Args(() => IdArgs) { id }: IdArgs, @Ctx() { actor }: Context): Promise<Audit> {
    return showAudit(await cancelAudit(actor, id));
  }

  @Subscription(() => AuditProgress, {
    description: 'How the audit stands now, then every change, until it has ended.',
    subscribe: ({ args, context }) => {
      const { feed, actor, stillAllowed } = context as Context;
      return watchProgress(feed, actor, (args as IdArgs).id, stillAllowed);
    },
  })
  auditProgress(@Args(() => IdArgs) _ids: IdArgs, @Root() progress: Progress): AuditProgress {
    return progress;
  }

  @FieldResolver(() => AuditProgress)
  progress(@Root() { id }: Audit, @Ctx() { actor }: Context): Promise<AuditProgress> {
    return readProgress(actor, id);
  }

  @FieldResolver(() => JsonScalar)
  plan(@Root() { id }: Audit, @Ctx() { actor }: Context): Promise<unknown> {
    return readPlan(actor, id);
  }

  @FieldResolver(() => [Result], { description: 'They arrive as they are found.' })
  async results(@Root() { id }: Audit, @Args(() => ResultsArgs) filter: ResultsArgs, @Ctx() { actor }: Context): Promise<Result[]> {
    return (await readResults(actor, id, filter)).map(showResult);
  }

  @FieldResolver(() => [DimensionOutcome], { description: 'Empty until the audit has succeeded.' })
  async dimensions(@Root() { id, judgement }: Audit, @Ctx() { actor }: Context): Promise<DimensionOutcome[]> {
    if (judgement === null) return [];
    return showDimensions(showJudgement(judgement as unknown as Judgement, await readResults(actor, id)));
  }

  @FieldResolver(() => Findings, { nullable: true, description: 'Gaps that stand out in fairness; null where the audit tests none.' })
  async findings(@Root() { id }: Audit, @Ctx() { actor }: Context): Promise<Findings | null> {
    return showFindings(await readArtifact(actor, id, findingsArtifact));
  }

  @FieldResolver(() => JsonScalar, { nullable: true })
  artifact(@Root() { id }: Audit, @Arg('name', () => String) name: string, @Ctx() { actor }: Context): Promise<unknown> {
    return readArtifact(actor, id, name);
  }

  @FieldResolver(() => [String])
  artifactNames(@Root() { id }: Audit, @Ctx() { actor }: Context): Promise<string[]> {
    return readArtifactNames(actor, id);
  }
}
