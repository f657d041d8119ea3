import { Field, Float, ID, ObjectType } from 'type-graphql';
import { DateTimeScalar, JsonScalar } from '../../graphql/scalars.js';

@ObjectType({ description: 'A place for a file’s bytes: send them to `url` by `method` with `headers`, once.' })
export class Upload {
  @Field(() => ID)
  id!: string;
  @Field(() => String)
  url!: string;
  @Field(() => String)
  method!: string;
  @Field(() => JsonScalar)
  headers!: object;
  @Field(() => DateTimeScalar)
  expiresAt!: Date;
  @Field(() => Float)
  maxBytes!: number;
}
