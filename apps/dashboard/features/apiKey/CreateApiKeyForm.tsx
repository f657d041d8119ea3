'use client';

import { useRouter } from 'next/navigation';
import { useState, type FormEvent } from 'react';
import { Notice } from '../../components/Notice';
import type { Role } from '../../generated/graphql';
import { send } from '../../lib/send';
import { useAction } from '../../lib/useAction';
import { createApiKeyMutation } from './apiKey.queries';

const roles: readonly { role: Role; does: string }[] = [
  { role: 'auditor', does: 'adds data and models, starts audits' },
  { role: 'regulator', does: 'reads' },
  { role: 'officer', does: 'saves policies and schedules' },
  { role: 'administrator', does: 'everything' },
];

export function CreateApiKeyForm() {
  const router = useRouter();
  const { pending, problem, run } = useAction();
  const [made, setMade] = useState<{ name: string; secret: string } | null>(null);

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const element = event.currentTarget;
    const form = new FormData(element);
    const days = String(form.get('days') ?? '').trim();
    void run(async () => {
      const { createApiKey } = await send(createApiKeyMutation, {
        name: String(form.get('name')),
        role: String(form.get('role')) as Role,
        expiresInDays: days === '' ? null : Number(days),
      });
      setMade({ name: createApiKey.key.name, secret: createApiKey.secret });
      element.reset();
      router.refresh();
    });
  }

  return (
    <form className="panel stack" onSubmit={submit}>
      <h2>New key</h2>
      <div className="bar">
        <div className="field">
          <label htmlFor="name">Name</label>
          <input id="name" name="name" required maxLength={200} />
        </div>
        <div className="field">
          <label htmlFor="role">Role</label>
          <select id="role" name="role">
            {roles.map(({ role, does }) => (
              <option key={role} value={role}>
                {role}: {does}
              </option>
            ))}
          </select>
        </div>
        <div className="field">
          <label htmlFor="days">Expires after (days)</label>
          <input id="days" name="days" type="number" min={1} max={3650} step={1} defaultValue={90} />
        </div>
        <button className="button button-primary" disabled={pending}>
          {pending ? 'Making…' : 'Make key'}
        </button>
      </div>
      {problem && <Notice kind="problem">{problem}</Notice>}
      {made && (
        <Notice kind="done">
          <strong>The secret of “{made.name}” is shown this once.</strong> Keep it where programs find it; send it as <code>Authorization: Bearer</code>.
          <pre tabIndex={0} style={{ marginTop: '0.5rem' }}>{made.secret}</pre>
        </Notice>
      )}
    </form>
  );
}
