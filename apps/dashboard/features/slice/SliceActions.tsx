'use client';

import Link from 'next/link';
import { useState } from 'react';
import type { SliceConditionInput } from '../../generated/graphql';
import { send } from '../../lib/send';
import { useAction } from '../../lib/useAction';
import { saveSliceMutation } from './slice.queries';

export interface SliceRights {
  readonly datasetId: string;
  readonly maySave: boolean;
  readonly mayOpen: boolean;
}

/** What can be done with a slice that was found: look at its rows, and have every later audit measure it. */
export function SliceActions({ name, conditions, datasetId, maySave, mayOpen }: { name: string; conditions: readonly SliceConditionInput[] } & SliceRights) {
  const { pending, problem, run } = useAction();
  const [saved, setSaved] = useState(false);
  const address = `/slices/rows?${new URLSearchParams({ dataset: datasetId, conditions: JSON.stringify(conditions) })}`;
  return (
    <span className="row">
      {mayOpen && (
        <Link href={address} className="small" aria-label={`Open rows of ${name}`}>
          Open rows
        </Link>
      )}
      {maySave && (
        <button
          type="button"
          className="button button-small"
          disabled={pending || saved}
          aria-label={saved ? undefined : `Watch ${name}`}
          onClick={() =>
            void run(async () => {
              await send(saveSliceMutation, { name, conditions: [...conditions] });
              setSaved(true);
            })
          }
        >
          {saved ? 'Watched from now on' : 'Watch'}
        </button>
      )}
      {problem && (
        <span role="alert" className="small">
          {problem}
        </span>
      )}
    </span>
  );
}
