export interface CountedGroups {
  readonly columns: readonly string[];
  readonly groups: readonly { readonly values: readonly (string | null)[]; readonly rows: number }[];
}
/** For each attribute, positions of the groups that are withheld. */
export function withheldGroups(attributes: readonly CountedGroups[], below: number): Set<number>[] {
  return attributes.map(({ groups }) => new Set(groups.flatMap(({ rows }, g) => (rows > 0 && rows < below ? [g] : []))));
}
