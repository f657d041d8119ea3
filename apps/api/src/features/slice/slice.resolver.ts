import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { IdArgs, mapPage, PageArgs } from '../../graphql/connection.js';
import type { Context } from '../../graphql/context.js';
import { parseConditions } from './conditions.js';
import { SliceConditionInput, SliceRowsArgs } from './slice.input.js';
import { deleteSlice, listSlices, saveSlice, watchSlice } from './slice.service.js';
import { Slice, SliceConnection, SliceRows, showSlice } from './slice.type.js';
import { readSliceRows } from './sliceRows.js';

@Resolver(() => Slice)
export class SliceResolver {
  @Query(() => SliceConnection)
  async slices(@Args(() => PageArgs) page: PageArgs, @Ctx() { actor }: Context) {
    return mapPage(await listSlices(actor, page), showSlice);
  }

  @Query(() => SliceRows, { nullable: true, description: 'Opens a slice of a data set, saved or not.' })
  sliceRows(@Args(() => SliceRowsArgs) { conditions, ...question }: SliceRowsArgs, @Ctx() { actor }: Context): Promise<SliceRows> {
    return readSliceRows(actor, { ...question, conditions: parseConditions(conditions) });
  }

  @Mutation(() => Slice, { description: 'A name is given once.' })
  async saveSlice(
    @Arg('name', () => String) name: string,
    @Arg('conditions', () => [SliceConditionInput]) conditions: SliceConditionInput[],
    @Arg('watched', () => Boolean, { defaultValue: true }) watched: boolean,
    @Ctx() { actor }: Context,
  ): Promise<Slice> {
    return showSlice(await saveSlice(actor, { name, conditions: parseConditions(conditions), watched }));
  }

  @Mutation(() => Slice, { description: 'Whether audits that begin from now on measure it.' })
  async watchSlice(@Arg('id', () => ID) id: string, @Arg('watched', () => Boolean) watched: boolean, @Ctx() { actor }: Context): Promise<Slice> {
    return showSlice(await watchSlice(actor, id, watched));
  }

  @Mutation(() => Boolean)
  async deleteSlice(@Args(() => IdArgs) { id }: IdArgs, @Ctx() { actor }: Context): Promise<boolean> {
    await deleteSlice(actor, id);
    return true;
  }
}
