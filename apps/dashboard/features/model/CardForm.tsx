'use client';

import { useRouter } from 'next/navigation';
import { useState, type FormEvent } from 'react';
import { Notice } from '../../components/Notice';
import { words } from '../../lib/format';
import { send } from '../../lib/send';
import { useAction } from '../../lib/useAction';
import { updateModelCardMutation } from './model.queries';

interface AskedField {
  readonly section: string;
  readonly field: string;
  readonly question: string;
}
type Card = Readonly<Record<string, Readonly<Record<string, string>> | number | undefined>>;

/** The documentation kept with a model. What is not asked for here but stands in the card stays in it. */
export function CardForm({ versionId, card, fields, editable }: { versionId: string; card: unknown; fields: readonly AskedField[]; editable: boolean }) {
  const router = useRouter();
  const { pending, problem, run } = useAction();
  const [saved, setSaved] = useState(false);
  const current = (card ?? {}) as Card;
  const answerOf = ({ section, field }: AskedField): string => {
    const part = current[section];
    return typeof part === 'object' ? (part[field] ?? '') : '';
  };
  const answered = fields.filter((field) => answerOf(field).trim() !== '').length;
  const sections = [...new Set(fields.map(({ section }) => section))];

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const next: Record<string, unknown> = { ...current };
    for (const { section, field } of fields) {
      const { [field]: _, ...others } = { ...(next[section] as Record<string, string> | undefined) };
      const answer = String(form.get(`${section}.${field}`) ?? '').trim();
      next[section] = answer === '' ? others : { ...others, [field]: answer };
    }
    setSaved(false);
    void run(async () => {
      await send(updateModelCardMutation, { modelVersionId: versionId, card: next });
      setSaved(true);
      router.refresh();
    });
  }

  return (
    <section className="stack" aria-label="Model card">
      <div>
        <h3>Model card</h3>
        <p className="small quiet">
          {answered} of {fields.length} questions answered.
        </p>
      </div>
      {editable ? (
        <details className="more">
          <summary>{answered === 0 ? 'Write the card' : 'Read and edit the card'}</summary>
          <form className="form" onSubmit={submit}>
            {sections.map((section) => (
              <fieldset key={section} className="stack">
                <legend style={{ fontSize: 'var(--body)', marginBottom: '0.5rem' }}>{words(section).replace(/^./, (first) => first.toUpperCase())}</legend>
                <div className="form-grid">
                  {fields
                    .filter((field) => field.section === section)
                    .map((field) => (
                      <div key={field.field} className="field">
                        <label htmlFor={`${versionId}-${field.section}-${field.field}`}>{field.question}</label>
                        <textarea id={`${versionId}-${field.section}-${field.field}`} name={`${field.section}.${field.field}`} defaultValue={answerOf(field)} rows={3} style={{ minHeight: '4.5rem' }} />
                      </div>
                    ))}
                </div>
              </fieldset>
            ))}
            {problem && <Notice kind="problem">{problem}</Notice>}
            {saved && <Notice kind="done">Saved. Audits that are started from now on read this card.</Notice>}
            <div className="row">
              <button className="button button-primary" disabled={pending}>
                {pending ? 'Saving…' : 'Save card'}
              </button>
            </div>
          </form>
        </details>
      ) : (
        <dl className="list-facts">
          {fields
            .filter((field) => answerOf(field) !== '')
            .map((field) => (
              <div key={`${field.section}.${field.field}`} style={{ display: 'contents' }}>
                <dt>{field.question}</dt>
                <dd>{answerOf(field)}</dd>
              </div>
            ))}
        </dl>
      )}
    </section>
  );
}
