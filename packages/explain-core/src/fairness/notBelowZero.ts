import type { Statistic } from './statistic.js';

/** For ratios: a number below 0 has no part in one. */
export function notBelowZero(statistic: Statistic): Statistic {
  return {
    ...statistic,
    of(group) {
      const found = statistic.of(group);
      if (found.value === null || found.value >= 0) return found;
      return { rows: found.rows, value: null, because: `the ${statistic.label.toLowerCase()} is ${found.value}, and a ratio needs numbers of at least 0` };
    },
  };
}
