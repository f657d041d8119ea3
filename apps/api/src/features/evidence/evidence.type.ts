import { Field, Float, ID, ObjectType } from 'type-graphql';
import type { EvidenceModel } from '../../generated/prisma/models.js';
import { DateTimeScalar } from '../../graphql/scalars.js';

@ObjectType({ description: 'A sealed bundle of an audit. GET `downloadUrl` with the session cookie or an API key.' })
export class Evidence {
  @Field(() => ID)
  id!: string;
  @Field(() => String)
  digest!: string;
  @Field(() => String)
  keyId!: string;
  @Field(() => Float)
  sizeBytes!: number;
  @Field(() => DateTimeScalar)
  createdAt!: Date;
  @Field(() => String)
  downloadUrl!: string;
}

export function showEvidence({ id, digest, keyId, sizeBytes, createdAt }: Omit<EvidenceModel, 'bytes'>): Evidence {
  return { id, digest, keyId, sizeBytes, createdAt, downloadUrl: `/evidence/${id}` };
}
