'use client';

import { useState, type FormEvent } from 'react';
import { Notice } from '../../components/Notice';

export function SignInForm({ next }: { next: string }) {
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, setPending] = useState(false);

  async function signIn(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setPending(true);
    setProblem(null);
    const answer = await fetch('/api/auth/sign-in/email', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: form.get('email'), password: form.get('password') }),
    }).catch(() => null);
    if (answer?.ok) {
      window.location.assign(next); // a whole load, so that nothing made for nobody is shown
      return;
    }
    setPending(false);
    setProblem(problemOf(answer?.status ?? null));
  }

  return (
    <form className="stack" onSubmit={signIn} method="post">
      <h1 className="visually-hidden">Sign in</h1>
      {problem && <Notice kind="problem">{problem}</Notice>}
      <div className="field">
        <label htmlFor="email">Email</label>
        <input id="email" name="email" type="email" autoComplete="username" required />
      </div>
      <div className="field">
        <label htmlFor="password">Password</label>
        <input id="password" name="password" type="password" autoComplete="current-password" required />
      </div>
      <button className="button button-primary" disabled={pending}>
        {pending ? 'Signing in…' : 'Sign in'}
      </button>
    </form>
  );
}

function problemOf(status: number | null): string {
  if (status === 401) return 'Email and password do not go together.';
  if (status === 429) return 'Too many attempts. Wait a minute and try again.';
  if (status === 403) return `Sign-ins are trusted from one address only, and this is ${window.location.origin}. Open the dashboard at the address that it is set up for (PLUMBLINE_ORIGIN; http://localhost:3000 where nothing else is said).`;
  if (status === 400) return 'That is not an email address with a password.';
  return 'The Plumbline API does not answer. Try again in a moment.';
}
