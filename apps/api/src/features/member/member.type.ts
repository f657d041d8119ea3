import { Field, ID, ObjectType } from 'type-graphql';
import { Role } from '../../graphql/enums.js';
import { DateTimeScalar } from '../../graphql/scalars.js';

@ObjectType({ description: 'A person of the organisation.' })
export class Member {
  @Field(() => ID)
  id!: string;
  @Field(() => String)
  email!: string;
  @Field(() => String)
  name!: string;
  @Field(() => Role)
  role!: keyof typeof Role;
  @Field(() => DateTimeScalar)
  createdAt!: Date;
}

@ObjectType()
export class AddedMember {
  @Field(() => Member)
  member!: Member;
  @Field(() => String, { description: 'Shown this once.' })
  password!: string;
}
