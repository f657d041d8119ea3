export interface Scale {
  readonly domain: readonly [number, number];
  (value: number): number;
}

/** Linear map of a domain onto [from, to]. A domain of no width is widened by half a unit each way, so that one value stands in the middle. */
export function linear(domain: readonly [number, number], from: number, to: number): Scale {
  const [low, high] = domain[0] === domain[1] ? [domain[0] - 0.5, domain[1] + 0.5] : domain;
  const scale = (value: number): number => from + ((value - low) / (high - low)) * (to - from);
  return Object.assign(scale, { domain: [low, high] as const });
}

/** About `count` round numbers within the domain: steps of 1, 2 or 5 times a power of ten. */
export function ticks([low, high]: readonly [number, number], count: number): number[] {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough)!;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  // Multiplying by an integer keeps 0.3 from becoming 0.30000000000000004 by adding up; the rounding takes care of the rest.
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** The smallest domain that holds all the numbers, widened to round ends. */
export function niceDomain(values: readonly number[], include: readonly number[] = []): readonly [number, number] {
  const all = [...values, ...include].filter((value) => Number.isFinite(value));
  if (all.length === 0) return [0, 1];
  const low = Math.min(...all);
  const high = Math.max(...all);
  if (low === high) return low === 0 ? [0, 1] : [Math.min(0, low), Math.max(0, high)];
  const steps = ticks([low, high], 5);
  const step = steps.length > 1 ? steps[1]! - steps[0]! : high - low;
  return [Number((Math.floor(low / step + 1e-9) * step).toPrecision(12)), Number((Math.ceil(high / step - 1e-9) * step).toPrecision(12))];
}
