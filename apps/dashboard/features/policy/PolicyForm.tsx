'use client';

import { useRouter } from 'next/navigation';
import { useState, type FormEvent } from 'react';
import { Notice } from '../../components/Notice';
import type { PolicyQuery } from '../../generated/graphql';
import { words } from '../../lib/format';
import { send } from '../../lib/send';
import { useAction } from '../../lib/useAction';
import { dimensionNames, dimensionWords } from '../audit/dimensions';
import { boundWords } from '../audit/result';
import { savePolicyMutation } from './policy.queries';

type PolicyView = NonNullable<PolicyQuery['policy']>;
type Check = PolicyView['checks'][number];

/** The stored form, of which a new version is made. */
interface PolicyDocument {
  readonly version: number;
  readonly checks: readonly { readonly id: string; readonly bound: { readonly atLeast?: number; readonly atMost?: number }; readonly reason: string }[];
}

export function PolicyForm({ policy, methods, editable }: { policy: PolicyView; methods: readonly { pillar: string; id: string; label: string }[]; editable: boolean }) {
  const router = useRouter();
  const { pending, problem, run } = useAction();
  const [editing, setEditing] = useState(false);

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const bound = (id: string, end: string): Record<string, number> => {
      const text = String(form.get(`${id}.${end}`) ?? '').trim();
      return text === '' ? {} : { [end]: Number(text) };
    };
    void run(async () => {
      const stored = policy.document as PolicyDocument;
      const document = {
        ...stored,
        version: stored.version + 1,
        checks: stored.checks
          .filter(({ id }) => form.get(`${id}.keep`) !== null)
          .map((check) => ({ ...check, bound: { ...bound(check.id, 'atLeast'), ...bound(check.id, 'atMost') }, reason: String(form.get(`${check.id}.reason`)) })),
      };
      const { savePolicy } = await send(savePolicyMutation, { document });
      setEditing(false);
      router.push(`/policies/${savePolicy.id}`);
    });
  }

  return (
    <form className="stack" onSubmit={submit}>
      {dimensionNames.map((dimension) => {
        const checks = policy.checks.filter((check) => check.dimension === dimension);
        return (
          <section key={dimension} className="panel stack" aria-label={dimensionWords[dimension].name}>
            <h2>{dimensionWords[dimension].name}</h2>
            {checks.length === 0 && <p className="quiet small">Nothing is checked here, so the verdict of this dimension is “cannot tell”.</p>}
            {checks.map((check) => (
              <div key={check.id} className="check-rule">
                <div className="stack stack-tight">
                  <h3>{check.label}</h3>
                  <p className="small quiet">{selectWords(check, methods)}</p>
                </div>
                {editing ? (
                  <div className="stack">
                    <div className="form-grid" style={{ gridTemplateColumns: '1fr 1fr' }}>
                      <div className="field">
                        <label htmlFor={`${check.id}.atLeast`}>At least</label>
                        <input id={`${check.id}.atLeast`} name={`${check.id}.atLeast`} type="number" step="any" defaultValue={check.atLeast ?? ''} />
                      </div>
                      <div className="field">
                        <label htmlFor={`${check.id}.atMost`}>At most</label>
                        <input id={`${check.id}.atMost`} name={`${check.id}.atMost`} type="number" step="any" defaultValue={check.atMost ?? ''} />
                      </div>
                    </div>
                    <div className="field">
                      <label htmlFor={`${check.id}.reason`}>Reason</label>
                      <textarea id={`${check.id}.reason`} name={`${check.id}.reason`} defaultValue={check.reason} required rows={3} style={{ minHeight: '5rem' }} />
                    </div>
                    <div className="choices">
                      <label>
                        <input type="checkbox" name={`${check.id}.keep`} defaultChecked /> Keep this check
                      </label>
                    </div>
                  </div>
                ) : (
                  <div className="stack stack-tight">
                    <p className="number">
                      <strong>{boundWords(check)}</strong>
                    </p>
                    <p className="small quiet">{check.reason}</p>
                  </div>
                )}
              </div>
            ))}
          </section>
        );
      })}
      {problem && <Notice kind="problem">{problem}</Notice>}
      {editable && (
        <div className="row no-print">
          {editing ? (
            <>
              <button key="save" className="button button-primary" disabled={pending}>
                {pending ? 'Saving…' : `Save as version ${policy.version + 1}`}
              </button>
              <button key="cancel" type="button" className="button" onClick={() => setEditing(false)}>
                Cancel
              </button>
            </>
          ) : (
            <button key="edit" type="button" className="button" onClick={() => setEditing(true)}>
              Edit thresholds
            </button>
          )}
        </div>
      )}
    </form>
  );
}

function selectWords({ dimension, select }: Check, methods: readonly { pillar: string; id: string; label: string }[]): string {
  const { method, options, ...rest } = select as { method: string; options?: Record<string, unknown> } & Record<string, unknown>;
  const label = methods.find((known) => known.pillar === dimension && known.id === method)?.label ?? method;
  const parts = [...Object.entries(rest), ...Object.entries(options ?? {})].map(([name, value]) => `${words(name)} ${methods.find(({ id }) => id === value)?.label ?? words(String(value))}`);
  return [label, ...parts].join(', ');
}
