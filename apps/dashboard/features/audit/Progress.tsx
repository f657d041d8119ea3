'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { Notice } from '../../components/Notice';
import { send } from '../../lib/send';
import { cancelAuditMutation, progressQuery } from './audit.queries';
import type { AuditView } from './result';

type ProgressView = AuditView['progress'];

const pollMs = 2_000;
/** New results are fetched at most this often while an audit runs: the page grows, and is read meanwhile. */
const refreshMs = 5_000;

/** How far an audit is, as it is told by the server; asked for every two seconds where no stream comes through. */
export function Progress({ auditId, initial, mayCancel }: { auditId: string; initial: ProgressView; mayCancel: boolean }) {
  const router = useRouter();
  const [progress, setProgress] = useState(initial);
  const [problem, setProblem] = useState<string | null>(null);
  const [cancelling, setCancelling] = useState(false);

  useEffect(() => {
    let refreshedAt = Date.now();
    let polling: ReturnType<typeof setInterval> | undefined;
    function show(next: ProgressView): void {
      setProgress(next);
      const ended = next.state !== 'queued' && next.state !== 'running';
      if (ended || Date.now() - refreshedAt > refreshMs) {
        refreshedAt = Date.now();
        router.refresh();
      }
      if (ended) stop();
    }
    const stream = new EventSource(`/audits/${auditId}/progress`);
    stream.onmessage = ({ data }: MessageEvent<string>) => show(JSON.parse(data) as ProgressView);
    stream.onerror = () => {
      stream.close();
      polling = setInterval(() => {
        send(progressQuery, { id: auditId }).then(
          ({ audit }) => audit && show(audit.progress),
          (error: unknown) => setProblem(error instanceof Error ? error.message : String(error)),
        );
      }, pollMs);
    };
    function stop(): void {
      stream.close();
      clearInterval(polling);
    }
    return stop;
  }, [auditId, router]);

  async function cancel(): Promise<void> {
    setCancelling(true);
    try {
      await send(cancelAuditMutation, { id: auditId });
      router.refresh();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
      setCancelling(false);
    }
  }

  const { tasksDone, tasksTotal } = progress;
  return (
    <section className="panel stack" aria-label="Progress">
      <div className="row row-between">
        <div>
          <h2>{progress.state === 'queued' ? 'Waiting for a worker' : 'The audit is running'}</h2>
          <p className="quiet number" aria-live="polite">
            {tasksTotal === 0 ? 'Planning' : `${tasksDone} of ${tasksTotal} tasks done`}
            {progress.message ? `, ${progress.message}` : ''}
          </p>
        </div>
        {mayCancel && (
          <button type="button" className="button" onClick={cancel} disabled={cancelling}>
            {cancelling ? 'Cancelling…' : 'Cancel audit'}
          </button>
        )}
      </div>
      <progress className="progress" value={tasksDone} max={Math.max(1, tasksTotal)} aria-label="Tasks done" />
      {problem && <Notice kind="problem">{problem}</Notice>}
    </section>
  );
}
