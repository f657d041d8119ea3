import type { Grouping } from '../method/subject.js';
import type { Outcome, Result } from '../method/result.js';
import { notEstimable } from '../numeric/estimate.js';

/** Works that decide for each group whether it may be told of, from the counts of all rows. */
const decideThemselves = ['groupedOutcomes', 'regressionOutcomes', 'stratifiedOutcomes'];

/**
 * Where small groups are withheld, what other works say of groups is withheld whole: they look at some rows only, so they do not know which group is
 * small, and a number of a few rows would tell of them. Artifacts that show single rows, or counts of groups, are left out as well.
 */
export function withholdSmall({ results, artifacts }: Outcome, work: string | null, { withholdBelow }: Grouping): Outcome {
  if (withholdBelow === 0) return { results, artifacts };
  const decides = work !== null && decideThemselves.includes(work);
  return {
    results: results.map((result): Result => {
      if (decides || result.attribute === undefined || result.estimate.value === null) return result;
      const { counts: _counts, test: _test, ...rest } = result;
      return { ...rest, estimate: notEstimable(0, `withheld: groups of fewer than ${withholdBelow} rows may not be told of, and this method does not know which are`) };
    }),
    artifacts: artifacts.filter(({ showsRows }) => showsRows !== true),
  };
}
