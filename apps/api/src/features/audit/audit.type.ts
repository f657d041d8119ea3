import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { plainGrouping } from '@plumbline/explain-core/method/subject';
import { connectionOf } from '../../graphql/connection.js';
import { AuditState, AuditTask } from '../../graphql/enums.js';
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

@ObjectType()
export class Cuts {
  @Field(() => String)
  column!: string;
  @Field(() => [Float])
  at!: readonly number[];
}

/** How rows became groups: as asked for, with what was filled in. */
@ObjectType()
export class Grouping {
  @Field(() => Int, { description: 'How many protected columns are crossed with each other at most.' })
  depth!: number;
  @Field(() => [Cuts], { description: 'Where number columns are cut into ranges.' })
  cuts!: readonly Cuts[];
  @Field(() => String, { nullable: true })
  weight!: string | null;
  @Field(() => String, { nullable: true })
  cluster!: string | null;
  @Field(() => Int, { description: 'Groups of fewer rows are withheld; 0: none.' })
  withholdBelow!: number;
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
  @Field(() => AuditTask)
  task!: keyof typeof AuditTask;
  @Field(() => String, { nullable: true, description: 'Null of a regression.' })
  positive!: string | null;
  @Field(() => String, { nullable: true, description: 'A class; of a regression "higher", "lower" or null.' })
  favourable!: string | null;
  @Field(() => [String])
  protected!: readonly string[];
  @Field(() => Grouping)
  grouping!: Grouping;
  @Field(() => [AuditFault])
  faults!: AuditFault[];
  @Field(() => Evidence, { nullable: true })
  evidence!: Evidence | null;
  judgement!: StoredAudit['judgement'];
}

export const AuditConnection = connectionOf('Audit', () => Audit);

export function showAudit(row: StoredAudit): Audit {
  const { id, state, createdAt, startedAt, finishedAt, seed, digest, judgement } = row;
  const { label, task, positive, favourable, protected: groups, grouping } = row.request as unknown as Pick<Audit, 'label' | 'positive' | 'favourable' | 'protected'> & Partial<Pick<Audit, 'task' | 'grouping'>>;
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
    task: task ?? 'classification', // audits from before there was a choice
    positive,
    favourable,
    protected: groups,
    grouping: grouping ?? { ...plainGrouping, cuts: [] },
    dataset: showDataset(row.dataset),
    modelVersion: showVersion(row.modelVersion),
    policy: showPolicy(row.policy),
    faults: fault ? [{ ...fault, taskKey: fault.taskKey ?? null }] : [],
    evidence: row.evidence ? showEvidence(row.evidence) : null,
  };
}
