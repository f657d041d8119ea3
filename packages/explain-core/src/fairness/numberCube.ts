import { z } from 'zod';
import { numberSums } from './numberSums.js';

/**
 * Sums over the finest combination of protected values: from them every metric of a predicted number follows, for every attribute and combination.
 * Its size is bounded by the groups and, beyond EXACT_ROWS rows, by the bins of residuals.
 */
export const numberCube = z.strictObject({
  groups: z.array(
    z.strictObject({
      /** One group's name for each protected attribute, null for missing. */
      values: z.array(z.string().nullable()),
      rows: z.number().int().min(0),
      labelled: z.number().int().min(0),
      sums: z.array(z.number()).length(numberSums.length),
      /** [residual in the label's units, or rounded in units of the scale; Σ weight], ascending */
      residuals: z.array(z.tuple([z.number(), z.number().min(0)])),
      /** [part, Σ weight of all rows, of labelled ones] where rows are weighted or belong together. */
      parts: z.array(z.tuple([z.number().int().min(0), z.number().min(0), z.number().min(0)])).optional(),
      /** Smallest and largest prediction, and residual where any row is labelled. */
      predictions: z.tuple([z.number(), z.number()]),
      residualRange: z.tuple([z.number(), z.number()]).nullable(),
    }),
  ),
});
export type NumberCube = z.infer<typeof numberCube>;
export type NumberCubeGroup = NumberCube['groups'][number];

/** The sum of cubes, in the order of the plan, which the same audit always has. */
export function mergeNumberCubes(cubes: readonly NumberCube[]): NumberCube {
  const groups = new Map<string, NumberCubeGroup[]>();
  for (const group of cubes.flatMap((cube) => cube.groups)) {
    const key = JSON.stringify(group.values);
    const same = groups.get(key);
    if (same) same.push(group);
    else groups.set(key, [group]);
  }
  return { groups: [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, same]) => mergeNumberGroups(same)) };
}

/** Several groups, at least one, as one; the values are the first's. */
export function mergeNumberGroups(groups: readonly NumberCubeGroup[]): NumberCubeGroup {
  const sums = new Array<number>(numberSums.length).fill(0);
  const residuals = new Map<number, number>();
  const parts = new Map<number, [number, number]>();
  for (const group of groups) {
    group.sums.forEach((sum, i) => (sums[i]! += sum));
    for (const [residual, weight] of group.residuals) residuals.set(residual, (residuals.get(residual) ?? 0) + weight);
    for (const [part, all, labelled] of group.parts ?? []) {
      const sum = parts.get(part) ?? [0, 0];
      parts.set(part, [sum[0] + all, sum[1] + labelled]);
    }
  }
  const ranges = groups.flatMap(({ residualRange }) => (residualRange === null ? [] : [residualRange]));
  return {
    values: groups[0]!.values,
    rows: groups.reduce((sum, { rows }) => sum + rows, 0),
    labelled: groups.reduce((sum, { labelled }) => sum + labelled, 0),
    sums,
    residuals: ascending(residuals),
    ...(groups.every((group) => group.parts === undefined) ? {} : { parts: ascending(parts).map(([part, [all, labelled]]): [number, number, number] => [part, all, labelled]) }),
    predictions: hull(groups.map(({ predictions }) => predictions)),
    residualRange: ranges.length === 0 ? null : hull(ranges),
  };
}

function hull(ranges: readonly (readonly [number, number])[]): [number, number] {
  return ranges.reduce<[number, number]>(([least, most], [low, high]) => [Math.min(least, low), Math.max(most, high)], [Infinity, -Infinity]);
}

export function ascending<T>(map: ReadonlyMap<number, T>): [number, T][] {
  return [...map].sort(([a], [b]) => a - b);
}
