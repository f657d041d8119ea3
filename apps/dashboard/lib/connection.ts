/** How many rows a page of a list has. */
export const pageSize = 25;

export function nodesOf<T>(connection: { readonly edges: readonly { readonly node: T }[] }): T[] {
  return connection.edges.map(({ node }) => node);
}
