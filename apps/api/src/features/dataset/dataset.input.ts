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

@InputType({ description: 'How to read the file. What is left out is detected; what cannot be told for certain is refused with the choices.' })
export class ReadingInput {
  @Field(() => String, { nullable: true, description: 'utf-8, utf-16le, utf-16be, windows-1252 or gb18030.' })
  encoding?: string;
  @Field(() => String, { nullable: true, description: 'A comma, semicolon, tab or vertical bar.' })
  separator?: string;
  @Field(() => [String], { nullable: true, description: 'Cells that mean "missing", instead of the usual marks.' })
  missing?: string[];
}
