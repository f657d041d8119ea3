'use client';

import { useRouter } from 'next/navigation';
import { useId, useState, type FormEvent } from 'react';
import { Notice } from '../../components/Notice';
import { Scroll } from '../../components/Scroll';
import type { ColumnKind, ColumnRole } from '../../generated/graphql';
import { percent } from '../../lib/format';
import { send, sendBytes } from '../../lib/send';
import { useAction } from '../../lib/useAction';
import { createUploadMutation } from '../model/model.queries';
import { createDatasetMutation } from './dataset.queries';
import { headerOf } from './headerOf';

const kinds: readonly ColumnKind[] = ['number', 'category', 'text'];
const roles: readonly ColumnRole[] = ['feature', 'label', 'protected', 'prediction', 'score', 'weight', 'id', 'ignored'];

interface Override {
  readonly name: string;
  readonly kind: ColumnKind | '';
  readonly role: ColumnRole | '';
}

export function AddDatasetForm() {
  const router = useRouter();
  const { pending, problem, run } = useAction();
  const [sent, setSent] = useState<number | null>(null);
  const [overrides, setOverrides] = useState<readonly Override[]>([]);
  const [name, setName] = useState('');
  const listId = useId();

  async function choose(file: File | undefined): Promise<void> {
    if (!file) return;
    if (name === '') setName(file.name.replace(/\.[^.]*$/, ''));
    setOverrides((await headerOf(file)).map((column) => ({ name: column, kind: '', role: '' })));
  }
  function change(index: number, part: Partial<Override>): void {
    setOverrides(overrides.map((override, i) => (i === index ? { ...override, ...part } : override)));
  }

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const file = new FormData(event.currentTarget).get('file');
    void run(async () => {
      if (!(file instanceof File) || file.size === 0) throw new Error('Choose a file that is not empty.');
      const columns = overrides
        .filter((override) => override.name.trim() !== '' && (override.kind !== '' || override.role !== ''))
        .map((override) => ({ name: override.name, ...(override.kind === '' ? {} : { kind: override.kind }), ...(override.role === '' ? {} : { role: override.role }) }));
      const { createUpload } = await send(createUploadMutation, { filename: file.name, purpose: 'dataset' });
      await sendBytes(createUpload, file, setSent);
      const { createDataset } = await send(createDatasetMutation, { uploadId: createUpload.id, name, columns });
      router.push(`/datasets/${createDataset.id}`);
    });
  }

  return (
    <form className="panel form" onSubmit={submit}>
      <div className="form-grid">
        <div className="field">
          <label htmlFor="file">File</label>
          <input id="file" name="file" type="file" accept=".csv,.tsv,.txt,.parquet" required onChange={(event) => void choose(event.target.files?.[0])} />
        </div>
        <div className="field">
          <label htmlFor="name">Name</label>
          <input id="name" value={name} required maxLength={200} onChange={(event) => setName(event.target.value)} />
        </div>
      </div>
      <div className="stack">
        <div>
          <h2>Columns</h2>
          <p className="small quiet">{overrides.length === 0 ? 'Choose a file to see the columns of a CSV. For others, add those whose kind or role should not be inferred.' : 'Left at “infer”, the file decides. A role says what a column is to an audit.'}</p>
        </div>
        {overrides.length > 0 && (
          <Scroll label="Columns">
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">Column</th>
                  <th scope="col">Kind</th>
                  <th scope="col">Role</th>
                </tr>
              </thead>
              <tbody>
                {overrides.map((override, index) => (
                  <tr key={index}>
                    <td>
                      <input aria-label={`Name of column ${index + 1}`} value={override.name} onChange={(event) => change(index, { name: event.target.value })} />
                    </td>
                    <td>
                      <select aria-label={`Kind of ${override.name}`} value={override.kind} onChange={(event) => change(index, { kind: event.target.value as ColumnKind | '' })}>
                        <option value="">infer</option>
                        {kinds.map((kind) => (
                          <option key={kind}>{kind}</option>
                        ))}
                      </select>
                    </td>
                    <td>
                      <select aria-label={`Role of ${override.name}`} value={override.role} onChange={(event) => change(index, { role: event.target.value as ColumnRole | '' })}>
                        <option value="">infer</option>
                        {roles.map((role) => (
                          <option key={role}>{role}</option>
                        ))}
                      </select>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        )}
        <div>
          <button type="button" className="button button-small" onClick={() => setOverrides([...overrides, { name: '', kind: '', role: '' }])}>
            Add a column by name
          </button>
        </div>
      </div>
      {problem && <Notice kind="problem">{problem}</Notice>}
      {sent !== null && pending && (
        <div className="stack stack-tight">
          <label className="small quiet" htmlFor={listId}>
            {sent < 1 ? `Sending, ${percent(sent)}` : 'Reading the file and typing its columns'}
          </label>
          <progress id={listId} className="progress" value={sent} max={1} />
        </div>
      )}
      <div className="row">
        <button className="button button-primary" disabled={pending}>
          {pending ? 'Working…' : 'Add data set'}
        </button>
      </div>
    </form>
  );
}
