import type { Group, GroupCounts } from './groupedOutcomes.js';

/**
 * So many independent rows of weight 1 would say as much as a group's weighted or related ones do: (Σ w)² ÷ Σ w², at most the rows there are. Σ w² is seen
 * from how much the parts of the sample differ in weight; rows that belong together count as if they were one, which is the most they can
 * be alike, so intervals err on the wide side. Without weights and relations: the rows.
 * Kish 1965, "Survey sampling", section 11.7.
 */
export function effectiveRows({ counts, rows, parts }: Group, of: (counts: GroupCounts) => number): number {
  if (parts === null) return of(counts);
  const total = of(counts);
  if (total === 0) return 0;
  const mean = total / parts.length;
  const squares = parts.reduce((sum, part) => sum + (of(part) - mean) ** 2, 0) * (parts.length / (parts.length - 1));
  return squares > 0 ? Math.min(of(rows), (total * total) / squares) : of(rows);
}
