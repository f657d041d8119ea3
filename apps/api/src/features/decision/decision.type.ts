import type { ColumnInfo } from '@plumbline/explain-core/data/table';
import { Field, Float, Int, ObjectType } from 'type-graphql';
import { JsonScalar } from '../../graphql/scalars.js';
import type { ModelAnswer } from '../../compute/protocol.js';
import type { ReadDecision } from './decision.service.js';

@ObjectType()
export class DecisionValue {
  @Field(() => String)
  column!: string;
  @Field(() => String, { description: 'number, category or text' })
  kind!: string;
  @Field(() => String)
  role!: string;
  @Field(() => JsonScalar, { nullable: true, description: 'A number, a string, or null for missing.' })
  value!: string | number | null;
  @Field(() => [String], { nullable: true, description: 'What the column holds in the data, where these are few.' })
  levels!: readonly string[] | null;
  @Field(() => Float, { nullable: true, description: 'Smallest value in the data; null for words.' })
  least!: number | null;
  @Field(() => Float, { nullable: true, description: 'Largest value in the data.' })
  largest!: number | null;
  @Field(() => Boolean, { description: 'Whether all values are whole numbers.' })
  whole!: boolean;
}

@ObjectType({ description: 'One row of an audit’s data: what was decided upon.' })
export class Decision {
  @Field(() => Int, { description: 'Place in the data, counted from 0.' })
  row!: number;
  @Field(() => [DecisionValue])
  values!: DecisionValue[];
  @Field(() => [String], { description: 'Columns that the model reads, in its order; none of stored predictions.' })
  features!: readonly string[];
}

@ObjectType()
export class SimilarRow {
  @Field(() => Int)
  row!: number;
  @Field(() => Float, { description: 'Gower’s distance over what the model reads: 0 for equal, 1 for as different as any two of those looked at.' })
  distance!: number;
  @Field(() => [JsonScalar], { description: 'In the order of `columns`.' })
  values!: readonly (string | number | null)[];
}

@ObjectType({ description: 'The rows most like one, nearest first.' })
export class SimilarRows {
  @Field(() => [String])
  columns!: readonly string[];
  @Field(() => [SimilarRow])
  rows!: readonly SimilarRow[];
  @Field(() => Int, { description: 'How many rows were looked at: all of them, or evenly spaced ones.' })
  searchedRows!: number;
}

@ObjectType({ description: 'What a model says of one row.' })
export class Answer {
  @Field(() => String, { description: 'The class decided for; of a predicted number, the name of the output.' })
  decision!: string;
  @Field(() => [Float], { description: 'One score a class, in the order of the model’s `classes`.' })
  scores!: readonly number[];
}

export function showDecision({ row, values, features }: ReadDecision): Decision {
  return { row, features, values: values.map(({ info, value }) => showValue(info, value)) };
}

export function showAnswer({ decision, scores }: ModelAnswer): Answer {
  return { decision, scores };
}

function showValue({ name, kind, role, levels, numbers }: ColumnInfo, value: DecisionValue['value']): DecisionValue {
  return { column: name, kind, role, value, levels: kind === 'category' ? levels : null, least: numbers?.min ?? null, largest: numbers?.max ?? null, whole: numbers?.integer ?? false };
}
