import { getNamedType, GraphQLError, isInterfaceType, isObjectType, Kind, type DocumentNode, type FieldNode, type FragmentDefinitionNode, type GraphQLNamedType, type GraphQLSchema, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import { maxPage } from '../features/page.js';

/** Far above what our own pages ask, far below what hurts. */
export const queryLimits = { tokens: 2_500, depth: 16, aliases: 40, fields: 600, cost: 30_000 } as const;

interface Size {
  readonly depth: number;
  readonly aliases: number;
  readonly fields: number;
  /** Fields, times the length of the lists they are in. */
  readonly cost: number;
}
const nothing: Size = { depth: 0, aliases: 0, fields: 0, cost: 0 };

/** Lists whose length the query does not bound count for this many. */
const openList = 5;
const defaultFirst = 20;

/**
 * Measures an operation with its fragments written out. A fragment is measured once and its size used wherever it is spread, so that doubling
 * thirty times over costs thirty steps here and is refused for its size. The document has been validated: there are no cycles.
 */
export function measureOperation(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode, variables: Readonly<Record<string, unknown>>): Size {
  const fragments = new Map(document.definitions.flatMap((node): [string, FragmentDefinitionNode][] => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])));
  const known = new Map<string, Size>();

  const ofSet = ({ selections }: SelectionSetNode, parent: GraphQLNamedType | undefined): Size =>
    selections.reduce((sum, node) => {
      switch (node.kind) {
        case Kind.FIELD:
          return add(sum, ofField(node, parent));
        case Kind.INLINE_FRAGMENT:
          return add(sum, ofSet(node.selectionSet, node.typeCondition ? schema.getType(node.typeCondition.name.value) : parent));
        case Kind.FRAGMENT_SPREAD:
          return add(sum, ofFragment(node.name.value));
      }
    }, nothing);

  const ofFragment = (name: string): Size => {
    const measured = known.get(name);
    if (measured) return measured;
    known.set(name, nothing); // should a cycle ever come here, it ends
    const fragment = fragments.get(name);
    const size = fragment ? ofSet(fragment.selectionSet, schema.getType(fragment.typeCondition.name.value)) : nothing;
    known.set(name, size);
    return size;
  };

  const ofField = (node: FieldNode, parent: GraphQLNamedType | undefined): Size => {
    const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value] : undefined;
    const type = field ? getNamedType(field.type) : undefined;
    const below = node.selectionSet ? ofSet(node.selectionSet, type) : nothing;
    return {
      depth: 1 + below.depth,
      aliases: (node.alias ? 1 : 0) + below.aliases,
      fields: 1 + below.fields,
      cost: 1 + lengthOf(node, field?.type.toString() ?? '', variables) * below.cost,
    };
  };
  return ofSet(operation.selectionSet, schema.getRootType(operation.operation) ?? undefined);
}

export function refuseOversized(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode, variables: Readonly<Record<string, unknown>>): void {
  const size = measureOperation(schema, document, operation, variables);
  for (const what of ['depth', 'aliases', 'fields', 'cost'] as const) {
    if (size[what] > queryLimits[what]) {
      throw new GraphQLError(`The operation's ${what} is ${size[what] > 1e9 ? 'over 1000000000' : size[what]} with fragments written out; at most ${queryLimits[what]} can be answered. Ask for less, or in several requests.`, {
        extensions: { code: 'BAD_REQUEST', http: { status: 400 } },
      });
    }
  }
}

function add(a: Size, b: Size): Size {
  return { depth: Math.max(a.depth, b.depth), aliases: a.aliases + b.aliases, fields: a.fields + b.fields, cost: a.cost + b.cost };
}

/** A page is as long as it is asked to be; the edges inside it are those same rows. */
function lengthOf(node: FieldNode, type: string, variables: Readonly<Record<string, unknown>>): number {
  if (/Connection!?$/.test(type)) {
    const first = node.arguments?.find(({ name }) => name.value === 'first')?.value;
    const asked = first?.kind === Kind.INT ? Number(first.value) : first?.kind === Kind.VARIABLE ? variables[first.name.value] : undefined;
    return typeof asked === 'number' && asked > 0 ? Math.min(asked, maxPage) : defaultFirst; // a longer page is refused by its list
  }
  return type.startsWith('[') && node.name.value !== 'edges' && node.selectionSet ? openList : 1;
}
