import { noCounts, type GroupCounts } from './groupedOutcomes.js';

/** What a cell of the cube (a label and a predicted class) adds to each count. */
export interface CellMeaning {
  readonly labels: readonly string[];
  readonly predicted: readonly string[];
  readonly positive: string;
  readonly favourable: string;
}

/** The counts that a cell's rows add to: 1 where they count, 0 where not. [label · classes + predicted] */
export function cellMeanings({ labels, predicted, positive, favourable }: CellMeaning): GroupCounts[] {
  return [...labels, null].flatMap((label) =>
    predicted.map((answer): GroupCounts => {
      const one = (holds: boolean): number => (holds ? 1 : 0);
      const labelled = label !== null;
      return {
        rows: 1,
        selected: one(answer === favourable),
        labelled: one(labelled),
        deserving: one(label === favourable),
        correct: one(labelled && answer === label),
        truePositives: one(answer === positive && label === positive),
        falsePositives: one(labelled && answer === positive && label !== positive),
        trueNegatives: one(labelled && answer !== positive && label !== positive),
        falseNegatives: one(answer !== positive && label === positive),
      };
    }),
  );
}

/** Counts from the sums of each cell. */
export function sumCells(cells: ArrayLike<number>, meanings: readonly GroupCounts[]): GroupCounts {
  const counts = { ...noCounts } as Record<keyof GroupCounts, number>;
  for (let cell = 0; cell < cells.length; cell++) {
    const weight = cells[cell]!;
    if (weight === 0) continue;
    const meaning = meanings[cell]!;
    for (const name of Object.keys(counts) as (keyof GroupCounts)[]) if (meaning[name] === 1) counts[name] += weight;
  }
  return counts;
}
