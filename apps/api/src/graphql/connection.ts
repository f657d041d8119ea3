import { ArgsType, Field, ID, Int, ObjectType, type ClassType } from 'type-graphql';
import type { Page } from '../features/page.js';

@ObjectType()
export class PageInfo {
  @Field(() => String, { nullable: true })
  endCursor!: string | null;
  @Field(() => Boolean)
  hasNextPage!: boolean;
}

@ArgsType()
export class PageArgs {
  @Field(() => Int, { nullable: true, defaultValue: 20 })
  first?: number | null;
  @Field(() => String, { nullable: true })
  after?: string | null;
}

@ArgsType()
export class IdArgs {
  @Field(() => ID)
  id!: string;
}

/** `<Name>Connection` and `<Name>Edge` of a noun. */
export function connectionOf<T extends object>(name: string, node: () => ClassType<T>) {
  @ObjectType(`${name}Edge`)
  class Edge {
    @Field(() => String)
    cursor!: string;
    @Field(() => node())
    node!: T;
  }
  @ObjectType(`${name}Connection`)
  class Connection {
    @Field(() => [Edge])
    edges!: Edge[];
    @Field(() => PageInfo)
    pageInfo!: PageInfo;
    @Field(() => Int)
    totalCount!: number;
  }
  return Connection;
}

export function mapPage<A, B>({ edges, ...rest }: Page<A>, show: (node: A) => B): { edges: { cursor: string; node: B }[]; pageInfo: PageInfo; totalCount: number } {
  return { ...rest, edges: edges.map(({ cursor, node }) => ({ cursor, node: show(node) })) };
}
