import { ArgsType, Field, Float, ID, InputType } from 'type-graphql';
import { PageArgs } from '../../graphql/connection.js';
import { AuditState, Pillar } from '../../graphql/enums.js';
import { JsonScalar } from '../../graphql/scalars.js';

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
  @Field(() => String, { nullable: true, description: 'The class that confusion counts are about. Known by itself for 0/1 and false/true.' })
  positive?: string | null;
  @Field(() => String, { nullable: true, description: 'The outcome that people want; the positive one unless said.' })
  favourable?: string | null;
  @Field(() => [String], { description: 'Columns that define groups.' })
  protected!: string[];
  @Field(() => [String], { nullable: true })
  ignore?: string[] | null;
  @Field(() => Float, { nullable: true, description: 'A whole number; 0 unless said.' })
  seed?: number | null;
  @Field(() => JsonScalar, { nullable: true, description: '{ "methods": [{ "pillar", "method", "options" }] }; left out, every dimension’s defaults.' })
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
