import { condition, MOST_CONDITIONS, type Condition } from '@plumbline/explain-core/fairness/slices/condition';
import { Field, Float, ObjectType } from 'type-graphql';
import { z } from 'zod';
import { badInput } from '../../errors.js';
import type { SliceConditionInput } from './slice.input.js';

@ObjectType({ description: 'What a row must fulfil in one column; the fields that are null say nothing. A range holds from ≤ value < to.' })
export class SliceCondition {
  @Field(() => String)
  column!: string;
  @Field(() => [String], { nullable: true })
  levels!: string[] | null;
  @Field(() => [String], { nullable: true })
  otherThan!: string[] | null;
  @Field(() => Float, { nullable: true })
  from!: number | null;
  @Field(() => Float, { nullable: true })
  to!: number | null;
  @Field(() => Boolean, { nullable: true })
  missing!: boolean | null;
}

const conditions = z.array(condition).min(1, 'a slice needs a condition').max(MOST_CONDITIONS);

/** As a client writes them: every field may be there, and those that are null say nothing. */
export function parseConditions(asked: readonly SliceConditionInput[]): Condition[] {
  const parsed = conditions.safeParse(asked.map(plain));
  if (!parsed.success) throw badInput(`The conditions do not fit: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function plain({ column, levels = null, otherThan = null, from = null, to = null, missing = null }: SliceConditionInput): object {
  const isRange = from !== null || to !== null;
  return { column, ...(levels === null ? {} : { levels }), ...(otherThan === null ? {} : { otherThan }), ...(isRange ? { from, to } : {}), ...(missing === null ? {} : { missing }) };
}

export function showCondition(one: Condition): SliceCondition {
  return { levels: null, otherThan: null, from: null, to: null, missing: null, ...one };
}
