import { condition, MOST_CONDITIONS, type Condition } from '@plumbline/explain-core/fairness/slices/condition';
import { z } from 'zod';
import { badInput } from '../../errors.js';
import type { SliceConditionInput } from './slice.input.js';
import type { SliceCondition } from './slice.type.js';

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
