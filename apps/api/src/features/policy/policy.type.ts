import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import type { PolicyDocument } from '@plumbline/explain-core/audit/policy';
import type { PolicyModel } from '../../generated/prisma/models.js';
import { connectionOf } from '../../graphql/connection.js';
import { Pillar } from '../../graphql/enums.js';
import { DateTimeScalar, JsonScalar } from '../../graphql/scalars.js';

@ObjectType()
export class PolicyCheck {
  @Field(() => String)
  id!: string;
  @Field(() => String)
  label!: string;
  @Field(() => Pillar)
  dimension!: keyof typeof Pillar;
  @Field(() => JsonScalar)
  select!: object;
  @Field(() => Float, { nullable: true })
  atLeast!: number | null;
  @Field(() => Float, { nullable: true })
  atMost!: number | null;
  @Field(() => String)
  reason!: string;
}

@ObjectType({ description: 'A versioned list of checks on results. Saving one of a known name makes its next version.' })
export class Policy {
  @Field(() => ID)
  id!: string;
  @Field(() => String)
  name!: string;
  @Field(() => Int)
  version!: number;
  @Field(() => [PolicyCheck])
  checks!: PolicyCheck[];
  @Field(() => DateTimeScalar)
  createdAt!: Date;
  @Field(() => JsonScalar)
  document!: unknown;
  @Field(() => String)
  digest!: string;
}

export const PolicyConnection = connectionOf('Policy', () => Policy);

export function showPolicy({ id, name, version, createdAt, document, digest }: PolicyModel): Policy {
  const { checks } = document as unknown as PolicyDocument;
  return {
    id,
    name,
    version,
    createdAt,
    document,
    digest,
    checks: checks.map(({ bound, ...check }) => ({ ...check, atLeast: bound.atLeast ?? null, atMost: bound.atMost ?? null })),
  };
}
