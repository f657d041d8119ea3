'use client';

import { useRouter } from 'next/navigation';
import { useState, type FormEvent } from 'react';
import { Empty } from '../../components/Empty';
import { Notice } from '../../components/Notice';
import type { AuditTask, StartAuditChoicesQuery, StartAuditInput } from '../../generated/graphql';
import { nodesOf } from '../../lib/connection';
import { parseJson } from '../../lib/parseJson';
import { send } from '../../lib/send';
import { useAction } from '../../lib/useAction';
import { scheduleAuditMutation } from '../schedule/schedule.queries';
import { startAuditMutation } from './audit.queries';
import { GroupingFields } from './GroupingFields';
import { groupingFrom } from './groupingInput';

/** A column of words with more values than this is no grouping; the API refuses it too. */
const mostGroups = 400;
/** A label of more different numbers is a quantity, unless somebody says otherwise. */
const mostClasses = 20;

/** A plan of its own, a time limit, both, or neither. */
function planFrom(plan: string, timeLimit: string): Pick<StartAuditInput, 'plan'> {
  const own = plan.trim() === '' ? null : parseJson(plan, 'The plan');
  if (timeLimit.trim() === '') return own === null ? {} : { plan: own };
  return { plan: { ...(own as object | null), timeLimit: Number(timeLimit) } };
}

/** What is to be audited, once or on a schedule. The API checks everything again, and its sentences are shown. */
export function AuditForm({ choices, initial, schedule }: { choices: StartAuditChoicesQuery; initial: { dataset?: string; version?: string; policy?: string }; schedule: boolean }) {
  const router = useRouter();
  const { pending, problem, run } = useAction();
  const datasets = nodesOf(choices.datasets);
  const versions = nodesOf(choices.models).flatMap((model) => model.versions.map((version) => ({ ...version, name: model.name })));
  const policies = nodesOf(choices.policies);
  const [datasetId, setDatasetId] = useState(initial.dataset ?? datasets[0]?.id ?? '');
  const dataset = datasets.find(({ id }) => id === datasetId);
  const columns = dataset?.columns ?? [];
  const labels = columns.filter(({ kind, levels }) => (levels ? levels.length >= 2 : kind === 'number'));
  const [chosenLabel, setLabel] = useState<string | null>(null);
  const label = labels.find(({ name }) => name === chosenLabel) ?? labels.find(({ role }) => role === 'label') ?? labels[0];
  const groupable = columns.filter(({ name, kind, levels, missing }) => name !== label?.name && (levels ? levels.length + (missing > 0 ? 1 : 0) >= 2 && levels.length <= mostGroups : kind === 'number'));
  const classes = label?.levels ?? [];
  const mayBeNumber = label?.kind === 'number';
  const [chosenTask, setTask] = useState<{ label: string; task: AuditTask } | null>(null);
  // A choice is about one label; another label begins anew.
  const task = !mayBeNumber ? 'classification' : chosenTask?.label === label.name ? chosenTask.task : !label.levels || label.levels.length > mostClasses ? 'regression' : 'classification';
  const likely = classes.find((value) => ['1', 'true', 'True', 'TRUE', 'yes', 'good'].includes(value)) ?? classes.at(-1);

  if (datasets.length === 0 || versions.length === 0 || policies.length === 0) {
    return (
      <div className="panel">
        <Empty title="Something is still missing">
          <p className="quiet">An audit needs a data set, a model and a policy; there {datasets.length === 0 ? 'is no data set' : versions.length === 0 ? 'is no model' : 'is no policy'} yet.</p>
        </Empty>
      </div>
    );
  }

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string): string => String(form.get(name) ?? '');
    void run(async () => {
      const input: StartAuditInput = {
        datasetId,
        modelVersionId: text('modelVersionId'),
        ...(text('policyId') === '' ? {} : { policyId: text('policyId') }),
        label: text('label'),
        ...(mayBeNumber ? { task } : {}),
        ...(task === 'regression' ? {} : { positive: text('positive') }),
        ...(text('favourable') === '' ? {} : { favourable: text('favourable') }),
        protected: form.getAll('protected').map(String),
        ignore: form.getAll('ignore').map(String),
        grouping: groupingFrom(form),
        seed: Number(text('seed')),
        ...planFrom(text('plan'), text('timeLimit')),
      };
      if (schedule) {
        await send(scheduleAuditMutation, { name: text('name'), cron: text('cron'), timeZone: text('timeZone'), input });
        router.push('/schedules');
      } else {
        const { startAudit } = await send(startAuditMutation, { input });
        router.push(`/audits/${startAudit.id}`);
      }
    });
  }

  return (
    <form className="panel form" onSubmit={submit}>
      {schedule && (
        <div className="form-grid">
          <div className="field">
            <label htmlFor="name">Name</label>
            <input id="name" name="name" required maxLength={200} />
          </div>
          <div className="field">
            <label htmlFor="cron">When (cron expression)</label>
            <input id="cron" name="cron" required defaultValue="0 6 * * 1" aria-describedby="cron-hint" style={{ fontFamily: 'var(--mono)' }} />
            <span className="hint" id="cron-hint">
              Minute, hour, day, month, day of the week. “0 6 * * 1” is Mondays at six.
            </span>
          </div>
          <div className="field">
            <label htmlFor="timeZone">Time zone</label>
            <input id="timeZone" name="timeZone" required defaultValue="UTC" list="time-zones" />
            <datalist id="time-zones">
              {Intl.supportedValuesOf('timeZone').map((zone) => (
                <option key={zone} value={zone} />
              ))}
            </datalist>
          </div>
        </div>
      )}
      <div className="form-grid">
        <div className="field">
          <label htmlFor="dataset">Data set</label>
          <select id="dataset" value={datasetId} onChange={(event) => setDatasetId(event.target.value)}>
            {datasets.map(({ id, name, rows }) => (
              <option key={id} value={id}>
                {name} ({rows.toLocaleString('en-US')} rows)
              </option>
            ))}
          </select>
        </div>
        <div className="field">
          <label htmlFor="modelVersionId">Model</label>
          <select id="modelVersionId" name="modelVersionId" defaultValue={initial.version}>
            {versions.map(({ id, name, number, format }) => (
              <option key={id} value={id}>
                {name}, version {number} ({format ?? 'stored predictions'})
              </option>
            ))}
          </select>
        </div>
        <div className="field">
          <label htmlFor="policyId">Policy</label>
          <select id="policyId" name="policyId" defaultValue={initial.policy ?? ''}>
            <option value="">The usual one for what is predicted</option>
            {policies.map(({ id, name, version }) => (
              <option key={id} value={id}>
                {name}, version {version}
              </option>
            ))}
          </select>
        </div>
      </div>
      <div className="form-grid">
        <div className="field">
          <label htmlFor="label">Label</label>
          <select id="label" name="label" value={label?.name ?? ''} onChange={(event) => setLabel(event.target.value)}>
            {labels.map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
          </select>
          <span className="hint">The column that says what was true.</span>
        </div>
        {label && mayBeNumber && label.levels && (
          <div className="field">
            <label htmlFor="task">What is predicted</label>
            <select id="task" value={task} onChange={(event) => setTask({ label: label.name, task: event.target.value as AuditTask })}>
              <option value="classification">one of these values</option>
              <option value="regression">a number</option>
            </select>
            <span className="hint">The label holds numbers.</span>
          </div>
        )}
        {task === 'regression' ? (
          <div className="field" key={`favourable-${label?.name}`}>
            <label htmlFor="favourable">What people want</label>
            <select id="favourable" name="favourable" defaultValue="">
              <option value="">neither more nor less</option>
              <option value="higher">a higher number</option>
              <option value="lower">a lower number</option>
            </select>
            <span className="hint">Of what is predicted for them.</span>
          </div>
        ) : (
          <>
            <div className="field" key={`positive-${label?.name}`}>
              <label htmlFor="positive">Positive class</label>
              <select id="positive" name="positive" defaultValue={likely}>
                {classes.map((value) => (
                  <option key={value}>{value}</option>
                ))}
              </select>
              <span className="hint">What confusion counts are about.</span>
            </div>
            <div className="field" key={`favourable-${label?.name}`}>
              <label htmlFor="favourable">Favourable outcome</label>
              <select id="favourable" name="favourable" defaultValue={likely}>
                {classes.map((value) => (
                  <option key={value}>{value}</option>
                ))}
              </select>
              <span className="hint">What people want to get.</span>
            </div>
          </>
        )}
      </div>
      <fieldset className="field" key={`protected-${datasetId}-${label?.name}`}>
        <legend>Compare groups by</legend>
        <div className="choices">
          {groupable.map(({ name, role, levels }) => (
            <label key={name}>
              <input type="checkbox" name="protected" value={name} defaultChecked={role === 'protected'} />
              {name} <span className="quiet">({levels ? levels.length : 'ranges'})</span>
            </label>
          ))}
        </div>
      </fieldset>
      <div className="form-grid">
        <div className="field">
          <label htmlFor="seed">Seed</label>
          <input id="seed" name="seed" type="number" min={0} step={1} defaultValue={0} required />
          <span className="hint">Every draw follows from it.</span>
        </div>
      </div>
      <details className="more">
        <summary>More options: ranges, weights, ignored columns, a plan of your own</summary>
        <div className="stack">
          <GroupingFields key={`grouping-${datasetId}`} columns={columns} label={label?.name ?? null} />
          <fieldset className="field">
            <legend>Leave out of the audit</legend>
            <div className="choices">
              {columns.map(({ name }) => (
                <label key={name}>
                  <input type="checkbox" name="ignore" value={name} />
                  {name}
                </label>
              ))}
            </div>
          </fieldset>
          <div className="field">
            <label htmlFor="timeLimit">Time limit for explanations (seconds)</label>
            <input id="timeLimit" name="timeLimit" type="number" min={1} max={86_400} step="any" placeholder="600" />
            <span className="hint">A slow model is asked about fewer rows, and the audit says of how many.</span>
          </div>
          <div className="field">
            <label htmlFor="plan">Plan (JSON)</label>
            <textarea id="plan" name="plan" className="code" spellCheck={false} placeholder='{ "methods": [{ "pillar": "robustness", "method": "gaussianNoise", "options": { "rows": 500 } }] }' />
            <span className="hint">Left empty: every dimension’s default methods.</span>
          </div>
        </div>
      </details>
      {problem && <Notice kind="problem">{problem}</Notice>}
      <div className="row">
        <button className="button button-primary" disabled={pending}>
          {pending ? 'Checking…' : schedule ? 'Save schedule' : 'Start audit'}
        </button>
      </div>
    </form>
  );
}
