import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { ColumnKind, ColumnRole } from '../../graphql/enums.js';
import { connectionOf } from '../../graphql/connection.js';
import { DateTimeScalar } from '../../graphql/scalars.js';
import type { DatasetModel } from '../../generated/prisma/models.js';
import { columnsOf, describeSource } from './datasetFacts.js';

@ObjectType()
export class DatasetColumn {
  @Field(() => String)
  name!: string;
  @Field(() => ColumnKind)
  kind!: keyof typeof ColumnKind;
  @Field(() => ColumnRole)
  role!: keyof typeof ColumnRole;
  @Field(() => Int)
  missing!: number;
  @Field(() => [String], { nullable: true, description: 'Distinct values, sorted; null where there are too many.' })
  levels!: readonly string[] | null;
  @Field(() => Float, { nullable: true })
  min!: number | null;
  @Field(() => Float, { nullable: true })
  max!: number | null;
  @Field(() => Float, { nullable: true })
  mean!: number | null;
}

@ObjectType()
export class Dataset {
  @Field(() => ID)
  id!: string;
  @Field(() => String)
  name!: string;
  @Field(() => String)
  digest!: string;
  @Field(() => Int)
  rows!: number;
  @Field(() => Float)
  sizeBytes!: number;
  @Field(() => [DatasetColumn])
  columns!: DatasetColumn[];
  @Field(() => DateTimeScalar)
  createdAt!: Date;
  @Field(() => String, { description: 'What was read, in words.' })
  source!: string;
}

export const DatasetConnection = connectionOf('Dataset', () => Dataset);

export function showDataset(row: DatasetModel): Dataset {
  const { id, name, digest, rows, createdAt } = row;
  const columns = columnsOf(row).map(({ name, kind, role, missing, levels, numbers }) => ({
    name,
    kind,
    role,
    missing,
    levels,
    min: numbers?.min ?? null,
    max: numbers?.max ?? null,
    mean: numbers?.mean ?? null,
  }));
  return { id, name, digest, rows, createdAt, sizeBytes: Number(row.sizeBytes), columns, source: describeSource(row) };
}
