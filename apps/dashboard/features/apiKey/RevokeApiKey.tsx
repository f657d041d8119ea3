'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { send } from '../../lib/send';
import { useAction } from '../../lib/useAction';
import { revokeApiKeyMutation } from './apiKey.queries';

/** Asks once more: a revoked key does not come back. */
export function RevokeApiKey({ id, name }: { id: string; name: string }) {
  const router = useRouter();
  const { pending, problem, run } = useAction();
  const [asking, setAsking] = useState(false);
  if (!asking) {
    return (
      <button type="button" className="button button-small" aria-label={`Revoke ${name}`} onClick={() => setAsking(true)}>
        Revoke
      </button>
    );
  }
  return (
    <span className="row">
      <button
        type="button"
        className="button button-small"
        disabled={pending}
        onClick={() =>
          void run(async () => {
            await send(revokeApiKeyMutation, { id });
            router.refresh();
          })
        }
      >
        Revoke for good
      </button>
      <button type="button" className="button button-small button-plain" onClick={() => setAsking(false)}>
        Keep
      </button>
      {problem && <span role="alert">{problem}</span>}
    </span>
  );
}
