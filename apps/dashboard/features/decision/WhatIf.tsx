'use client';

import { useEffect, useId, useRef, useState } from 'react';
import { Notice } from '../../components/Notice';
import type { AskModelQuery, DecisionQuery } from '../../generated/graphql';
import { number, plain } from '../../lib/format';
import { send } from '../../lib/send';
import { askModelQuery } from './decision.queries';

type Answer = NonNullable<AskModelQuery['askModel']>[number];
type Value = NonNullable<DecisionQuery['decision']>['values'][number];
type Entry = string | number | null;

/** Features shown at once; the others wait behind a line. */
const mostShown = 8;
/** Long enough that a slider on its way does not ask for every place it passes. */
const settleMs = 200;
const steps = 200;

/** What the model would answer if the row were another: every change asks it. */
export function WhatIf({ auditId, values, classes, task, explained }: { auditId: string; values: readonly Value[]; classes: readonly string[]; task: string; explained: string }) {
  const own = Object.fromEntries(values.map(({ column, value }) => [column, value as Entry]));
  const [row, setRow] = useState(own);
  const [answer, setAnswer] = useState<{ before: Answer; now: Answer } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [waiting, setWaiting] = useState(true);
  const latest = useRef(0);

  useEffect(() => {
    const number = ++latest.current;
    const timer = setTimeout(
      () => {
        send(askModelQuery, { id: auditId, rows: [own, row] }).then(
          ({ askModel }) => {
            if (number !== latest.current || !askModel) return;
            const [before, now] = askModel;
            setAnswer({ before: before!, now: now! });
            setProblem(null);
            setWaiting(false);
          },
          (error: unknown) => {
            if (number !== latest.current) return;
            setProblem(error instanceof Error ? error.message : String(error));
            setWaiting(false);
          },
        );
      },
      answer === null ? 0 : settleMs,
    );
    return () => clearTimeout(timer);
    // `own` is made anew at each drawing of the same row, and `answer` only decides how long the first waits.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [auditId, row]);

  const change = (column: string, value: Entry): void => {
    setWaiting(true);
    setRow({ ...row, [column]: value });
  };
  const changed = values.filter(({ column }) => row[column] !== own[column]);
  const position = task === 'regression' ? 0 : Math.max(0, classes.indexOf(explained));
  const what = task === 'regression' ? 'Predicted number' : `Probability of “${explained}”`;
  const fields = values.map((value) => <Field key={value.column} value={value} entry={row[value.column]!} own={own[value.column]!} onChange={change} />);
  return (
    <section className="panel" id="what-if">
      <div className="panel-head">
        <div className="stack stack-tight">
          <h3>What if the row were another?</h3>
          <p className="small quiet">Every change asks the audited model. It tells what the model would answer, not what would become of a person whose income, say, were really another.</p>
        </div>
        <button type="button" className="button button-small no-print" disabled={changed.length === 0} onClick={() => { setWaiting(true); setRow(own); }}>
          Back to the row
        </button>
      </div>
      <div className="stack">
        <p role="status" aria-live="polite" className="answer">
          {problem !== null ? (
            <span>No answer.</span>
          ) : answer === null ? (
            <span className="quiet">Asking the model…</span>
          ) : (
            <>
              <span>
                {what}: <strong className="number">{number(answer.now.scores[position]!)}</strong>
                {changed.length > 0 && <span className="quiet number"> (was {number(answer.before.scores[position]!)})</span>}
              </span>
              {task !== 'regression' && (
                <span>
                  Decision: <strong>{answer.now.decision}</strong>
                  {answer.now.decision !== answer.before.decision && <span className="quiet"> (was {answer.before.decision})</span>}
                </span>
              )}
              <span className="quiet small">{waiting ? 'asking…' : changed.length === 0 ? 'as the row is' : `changed: ${changed.map(({ column }) => column).join(', ')}`}</span>
            </>
          )}
        </p>
        {problem !== null && <Notice kind="problem">{problem}</Notice>}
        <div className="sliders no-print">{fields.slice(0, mostShown)}</div>
        {fields.length > mostShown && (
          <details className="more no-print">
            <summary>{fields.length - mostShown === 1 ? 'One more feature' : `${fields.length - mostShown} more features`}</summary>
            <div className="sliders">{fields.slice(mostShown)}</div>
          </details>
        )}
      </div>
    </section>
  );
}

function Field({ value: { column, kind, levels, least, largest, whole }, entry, own, onChange }: { value: Value; entry: Entry; own: Entry; onChange: (column: string, value: Entry) => void }) {
  const id = useId();
  const isNumber = kind === 'number' && typeof least === 'number' && typeof largest === 'number';
  const options = levels ?? [];
  return (
    <div className="slider">
      <label htmlFor={id}>{column}</label>
      {isNumber ? (
        <input
          id={id}
          type="range"
          min={least}
          max={largest}
          step={whole ? 1 : (largest - least) / steps || 1}
          value={typeof entry === 'number' ? entry : least}
          onChange={(event) => onChange(column, Number(event.target.value))}
          aria-valuetext={entry === null ? 'missing' : plain(Number(Number(entry).toPrecision(5)))}
        />
      ) : options.length > 0 ? (
        <select id={id} value={entry === null ? '' : String(entry)} onChange={(event) => onChange(column, event.target.value === '' ? null : event.target.value)}>
          <option value="">missing</option>
          {options.map((level) => (
            <option key={level} value={level}>
              {level}
            </option>
          ))}
        </select>
      ) : (
        <input id={id} type="text" value={entry === null ? '' : String(entry)} onChange={(event) => onChange(column, event.target.value === '' ? null : event.target.value)} />
      )}
      <output htmlFor={id} className="number">
        {isNumber ? (entry === null ? 'missing' : plain(Number(Number(entry).toPrecision(5)))) : ''}
      </output>
      <span className="small quiet">{entry === own ? '' : `was ${own === null ? 'missing' : typeof own === 'number' ? plain(Number(own.toPrecision(5))) : own}`}</span>
    </div>
  );
}
