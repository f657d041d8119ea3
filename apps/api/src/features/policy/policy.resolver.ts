import { Arg, Args, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { IdArgs, mapPage, PageArgs } from '../../graphql/connection.js';
import type { Context } from '../../graphql/context.js';
import { JsonScalar } from '../../graphql/scalars.js';
import { listPolicies, readPolicy, savePolicy } from './policy.service.js';
import { Policy, PolicyConnection, showPolicy } from './policy.type.js';

@Resolver(() => Policy)
export class PolicyResolver {
  @Query(() => PolicyConnection)
  async policies(@Args(() => PageArgs) page: PageArgs, @Ctx() { actor }: Context) {
    return mapPage(await listPolicies(actor, page), showPolicy);
  }

  @Query(() => Policy, { nullable: true })
  async policy(@Args(() => IdArgs) { id }: IdArgs, @Ctx() { actor }: Context): Promise<Policy> {
    return showPolicy(await readPolicy(actor, id));
  }

  @Mutation(() => Policy)
  async savePolicy(@Arg('document', () => JsonScalar) document: unknown, @Ctx() { actor }: Context): Promise<Policy> {
    return showPolicy(await savePolicy(actor, document));
  }
}
