import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../../graphql/connection.js';
import { AuditState } from '../../graphql/enums.js';
import { DateTimeScalar } from '../../graphql/scalars.js';
import { Dataset, showDataset } from '../dataset/dataset.type.js';
import { Evidence, showEvidence } from '../evidence/evidence.type.js';
import { ModelVersion, showVersion } from '../model/model.type.js';
import { Policy, showPolicy } from '../policy/policy.type.js';
import type { StoredAudit } from './audit.service.js';

@ObjectType()
export class AuditProgress {
  @Field(() => ID)
  auditId!: string;
  @Field(() => AuditState)
  state!: keyof typeof AuditState;
  @Field(() => Int)
  tasksDone!: number;
  @Field(() => Int)
  tasksTotal!: number;
  @Field(() => String, { nullable: true })
  message!: string | null;
}

@ObjectType()
export class AuditFault {
  @Field(() => String)
  code!: string;
  @Field(() => String)
  message!: string;
  @Field(() => String, { nullable: true })
  taskKey!: string | null;
}

/** Results, verdicts, plan and progress are fields of the resolver: they are read when asked for. */
@ObjectType()
export class Audit {
  @Field(() => ID)
  id!: string;
  @Field(() => AuditState)
  state!: keyof typeof AuditState;
  @Field(() => DateTimeScalar)
  createdAt!: Date;
  @Field(() => DateTimeScalar, { nullable: true })
  startedAt!: Date | null;
  @Field(() => DateTimeScalar, { nullable: true })
  finishedAt!: Date | null;
  @Field(() => Dataset)
  dataset!: Dataset;
  @Field(() => ModelVersion)
  modelVersion!: ReturnType<typeof showVersion>;
  @Field(() => Policy)
  policy!: Policy;
  @Field(() => Float)
  seed!: number;
  @Field(() => String, { nullable: true, description: 'Of the audit’s record: equal audits have equal digests.' })
  digest!: string | null;
  @Field(() => String)
  label!: string;
  @Field(() => String)
  positive!: string;
  @Field(() => String)
  favourable!: string;
  @Field(() => [String])
  protected!: readonly string[];
  @Field(() => [AuditFault])
  faults!: AuditFault[];
  @Field(() => Evidence, { nullable: true })
  evidence!: Evidence | null;
  judgement!: StoredAudit['judgement'];
}

export const AuditConnection = connectionOf('Audit', () => Audit);

export function showAudit(row: StoredAudit): Audit {
  const { id, state, createdAt, startedAt, finishedAt, seed, digest, judgement } = row;
  const { label, positive, favourable, protected: groups } = row.request as unknown as Pick<Audit, 'label' | 'positive' | 'favourable' | 'protected'>;
  const fault = row.fault as { code: string; message: string; taskKey?: string } | null;
  return {
    id,
    state,
    createdAt,
    startedAt,
    finishedAt,
    seed,
    digest,
    judgement,
    label,
    positive,
    favourable,
    protected: groups,
    dataset: showDataset(row.dataset),
    modelVersion: showVersion(row.modelVersion),
    policy: showPolicy(row.policy),
    faults: fault ? [{ ...fault, taskKey: fault.taskKey ?? null }] : [],
    evidence: row.evidence ? showEvidence(row.evidence) : null,
  };
}
