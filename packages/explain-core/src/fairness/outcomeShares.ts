import type { Group, GroupedOutcomes } from './groupedOutcomes.js';

/** A group's rows by label, or by predicted class; rows without a label are left out of the first. */
export function countsBy(axis: 'labels' | 'decisions', { cells }: Pick<Group, 'cells'>, { labels, predicted }: Pick<GroupedOutcomes, 'labels' | 'predicted'>): Float64Array {
  const counts = new Float64Array(axis === 'labels' ? labels.length : predicted.length);
  for (let label = 0; label <= labels.length; label++) {
    for (let answer = 0; answer < predicted.length; answer++) {
      const weight = cells[label * predicted.length + answer] ?? 0;
      if (axis === 'decisions') counts[answer]! += weight;
      else if (label < labels.length) counts[label]! += weight;
    }
  }
  return counts;
}

/** Benefits b = decision − label + 1, both 1 for the favourable outcome and 0 for others: [rows with 0, with 1, with 2], labelled ones. */
export function benefitsOf({ cells }: Pick<Group, 'cells'>, { labels, predicted, favourable }: Pick<GroupedOutcomes, 'labels' | 'predicted' | 'favourable'>): [number, number, number] {
  const counts: [number, number, number] = [0, 0, 0];
  labels.forEach((label, i) => {
    predicted.forEach((answer, j) => {
      const benefit = (answer === favourable ? 1 : 0) - (label === favourable ? 1 : 0) + 1;
      counts[benefit as 0 | 1 | 2] += cells[i * predicted.length + j]!;
    });
  });
  return counts;
}
