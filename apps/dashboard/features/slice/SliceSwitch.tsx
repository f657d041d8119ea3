'use client';

import { useRouter } from 'next/navigation';
import { send } from '../../lib/send';
import { useAction } from '../../lib/useAction';
import { deleteSliceMutation, watchSliceMutation } from './slice.queries';

/** Turns the watching of a slice on or off, or forgets the slice. What audits measured of it stays with them. */
export function SliceSwitch({ id, name, watched }: { id: string; name: string; watched: boolean }) {
  const router = useRouter();
  const { pending, problem, run } = useAction();
  const then = (action: () => Promise<unknown>): void =>
    void run(async () => {
      await action();
      router.refresh();
    });
  return (
    <span className="row">
      <button type="button" className="button button-small" disabled={pending} aria-label={`${watched ? 'Watched, turn off' : 'Not watched, turn on'}: ${name}`} onClick={() => then(() => send(watchSliceMutation, { id, watched: !watched }))}>
        {watched ? 'Watched, turn off' : 'Not watched, turn on'}
      </button>
      <button type="button" className="button button-small" disabled={pending} aria-label={`Forget ${name}`} onClick={() => then(() => send(deleteSliceMutation, { id }))}>
        Forget
      </button>
      {problem && <span role="alert">{problem}</span>}
    </span>
  );
}
