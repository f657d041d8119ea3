import { ArgsType, Field, Float, ID, InputType, Int } from 'type-graphql';

@InputType({ description: 'What a row must fulfil in one column: `levels`, `otherThan`, a range, or `missing`; one of the four.' })
export class SliceConditionInput {
  @Field(() => String)
  column!: string;
  @Field(() => [String], { nullable: true, description: 'One of these values; numbers are written as JSON writes them.' })
  levels?: string[] | null;
  @Field(() => [String], { nullable: true, description: 'Any value but these.' })
  otherThan?: string[] | null;
  @Field(() => Float, { nullable: true, description: 'At least this; left out, the range is open below.' })
  from?: number | null;
  @Field(() => Float, { nullable: true, description: 'Less than this; left out, the range is open above.' })
  to?: number | null;
  @Field(() => Boolean, { nullable: true, description: 'Whether the value is missing. A missing value fulfils no other condition.' })
  missing?: boolean | null;
}

@ArgsType()
export class SliceRowsArgs {
  @Field(() => ID)
  datasetId!: string;
  @Field(() => [SliceConditionInput])
  conditions!: SliceConditionInput[];
  @Field(() => Int, { defaultValue: 20, description: 'How many rows, from 1 to 50.' })
  first!: number;
  @Field(() => Int, { defaultValue: 0, description: 'The row to begin at, counted from 0: the `nextRow` of an answer before.' })
  fromRow!: number;
  @Field(() => [String], { nullable: true, description: 'Columns to show; left out, all, at most 100.' })
  columns?: string[] | null;
}
