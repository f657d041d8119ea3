import { Field, InputType } from 'type-graphql';
import { ColumnKind, ColumnRole } from '../../graphql/enums.js';

@InputType({ description: 'What is left out is inferred.' })
export class ColumnOverride {
  @Field(() => String)
  name!: string;
  @Field(() => ColumnKind, { nullable: true })
  kind?: keyof typeof ColumnKind;
  @Field(() => ColumnRole, { nullable: true })
  role?: keyof typeof ColumnRole;
}
