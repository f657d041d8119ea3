import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { mapPage, IdArgs, PageArgs } from '../../graphql/connection.js';
import type { Context } from '../../graphql/context.js';
import { ColumnOverride, ReadingInput } from './dataset.input.js';
import { createDataset, listDatasets, readDataset } from './dataset.service.js';
import { Dataset, DatasetConnection, showDataset } from './dataset.type.js';

@Resolver(() => Dataset)
export class DatasetResolver {
  @Query(() => DatasetConnection)
  async datasets(@Args(() => PageArgs) page: PageArgs, @Ctx() { actor }: Context) {
    return mapPage(await listDatasets(actor, page), showDataset);
  }

  @Query(() => Dataset, { nullable: true })
  async dataset(@Args(() => IdArgs) { id }: IdArgs, @Ctx() { actor }: Context): Promise<Dataset> {
    return showDataset(await readDataset(actor, id));
  }

  @Mutation(() => Dataset)
  async createDataset(
    @Arg('uploadId', () => ID) uploadId: string,
    @Arg('name', () => String) name: string,
    @Arg('columns', () => [ColumnOverride], { nullable: true }) columns: ColumnOverride[] | null,
    @Arg('reading', () => ReadingInput, { nullable: true }) reading: ReadingInput | null,
    @Ctx() { actor, installation }: Context,
  ): Promise<Dataset> {
    return showDataset(await createDataset(installation, actor, { uploadId, name, columns: columns ?? [], reading: reading ?? {} }));
  }
}
