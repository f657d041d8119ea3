import { Arg, Args, Ctx, Int, Mutation, Query, Resolver } from 'type-graphql';
import { IdArgs } from '../../graphql/connection.js';
import type { Context } from '../../graphql/context.js';
import { Role } from '../../graphql/enums.js';
import { createApiKey, listApiKeys, revokeApiKey } from './apiKey.service.js';
import { ApiKey, CreatedApiKey } from './apiKey.type.js';

@Resolver(() => ApiKey)
export class ApiKeyResolver {
  @Query(() => [ApiKey])
  apiKeys(@Ctx() { actor }: Context): Promise<ApiKey[]> {
    return listApiKeys(actor);
  }

  @Mutation(() => CreatedApiKey)
  createApiKey(
    @Arg('name', () => String) name: string,
    @Arg('role', () => Role) role: keyof typeof Role,
    @Arg('expiresInDays', () => Int, { nullable: true }) expiresInDays: number | null,
    @Ctx() { actor }: Context,
  ): Promise<CreatedApiKey> {
    return createApiKey(actor, { name, role, expiresInDays });
  }

  @Mutation(() => Boolean)
  async revokeApiKey(@Args(() => IdArgs) { id }: IdArgs, @Ctx() { actor }: Context): Promise<boolean> {
    await revokeApiKey(actor, id);
    return true;
  }
}
