import { Arg, Args, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { IdArgs } from '../../graphql/connection.js';
import type { Context } from '../../graphql/context.js';
import { Role } from '../../graphql/enums.js';
import { addMember, listMembers, removeMember } from './member.service.js';
import { AddedMember, Member } from './member.type.js';

@Resolver(() => Member)
export class MemberResolver {
  @Query(() => [Member])
  members(@Ctx() { actor }: Context): Promise<Member[]> {
    return listMembers(actor);
  }

  @Mutation(() => AddedMember)
  addMember(
    @Arg('email', () => String) email: string,
    @Arg('name', () => String) name: string,
    @Arg('role', () => Role) role: keyof typeof Role,
    @Ctx() { actor }: Context,
  ): Promise<AddedMember> {
    return addMember(actor, { email, name, role });
  }

  @Mutation(() => Boolean)
  async removeMember(@Args(() => IdArgs) { id }: IdArgs, @Ctx() { actor }: Context): Promise<boolean> {
    await removeMember(actor, id);
    return true;
  }
}
