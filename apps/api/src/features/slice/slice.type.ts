import { sliceName } from '@plumbline/explain-core/fairness/slices/condition';
import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import type { SavedSliceModel } from '../../generated/prisma/models.js';
import { connectionOf } from '../../graphql/connection.js';
import { DateTimeScalar, JsonScalar } from '../../graphql/scalars.js';
import { showCondition, SliceCondition } from './conditions.js';
import { conditionsOf } from './slice.service.js';

@ObjectType({ description: 'Rows that fulfil every condition, under a name. A watched one is measured in every audit that begins afterwards, where the data have its columns.' })
export class Slice {
  @Field(() => ID)
  id!: string;
  @Field(() => String)
  name!: string;
  @Field(() => [SliceCondition])
  conditions!: SliceCondition[];
  @Field(() => String, { description: 'The conditions in words.' })
  says!: string;
  @Field(() => Boolean)
  watched!: boolean;
  @Field(() => DateTimeScalar)
  createdAt!: Date;
}

export const SliceConnection = connectionOf('Slice', () => Slice);

@ObjectType()
export class SliceRow {
  @Field(() => Int, { description: 'Place in the data, counted from 0.' })
  row!: number;
  @Field(() => [JsonScalar], { description: 'In the order of `columns`: a number, a string, or null for missing.' })
  values!: (string | number | null)[];
}

@ObjectType({ description: 'The first rows of a slice.' })
export class SliceRows {
  @Field(() => [String])
  columns!: string[];
  @Field(() => [SliceRow])
  rows!: SliceRow[];
  @Field(() => Int, { description: 'How many rows were looked at.' })
  searchedRows!: number;
  @Field(() => Int, { nullable: true, description: 'Where to go on looking; null at the end of the data.' })
  nextRow!: number | null;
}

export function showSlice(row: SavedSliceModel): Slice {
  const { id, name, watched, createdAt } = row;
  const conditions = conditionsOf(row);
  return { id, name, watched, createdAt, conditions: conditions.map(showCondition), says: sliceName(conditions) };
}
