import type { ColumnInfo } from '@plumbline/explain-core/data/table';
import { limits } from './rules.js';

// Squares of larger values could overflow; multiplying by a power of two loses no digit.
const large = 1e150;
const shrink = 2 ** -520;

/**
 * Count, extremes, mean and standard deviation (of the population) of a number column, chunk by chunk: two passes within a chunk, chunks joined by the
 * update of Chan, Golub and LeVeque 1979, "Updating formulae and a pairwise algorithm for computing sample variances". Memory does not grow with the rows.
 */
export class NumberSummary {
  private count = 0;
  private min = Infinity;
  private max = -Infinity;
  private mean = 0;
  private squares = 0;
  private scale = 1;
  private integer = true;
  private distinct: Set<number> | null = new Set();

  /** Adds values, of which NaN are missing, and says how many those were. */
  add(values: Float64Array): number {
    let count = 0;
    let min = Infinity;
    let max = -Infinity;
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (value !== value) continue; // NaN
      count++;
      if (value < min) min = value;
      if (value > max) max = value;
    }
    for (let i = 0; this.integer && i < values.length; i++) this.integer = values[i] !== values[i] || values[i] % 1 === 0;
    if (count === 0) return values.length;
    this.noteDistinct(values);
    if (this.scale === 1 && Math.max(-min, max) > large) {
      this.scale = shrink;
      this.mean *= shrink;
      this.squares *= shrink * shrink;
    }
    const { scale } = this;
    let sum = 0;
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (value === value) sum += value * scale;
    }
    const mean = sum / count;
    let squares = 0;
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (value === value) squares += (value * scale - mean) ** 2;
    }
    const total = this.count + count;
    const delta = mean - this.mean;
    this.mean += (delta * count) / total;
    this.squares += squares + (delta * delta * this.count * count) / total;
    this.count = total;
    this.min = Math.min(this.min, min);
    this.max = Math.max(this.max, max);
    return values.length - count;
  }

  numbers(): ColumnInfo['numbers'] {
    if (this.count === 0) return null;
    // Rounding may put the mean of equal values a last place outside their range.
    const mean = Math.min(this.max, Math.max(this.min, this.mean / this.scale));
    const standardDeviation = this.min === this.max ? 0 : Math.sqrt(this.squares / this.count) / this.scale;
    return { min: this.min, max: this.max, mean, standardDeviation, integer: this.integer };
  }

  /** As strings, by value; null where there are too many. */
  levels(): string[] | null {
    return this.distinct === null ? null : [...this.distinct].sort((a, b) => a - b).map(String);
  }

  private noteDistinct(values: Float64Array): void {
    const { distinct } = this;
    if (distinct === null) return;
    let last = NaN;
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (value === last || value !== value) continue;
      last = value;
      distinct.add(value);
      if (distinct.size > limits.numberLevels) {
        this.distinct = null;
        return;
      }
    }
  }
}
