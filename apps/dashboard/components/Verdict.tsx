import type { Verdict as VerdictName } from '../generated/graphql';
import { Icon } from './icons';

export const verdictWords: Readonly<Record<VerdictName, string>> = { met: 'met', notMet: 'not met', cannotTell: 'cannot tell' };

export function Verdict({ verdict }: { verdict: VerdictName }) {
  return (
    <span className={`verdict verdict-${verdict}`}>
      <Icon name={verdict} size={13} />
      {verdictWords[verdict]}
    </span>
  );
}

/** The same in little, before the name of a check. */
export function VerdictMark({ verdict }: { verdict: VerdictName }) {
  return (
    <span className={`verdict-mark verdict-mark-${verdict}`} role="img" aria-label={`${verdictWords[verdict]}:`} title={verdictWords[verdict]}>
      <Icon name={verdict} size={11} />
    </span>
  );
}
