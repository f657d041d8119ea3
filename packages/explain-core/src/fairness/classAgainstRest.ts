import type { Group, GroupCounts, GroupedOutcomes } from './groupedOutcomes.js';

type Classes = Pick<GroupedOutcomes, 'labels' | 'predicted'>;

/** A group seen with one class as the positive and favourable one, against all others. Without scores, which are about the positive class of the audit. */
export function classAgainstRest({ labels, predicted }: Classes, name: string): (group: Group) => Group {
  const [label, answer] = [labels.indexOf(name), predicted.indexOf(name)];
  const seen = (cells: ArrayLike<number>, own: GroupCounts): GroupCounts => new ClassCounts(cells, own, label, answer, labels.length, predicted.length);
  return (group) => {
    const { cells, cellParts } = group;
    const counts = seen(cells, group.counts);
    return {
      ...group,
      counts,
      rows: cellParts ? seen(cellParts.rows, group.rows) : counts,
      parts: cellParts ? cellParts.byPart().map((part, p) => seen(part, group.parts![p]!)) : null,
      scores: null,
    };
  };
}

/** Counts are made when asked for, from a row and a column of the cells: of a thousand classes there are a million cells, and each class would look at all. */
class ClassCounts implements GroupCounts {
  constructor(
    private readonly cells: ArrayLike<number>,
    private readonly own: GroupCounts,
    private readonly label: number,
    private readonly answer: number,
    private readonly labels: number,
    private readonly width: number,
  ) {}

  // What does not hang on which class is the positive one.
  get rows(): number {
    return this.own.rows;
  }

  get labelled(): number {
    return this.own.labelled;
  }

  get correct(): number {
    return this.own.correct;
  }

  get selected(): number {
    return this.sum(this.labels + 1, (label) => label, () => this.answer);
  }

  get deserving(): number {
    return this.sum(this.width, () => this.label, (place) => place);
  }

  get truePositives(): number {
    return this.sum(1, () => this.label, () => this.answer);
  }

  get falsePositives(): number {
    return this.sum(this.labels, (label) => (label === this.label ? -1 : label), () => this.answer);
  }

  get falseNegatives(): number {
    return this.sum(this.width, () => this.label, (place) => (place === this.answer ? -1 : place));
  }

  get trueNegatives(): number {
    let sum = 0;
    for (let label = 0; label < this.labels; label++) {
      if (label !== this.label) sum += this.sum(this.width, () => label, (place) => (place === this.answer ? -1 : place));
    }
    return sum;
  }

  /** Σ of some cells; a label or class of −1 has none. */
  private sum(count: number, labelAt: (i: number) => number, answerAt: (i: number) => number): number {
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const [label, answer] = [labelAt(i), answerAt(i)];
      if (label >= 0 && answer >= 0) sum += this.cells[label * this.width + answer]!;
    }
    return sum;
  }
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
