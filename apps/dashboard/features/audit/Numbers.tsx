'use client';

import { createContext, useContext, useEffect, useRef, useState, type MouseEvent, type ReactNode } from 'react';
import type { MethodView } from '../method/method';
import { methodOf } from '../method/method';
import { NumberFacts, type AuditFacts } from './NumberFacts';
import { estimated, interval, number } from '../../lib/format';
import type { ResultView } from './result';

interface NumbersContext {
  readonly audit: AuditFacts;
  readonly methods: readonly MethodView[];
  readonly results: ReadonlyMap<string, ResultView>;
  open(id: string): void;
}
const Context = createContext<NumbersContext | null>(null);

/** All numbers of an audit, each of which can be opened to what it is and where it comes from. */
export function Numbers({ audit, methods, results, children }: { audit: AuditFacts; methods: readonly MethodView[]; results: readonly ResultView[]; children: ReactNode }) {
  const [opened, setOpened] = useState<string | null>(null);
  const sheet = useRef<HTMLDialogElement>(null);
  const byId = new Map(results.map((result) => [result.id, result]));
  const shown = opened === null ? undefined : byId.get(opened);

  useEffect(() => {
    if (shown) sheet.current?.showModal();
  }, [shown]);

  return (
    <Context value={{ audit, methods, results: byId, open: setOpened }}>
      {children}
      <dialog
        ref={sheet}
        className="sheet"
        aria-label="What this number is"
        onClose={() => setOpened(null)}
        onClick={(event) => {
          if (event.target === sheet.current) sheet.current.close(); // the backdrop
        }}
      >
        {shown && (
          <>
            <div className="row row-between">
              <a className="small" href={numberHref(audit.id, shown.id)}>
                Address of this number
              </a>
              <button type="button" className="button button-small" onClick={() => sheet.current?.close()}>
                Close
              </button>
            </div>
            <NumberFacts audit={audit} result={shown} method={methodOf(methods, shown.dimension, shown.method.id)} />
          </>
        )}
      </dialog>
    </Context>
  );
}

export function useNumbers(): NumbersContext {
  const context = useContext(Context);
  if (!context) throw new Error('useNumbers stands outside <Numbers>');
  return context;
}

function numberHref(auditId: string, resultId: string): string {
  return `/audits/${auditId}/number?${new URLSearchParams({ id: resultId })}`;
}

/** A number with its interval, or the reason why there is none; opens to its definition and source. Without scripts it is a link to the same. */
export function NumberLink({ id, withInterval = true }: { id: string; withInterval?: boolean }) {
  const { audit, results, open } = useNumbers();
  const result = results.get(id);
  if (!result) return null;
  const { estimate } = result;
  function show(event: MouseEvent): void {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return; // a new window was asked for
    event.preventDefault();
    open(id);
  }
  return (
    <a href={numberHref(audit.id, id)} onClick={show} className="number-link" aria-haspopup="dialog">
      {typeof estimate.value === 'number' ? (
        <>
          <strong>{estimated({ value: estimate.value, exact: estimate.exact })}</strong>
          {withInterval && estimate.interval && <span className="quiet"> [{interval(estimate.interval)}]</span>}
          {withInterval && !estimate.interval && <span className="quiet">{typeof estimate.standardError === 'number' ? ` ± ${number(estimate.standardError)}` : ' exact'}</span>}
        </>
      ) : (
        <span className="not-estimable">not estimable</span>
      )}
    </a>
  );
}
