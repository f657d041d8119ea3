import type { Condition } from './condition.js';
import type { DiscoveredSlice } from './discover.js';

/**
 * Slices that may be told where groups of fewer than `below` rows are withheld: neither they, nor all others, nor what one has beyond another within it are
 * so few in either half. Slices of protected columns alone are groups, which are withheld for reasons that a single one does not show; they are left to the
 * methods about groups. Earlier slices go before later ones.
 */
export function tellable<S extends DiscoveredSlice>(slices: readonly S[], below: number, protectedColumns: readonly string[]): S[] {
  if (below === 0) return [...slices];
  const kept: S[] = [];
  for (const slice of slices) {
    if (slice.conditions.every(({ column }) => protectedColumns.includes(column))) continue;
    if (slice.discovery.rows < below || slice.confirmation.rows < below || slice.rest.rows < below) continue;
    const tooClose = kept.some((other) => (isWithin(slice.conditions, other.conditions) || isWithin(other.conditions, slice.conditions)) && differ(slice, other) < below);
    if (!tooClose) kept.push(slice);
  }
  return kept;
}

function isWithin(inner: readonly Condition[], outer: readonly Condition[]): boolean {
  return outer.every((one) => inner.some((other) => JSON.stringify(other) === JSON.stringify(one)));
}

function differ(one: DiscoveredSlice, other: DiscoveredSlice): number {
  return Math.min(Math.abs(one.discovery.rows - other.discovery.rows), Math.abs(one.confirmation.rows - other.confirmation.rows));
}
