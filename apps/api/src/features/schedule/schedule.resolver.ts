import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { mapPage, PageArgs } from '../../graphql/connection.js';
import type { Context } from '../../graphql/context.js';
import { StartAuditInput } from '../audit/audit.input.js';
import { listSchedules, scheduleAudit, setScheduleEnabled } from './schedule.service.js';
import { Schedule, ScheduleConnection, showSchedule } from './schedule.type.js';

@Resolver(() => Schedule)
export class ScheduleResolver {
  @Query(() => ScheduleConnection)
  async schedules(@Args(() => PageArgs) page: PageArgs, @Ctx() { actor }: Context) {
    return mapPage(await listSchedules(actor, page), showSchedule);
  }

  @Mutation(() => Schedule, { description: '`cron` has five fields and is read in `timeZone` (an IANA name).' })
  async scheduleAudit(
    @Arg('name', () => String) name: string,
    @Arg('cron', () => String) cron: string,
    @Arg('timeZone', () => String) timeZone: string,
    @Arg('input', () => StartAuditInput) input: StartAuditInput,
    @Ctx() { actor, installation }: Context,
  ): Promise<Schedule> {
    return showSchedule(await scheduleAudit(installation.queue, actor, { name, cron, timeZone, request: input }));
  }

  @Mutation(() => Schedule)
  async setScheduleEnabled(@Arg('id', () => ID) id: string, @Arg('enabled', () => Boolean) enabled: boolean, @Ctx() { actor, installation }: Context): Promise<Schedule> {
    return showSchedule(await setScheduleEnabled(installation.queue, actor, id, enabled));
  }
}
