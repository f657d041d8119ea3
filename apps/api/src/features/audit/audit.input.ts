import { ArgsType, Field, Float, ID, InputType, Int } from 'type-graphql';
import { PageArgs } from '../../graphql/connection.js';
import { AuditState, AuditTask, Pillar } from '../../graphql/enums.js';
import { JsonScalar } from '../../graphql/scalars.js';

@InputType()
export class CutsInput {
  @Field(() => String)
  column!: string;
  @Field(() => [Float], { description: 'Ascending: 25, 45 make the groups "under 25", "25 to under 45" and "45 and over".' })
  at!: number[];
}

@InputType()
export class GroupingInput {
  @Field(() => Int, { nullable: true, description: 'How many protected columns are crossed with each other at most; 2 unless said.' })
  depth?: number | null;
  @Field(() => [CutsInput], { nullable: true, description: 'Where protected number columns are cut into ranges. One with more than 20 values and no cuts is cut at its quartiles.' })
  cuts?: CutsInput[] | null;
  @Field(() => String, { nullable: true, description: 'Column of sampling weights, at least 0. Left out: the data set’s column of role "weight" if it has exactly one, which `ignore` can take out.' })
  weight?: string | null;
  @Field(() => String, { nullable: true, description: 'Column whose equal values mark rows that belong together, one person’s, say. Left out: the data set’s column of role "id" if it has exactly one and its values repeat, which `ignore` can take out; else rows are independent.' })
  cluster?: string | null;
  @Field(() => Int, { nullable: true, description: 'Groups of fewer rows are withheld, with as many others as keep anybody from working them out; 0 unless said.' })
  withholdBelow?: number | null;
}

@InputType()
export class StartAuditInput {
  @Field(() => ID)
  datasetId!: string;
  @Field(() => ID)
  modelVersionId!: string;
  @Field(() => ID, { nullable: true, description: 'Left out: the newest version of the organisation’s first policy.' })
  policyId?: string | null;
  @Field(() => String)
  label!: string;
  @Field(() => AuditTask, { nullable: true, description: 'Left out: what the model does; of stored predictions, regression where the label has more than 20 different numbers.' })
  task?: keyof typeof AuditTask | null;
  @Field(() => String, { nullable: true, description: 'The class that confusion counts are about. Known by itself for 0/1 and false/true.' })
  positive?: string | null;
  @Field(() => String, { nullable: true, description: 'The outcome that people want; the positive one unless said. Of a regression "higher" or "lower", or left out.' })
  favourable?: string | null;
  @Field(() => [String], { description: 'Columns that define groups.' })
  protected!: string[];
  @Field(() => [String], { nullable: true })
  ignore?: string[] | null;
  @Field(() => GroupingInput, { nullable: true })
  grouping?: GroupingInput | null;
  @Field(() => Float, { nullable: true, description: 'A whole number; 0 unless said.' })
  seed?: number | null;
  @Field(() => JsonScalar, { nullable: true, description: '{ "methods": [{ "pillar", "method", "options" }], "timeLimit": seconds }; left out, every dimension’s defaults.' })
  plan?: unknown;
}

@ArgsType()
export class AuditsArgs extends PageArgs {
  @Field(() => ID, { nullable: true })
  datasetId?: string | null;
  @Field(() => ID, { nullable: true })
  modelVersionId?: string | null;
  @Field(() => AuditState, { nullable: true })
  state?: keyof typeof AuditState | null;
}

@ArgsType()
export class ResultsArgs {
  @Field(() => Pillar, { nullable: true })
  dimension?: keyof typeof Pillar | null;
  @Field(() => String, { nullable: true })
  method?: string | null;
  @Field(() => String, { nullable: true })
  attribute?: string | null;
}
