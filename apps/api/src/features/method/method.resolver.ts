import { Arg, Query, Resolver } from 'type-graphql';
import { Pillar } from '../../graphql/enums.js';
import { listMethods } from './method.service.js';
import { Method, showMethod } from './method.type.js';

@Resolver(() => Method)
export class MethodResolver {
  @Query(() => [Method])
  methods(@Arg('pillar', () => Pillar, { nullable: true }) pillar: keyof typeof Pillar | null): Method[] {
    return listMethods(pillar ?? null).map(showMethod);
  }
}
