import type { Distribution } from '../numeric/distribution.js';
import type { Subject } from '../method/subject.js';
import type { RandomStream } from '../random/stream.js';
import { attributeSums } from './attributeSums.js';
import { noCounts, type Group, type GroupCounts, type Grouped } from './groupedOutcomes.js';
import { mergeNumberGroups, type NumberCube, type NumberCubeGroup } from './numberCube.js';
import { namedSums, type Extremes, type NumberScale } from './numberSums.js';
import { numberScale } from './readNumbers.js';
import { SAMPLE_PARTS } from './sampleParts.js';

/** What metrics of a predicted number compute on: sums over groups, never rows. */
export interface NumberOutcomes extends Grouped {
  readonly scale: NumberScale;
  /** Of all rows: where the numbers of groups can lie, as far as anybody has seen. Null where no row has a label. */
  readonly predictions: Extremes;
  readonly residuals: Extremes | null;
  /** The audit's root stream, for intervals that draw. */
  readonly random: RandomStream;
}

export function numberOutcomes(cube: NumberCube, subject: Subject, random: RandomStream): NumberOutcomes {
  const scale = numberScale(subject);
  const gather = (name: string, values: readonly (string | null)[], members: readonly NumberCubeGroup[]): Group => gatherNumbers(name, values, members, scale);
  const { attributes } = attributeSums(cube.groups, subject, gather);
  const overall = gather('', [], cube.groups);
  const { predictions, residualRange } = mergeNumberGroups(cube.groups);
  return { overall, attributes, scale, predictions: extremes(predictions), residuals: residualRange === null ? null : extremes(residualRange), random };
}

const extremes = ([least, most]: readonly [number, number]): Extremes => ({ least, most });

function gatherNumbers(name: string, values: readonly (string | null)[], members: readonly NumberCubeGroup[], { unit, exact }: NumberScale): Group {
  const { rows, labelled, sums, residuals, parts } = mergeNumberGroups(members);
  const named = namedSums(sums);
  const distribution: Distribution = {
    values: Float64Array.from(residuals, ([residual]) => (exact ? residual : residual * unit)),
    weights: Float64Array.from(residuals, ([, weight]) => weight),
  };
  return {
    name,
    values,
    counts: countsOf(named.one, named.labelled),
    rows: countsOf(rows, labelled),
    cells: new Float64Array(0),
    parts: parts === undefined ? null : partCounts(parts),
    scores: null,
    numbers: { sums: named, residuals: distribution },
  };
}

function countsOf(rows: number, labelled: number): GroupCounts {
  return { ...noCounts, rows, labelled };
}

function partCounts(parts: NonNullable<NumberCubeGroup['parts']>): GroupCounts[] {
  const counts = Array.from({ length: SAMPLE_PARTS }, () => countsOf(0, 0));
  for (const [part, all, labelled] of parts) counts[part] = countsOf(all, labelled);
  return counts;
}
