import { Ctx, Query, Resolver } from 'type-graphql';
import type { Context } from '../../graphql/context.js';
import { Viewer } from './viewer.type.js';
import { readOrganisation } from './viewer.service.js';

@Resolver(() => Viewer)
export class ViewerResolver {
  @Query(() => Viewer)
  async viewer(@Ctx() { actor, identity }: Context): Promise<Viewer> {
    const { name, email } = identity;
    return { id: actor.userId ?? actor.apiKeyId!, email, name, organisation: await readOrganisation(actor), role: actor.role };
  }
}
