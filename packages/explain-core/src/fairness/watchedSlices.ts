import { z } from 'zod';
import type { MethodInfo } from '../method/method.js';
import { wilson1927 } from '../method/sources.js';
import { savedSlice } from './slices/condition.js';
import { newcombe1998 } from './sources.js';
import { holm1979 } from './testSources.js';

const options = z.strictObject({
  slices: z
    .array(savedSlice)
    .max(100)
    .refine((slices) => new Set(slices.map(({ name }) => name)).size === slices.length, 'names must be distinct')
    .default([])
    .describe('Slices to look at, each a name and the conditions that its rows fulfil.'),
  level: z.number().gt(0).lt(1).default(0.95).describe('Coverage of the intervals.'),
});
export type WatchedSlicesOptions = z.output<typeof options>;

/** What is measured of each slice; named in a result's options as `measure`. */
export const watchedMeasures = ['selectionRate', 'errorRate', 'selectionRateDifference', 'errorRateDifference'] as const;

/**
 * What became of slices that somebody chose to watch, counted over all rows in one pass. Slices may overlap, so nothing adds up over them. The choice was made
 * before these rows are looked at only if they are other rows than those that led to it.
 */
export const watchedSlices: MethodInfo<WatchedSlicesOptions> = {
  pillar: 'fairness',
  id: 'watchedSlices',
  version: 1,
  label: 'Watched slices',
  summary: 'How saved slices of the data come off now, against everybody else.',
  definition:
    'For each slice, over all rows (each counts once, whatever its weight): rows given the favourable outcome ÷ rows; rows with another decision than the label ÷ rows with a label; with Wilson intervals; and each of these minus the same of all other rows, with Newcombe interval and p-value by Fisher’s mid-p or, for many rows, the pooled z, adjusted for all slices watched.',
  caution:
    'A slice that was found in the same data will look bad in them again; watch it in data that came later. Rows that belong together make intervals too narrow here.',
  sources: [wilson1927, newcombe1998, holm1979],
  needs: ['predictions'],
  range: [-1, 1],
  direction: 'none',
  // Without slices to watch there is nothing to tell; audits of an organisation that watches some name it.
  onRequest: true,
  options,
};
