import { cellMeanings, sumCells } from './cellMeanings.js';
import type { Group, GroupedOutcomes } from './groupedOutcomes.js';

type Classes = Pick<GroupedOutcomes, 'labels' | 'predicted'>;

/** A group seen with one class as the positive and favourable one, against all others. Without scores, which are about the positive class of the audit. */
export function classAgainstRest({ labels, predicted }: Classes, name: string): (group: Group) => Group {
  const meanings = cellMeanings({ labels, predicted, positive: name, favourable: name });
  return (group) => {
    const { cells, cellParts } = group;
    const counts = sumCells(cells, meanings);
    return {
      ...group,
      counts,
      rows: cellParts ? sumCells(cellParts.rows, meanings) : counts,
      parts: cellParts ? cellParts.byPart().map((part) => sumCells(part, meanings)) : null,
      scores: null,
    };
  };
}

/** Every group of every attribute seen so. */
export function outcomesOfClass(outcomes: GroupedOutcomes, name: string): GroupedOutcomes {
  const view = classAgainstRest(outcomes, name);
  const { resampler } = outcomes;
  return {
    ...outcomes,
    positive: name,
    favourable: name,
    scale: null,
    overall: view(outcomes.overall),
    attributes: outcomes.attributes.map((entry) => ({ ...entry, groups: entry.groups.map(view) })),
    resampler: {
      replicates: (attribute, basis, count, value) => resampler.replicates(attribute, basis, count, (groups, overall) => value(groups.map(view), view(overall))),
      drawnFrom: (attribute, basis, value) => resampler.drawnFrom(attribute, basis, (groups, overall) => value(groups.map(view), view(overall))),
      jackknife: (attribute, basis, value) => resampler.jackknife(attribute, basis, (groups, overall) => value(groups.map(view), view(overall))),
    },
  };
}

/** Labels that any row bears, and classes that any row is predicted, in their own order. */
export function occurringClasses({ labels, predicted, overall: { cells } }: GroupedOutcomes): { readonly labelled: string[]; readonly predicted: string[] } {
  const width = predicted.length;
  return {
    labelled: labels.filter((_, label) => predicted.some((__, answer) => cells[label * width + answer]! > 0)),
    // Of labelled rows: the others say nothing of how right a prediction is.
    predicted: predicted.filter((_, answer) => labels.some((__, label) => cells[label * width + answer]! > 0)),
  };
}
