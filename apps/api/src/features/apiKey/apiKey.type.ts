import { Field, ID, ObjectType } from 'type-graphql';
import { Role } from '../../graphql/enums.js';
import { DateTimeScalar } from '../../graphql/scalars.js';

@ObjectType()
export class ApiKey {
  @Field(() => ID)
  id!: string;
  @Field(() => String)
  name!: string;
  @Field(() => Role)
  role!: keyof typeof Role;
  @Field(() => String, { description: 'Its first characters, to tell keys apart.' })
  start!: string;
  @Field(() => DateTimeScalar)
  createdAt!: Date;
  @Field(() => DateTimeScalar, { nullable: true })
  expiresAt!: Date | null;
  @Field(() => DateTimeScalar, { nullable: true })
  lastUsedAt!: Date | null;
}

@ObjectType()
export class CreatedApiKey {
  @Field(() => ApiKey)
  key!: ApiKey;
  @Field(() => String, { description: 'Shown this once.' })
  secret!: string;
}
