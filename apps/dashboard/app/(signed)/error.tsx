'use client';

import { Empty } from '../../components/Empty';

export default function Failure({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <div className="panel" role="alert">
      <Empty title="This page could not be drawn">
        <p className="quiet">The fault is ours and has been logged{error.digest ? ` under ${error.digest}` : ''}. What you entered elsewhere is kept.</p>
        <button type="button" className="button" onClick={reset}>
          Try again
        </button>
      </Empty>
    </div>
  );
}
