import { FieldResolver, Resolver, Root } from 'type-graphql';
import { wordsOfInterval } from '@plumbline/explain-core/numeric/intervalMethods';
import { Interval } from './result.type.js';

/** What an interval's method says of it. */
@Resolver(() => Interval)
export class IntervalResolver {
  @FieldResolver(() => String, { description: "The method's name in words." })
  methodLabel(@Root() { method }: Interval): string {
    return wordsOfInterval(method)?.label ?? method;
  }

  @FieldResolver(() => Boolean, { description: 'It holds the truth at least as often as its level says, and often more; others aim at the level itself.' })
  atLeast(@Root() { method }: Interval): boolean {
    return wordsOfInterval(method)?.atLeast === true;
  }
}
