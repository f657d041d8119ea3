import type { AuditState } from '../generated/graphql';

const words: Readonly<Record<AuditState, string>> = { queued: 'queued', running: 'running', succeeded: 'finished', failed: 'failed', cancelled: 'cancelled' };

export function State({ state }: { state: AuditState }) {
  return <span className={`state state-${state}`}>{words[state]}</span>;
}
