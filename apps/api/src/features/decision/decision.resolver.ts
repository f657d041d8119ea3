import { Arg, Ctx, ID, Int, Query, Resolver } from 'type-graphql';
import type { Context } from '../../graphql/context.js';
import { JsonScalar } from '../../graphql/scalars.js';
import type { AskedRow } from './askedRows.js';
import { askModel, readDecision } from './decision.service.js';
import { Answer, Decision, showAnswer, showDecision, SimilarRows } from './decision.type.js';
import { readSimilarRows } from './similarRows.js';

@Resolver(() => Decision)
export class DecisionResolver {
  @Query(() => Decision, { nullable: true, description: 'One row of an audit’s data.' })
  async decision(@Arg('auditId', () => ID) auditId: string, @Arg('row', () => Int) row: number, @Ctx() { actor }: Context): Promise<Decision> {
    return showDecision(await readDecision(actor, auditId, row));
  }

  @Query(() => SimilarRows, { nullable: true, description: 'Those most like one row, by what the model reads.' })
  similarRows(@Arg('auditId', () => ID) auditId: string, @Arg('row', () => Int) row: number, @Arg('first', () => Int, { defaultValue: 5, description: 'From 1 to 20.' }) first: number, @Ctx() { actor }: Context): Promise<SimilarRows> {
    return readSimilarRows(actor, auditId, row, first);
  }

  @Query(() => [Answer], { nullable: true, description: 'What the audited model says of rows that need not be in the data: objects of its columns with numbers, strings, or null for missing. At most 50.' })
  async askModel(@Arg('auditId', () => ID) auditId: string, @Arg('rows', () => [JsonScalar]) rows: AskedRow[], @Ctx() { actor, installation }: Context): Promise<Answer[]> {
    return (await askModel(installation, actor, auditId, rows)).map(showAnswer);
  }
}
