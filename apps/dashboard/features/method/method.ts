import type { MethodsQuery } from '../../generated/graphql';

export type MethodView = MethodsQuery['methods'][number];

export function methodOf(methods: readonly MethodView[], pillar: string, id: string): MethodView | undefined {
  return methods.find((method) => method.pillar === pillar && method.id === id);
}
