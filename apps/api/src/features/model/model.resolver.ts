import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { IdArgs, mapPage, PageArgs } from '../../graphql/connection.js';
import type { Context } from '../../graphql/context.js';
import { JsonScalar } from '../../graphql/scalars.js';
import { RegisterModelInput } from './model.input.js';
import { listModels, readModel, readModelVersion, registerModel, updateModelCard } from './model.service.js';
import { Model, ModelConnection, ModelVersion, showModel, showVersion } from './model.type.js';

@Resolver(() => Model)
export class ModelResolver {
  @Query(() => ModelConnection)
  async models(@Args(() => PageArgs) page: PageArgs, @Ctx() { actor }: Context) {
    return mapPage(await listModels(actor, page), showModel);
  }

  @Query(() => Model, { nullable: true })
  async model(@Args(() => IdArgs) { id }: IdArgs, @Ctx() { actor }: Context): Promise<Model> {
    return showModel(await readModel(actor, id));
  }
}

@Resolver(() => ModelVersion)
export class ModelVersionResolver {
  @Query(() => ModelVersion, { nullable: true })
  async modelVersion(@Args(() => IdArgs) { id }: IdArgs, @Ctx() { actor }: Context) {
    return showVersion(await readModelVersion(actor, id));
  }

  @Mutation(() => ModelVersion)
  async registerModel(@Arg('input', () => RegisterModelInput) input: RegisterModelInput, @Ctx() { actor, installation }: Context) {
    return showVersion(await registerModel(installation, actor, input));
  }

  @Mutation(() => ModelVersion)
  async updateModelCard(@Arg('modelVersionId', () => ID) id: string, @Arg('card', () => JsonScalar) card: unknown, @Ctx() { actor }: Context) {
    return showVersion(await updateModelCard(actor, id, card));
  }

  @FieldResolver(() => Model)
  async model(@Root() version: ModelVersion & { modelId: string }, @Ctx() { actor }: Context): Promise<Model> {
    return version.model ?? showModel(await readModel(actor, version.modelId));
  }
}
