import type { NumberOutcomes } from './numberOutcomes.js';

/** The largest |prediction − label| of all rows; 0 where no row has a label. */
export function largestError({ residuals }: Pick<NumberOutcomes, 'residuals'>): number {
  return residuals === null ? 0 : Math.max(Math.abs(residuals.least), Math.abs(residuals.most));
}
