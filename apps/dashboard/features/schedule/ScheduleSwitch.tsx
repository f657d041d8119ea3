'use client';

import { useRouter } from 'next/navigation';
import { send } from '../../lib/send';
import { useAction } from '../../lib/useAction';
import { setScheduleEnabledMutation } from './schedule.queries';

export function ScheduleSwitch({ id, name, enabled }: { id: string; name: string; enabled: boolean }) {
  const router = useRouter();
  const { pending, problem, run } = useAction();
  return (
    <>
      <button
        type="button"
        className="button button-small"
        disabled={pending}
        aria-label={`${name} is ${enabled ? 'on' : 'off'}: turn ${enabled ? 'off' : 'on'}`}
        onClick={() =>
          void run(async () => {
            await send(setScheduleEnabledMutation, { id, enabled: !enabled });
            router.refresh();
          })
        }
      >
        {enabled ? 'On, turn off' : 'Off, turn on'}
      </button>
      {problem && <div role="alert">{problem}</div>}
    </>
  );
}
