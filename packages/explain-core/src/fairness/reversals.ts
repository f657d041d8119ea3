import type { JsonObject } from '../json.js';
import type { Artifact } from '../method/result.js';
import type { SimpsonReversalsOptions } from './simpsonReversalsOptions.js';
import type { Gap, StratifiedGap, StratumGap } from './stratifiedGaps.js';
import type { StratifiedOutcomes } from './stratifiedOutcomes.js';

/** Strata shown of one comparison. */
const SHOWN_STRATA = 100;

/**
 * The groups whose gap turns round within strata, then those with single strata that point the other way; each with its strata by name, the widest gaps first.
 * Where small groups are withheld no stratum is listed: what the listed ones leave of the marginal counts would be those that are small.
 */
export function reversalsArtifact(gaps: readonly StratifiedGap[], { strata, withholdBelow }: StratifiedOutcomes, options: SimpsonReversalsOptions): Artifact {
  const isTelling = ({ isReversed, strata: own }: StratifiedGap): boolean => isReversed || own.some(({ isOpposite }) => isOpposite);
  const told = gaps.filter(isTelling);
  return {
    name: 'fairness/simpsonReversals/strata',
    body: {
      strata: [...options.strata],
      level: options.level,
      strataFound: strata.length,
      compared: gaps.filter(({ within }) => within !== null).length,
      comparisons: [...told.filter(({ isReversed }) => isReversed), ...told.filter(({ isReversed }) => !isReversed)].map((gap) => comparison(gap, options.strata, withholdBelow)),
    },
  };
}

function comparison({ attribute, group, marginal, within, isReversed, strata }: StratifiedGap, columns: readonly string[], withholdBelow: number): JsonObject {
  const told = strata.filter(({ isOpposite }) => withholdBelow === 0 && (isReversed || isOpposite));
  const shown = [...told].sort((one, other) => Math.abs(other.value) - Math.abs(one.value)).slice(0, SHOWN_STRATA);
  return {
    attribute,
    group,
    reversed: isReversed,
    marginal: marginal === null ? null : gapBody(marginal),
    withinStrata: within === null ? null : gapBody(within),
    strataCompared: strata.length,
    strataOpposite: strata.filter(({ isOpposite }) => isOpposite).length,
    strata: shown.map((stratum) => stratumBody(stratum)),
    ...(isReversed ? { sentence: sentence(attribute, group, marginal!, within!, columns) } : {}),
  };
}

function gapBody({ value, interval, n }: Gap): JsonObject {
  return { gap: value, interval: { ...interval }, n };
}

function stratumBody(stratum: StratumGap): JsonObject {
  return { stratum: stratum.stratum, ...gapBody(stratum), counts: { ...stratum.counts }, opposite: stratum.isOpposite };
}

/** "Over all rows, g "a" is selected 4.6 percentage points less often than all others; within s, 5.4 points more often on average." */
function sentence(attribute: string, group: string, marginal: Gap, within: Gap, columns: readonly string[]): string {
  const points = ({ value }: Gap): string => (100 * Math.abs(value)).toFixed(1);
  const than = ({ value }: Gap): string => (value < 0 ? 'less' : 'more');
  return (
    `Over all rows, ${attribute} "${group}" is selected ${points(marginal)} percentage points ${than(marginal)} often than all others; ` +
    `within ${columns.join(' × ')}, ${points(within)} points ${than(within)} often on average.`
  );
}
