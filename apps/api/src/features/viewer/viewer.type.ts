import { Field, ID, ObjectType } from 'type-graphql';
import { Role } from '../../graphql/enums.js';

@ObjectType()
export class Organisation {
  @Field(() => ID)
  id!: string;
  @Field(() => String)
  name!: string;
}

@ObjectType({ description: 'Whoever asks: a person, or an API key (then `id` is the key’s and `email` is empty).' })
export class Viewer {
  @Field(() => ID)
  id!: string;
  @Field(() => String)
  email!: string;
  @Field(() => String)
  name!: string;
  @Field(() => Organisation)
  organisation!: Organisation;
  @Field(() => Role)
  role!: keyof typeof Role;
}
