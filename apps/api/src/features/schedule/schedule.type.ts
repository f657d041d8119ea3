import { Field, ID, ObjectType } from 'type-graphql';
import { connectionOf } from '../../graphql/connection.js';
import { DateTimeScalar, JsonScalar } from '../../graphql/scalars.js';
import { Audit, showAudit } from '../audit/audit.type.js';
import { nextRun, type StoredSchedule } from './schedule.service.js';

@ObjectType()
export class Schedule {
  @Field(() => ID)
  id!: string;
  @Field(() => String)
  name!: string;
  @Field(() => String)
  cron!: string;
  @Field(() => String)
  timeZone!: string;
  @Field(() => Boolean)
  enabled!: boolean;
  @Field(() => DateTimeScalar, { nullable: true })
  nextRunAt!: Date | null;
  @Field(() => Audit, { nullable: true })
  lastAudit!: Audit | null;
  @Field(() => JsonScalar)
  input!: unknown;
  @Field(() => DateTimeScalar)
  createdAt!: Date;
}

export const ScheduleConnection = connectionOf('Schedule', () => Schedule);

export function showSchedule(row: StoredSchedule): Schedule {
  const { id, name, cron, timeZone, enabled, request, createdAt, audits } = row;
  const [last] = audits;
  return { id, name, cron, timeZone, enabled, input: request, createdAt, nextRunAt: enabled ? nextRun(row) : null, lastAudit: last ? showAudit(last) : null };
}
