'use client';

import { useState } from 'react';

export function SignOut() {
  const [problem, setProblem] = useState<string | null>(null);
  async function signOut(): Promise<void> {
    const answer = await fetch('/api/auth/sign-out', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }).catch(() => null);
    if (answer?.ok) window.location.assign('/sign-in');
    else setProblem('Signing out did not work; try again.');
  }
  return (
    <span>
      <button type="button" className="button button-plain button-small" onClick={signOut}>
        Sign out
      </button>
      {problem && <span role="alert">{problem}</span>}
    </span>
  );
}
