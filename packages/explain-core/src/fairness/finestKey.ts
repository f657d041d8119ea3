import type { GroupAxis } from '../method/groups.js';

/** A finest group's values from its key, the mixed-radix number of (code + 1) along the axes; null is missing. */
export function finestValues(key: number, axes: readonly GroupAxis[]): (string | null)[] {
  const values: (string | null)[] = [];
  for (let a = axes.length - 1, rest = key; a >= 0; a--) {
    const radix = axes[a]!.groups.length + 1;
    const code = rest % radix;
    values.unshift(code === 0 ? null : axes[a]!.groups[code - 1]!);
    rest = Math.floor(rest / radix);
  }
  return values;
}
