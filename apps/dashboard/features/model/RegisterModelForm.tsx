'use client';

import { useRouter } from 'next/navigation';
import { useState, type FormEvent } from 'react';
import { Notice } from '../../components/Notice';
import type { RegisterChoicesQuery } from '../../generated/graphql';
import { nodesOf } from '../../lib/connection';
import { percent } from '../../lib/format';
import { parseJson } from '../../lib/parseJson';
import { send, sendBytes } from '../../lib/send';
import { useAction } from '../../lib/useAction';
import { createUploadMutation, registerModelMutation } from './model.queries';

const mappingExample = `{
  "version": 1,
  "inputs": [{ "features": [
    { "encode": "number", "column": "income", "subtract": 44.8, "divide": 14.1 },
    { "encode": "oneHot", "column": "purpose", "levels": ["business", "car"] }
  ] }],
  "output": { "classes": ["no", "yes"] }
}`;

export function RegisterModelForm({ choices, modelId }: { choices: RegisterChoicesQuery; modelId: string }) {
  const router = useRouter();
  const { pending, problem, run } = useAction();
  const models = nodesOf(choices.models);
  const datasets = nodesOf(choices.datasets);
  const [source, setSource] = useState<'file' | 'predictions'>('file');
  const [target, setTarget] = useState(modelId);
  const [datasetId, setDatasetId] = useState(datasets[0]?.id ?? '');
  const [sent, setSent] = useState<number | null>(null);
  const columns = datasets.find(({ id }) => id === datasetId)?.columns ?? [];

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string): string => String(form.get(name) ?? '').trim();
    void run(async () => {
      const what = target === '' ? { name: text('name') } : { modelId: target };
      if (source === 'predictions') {
        const { registerModel } = await send(registerModelMutation, {
          input: { ...what, datasetId, predictionColumn: text('predictionColumn'), ...(text('scoreColumn') === '' ? {} : { scoreColumn: text('scoreColumn') }) },
        });
        return router.push(`/models/${registerModel.model.id}`);
      }
      const file = form.get('file');
      if (!(file instanceof File) || file.size === 0) throw new Error('Choose the model’s file.');
      const mapping = parseJson(text('mapping'), 'The column mapping');
      const { createUpload } = await send(createUploadMutation, { filename: file.name, purpose: 'model' });
      await sendBytes(createUpload, file, setSent);
      const { registerModel } = await send(registerModelMutation, {
        input: { ...what, uploadId: createUpload.id, ...(mapping === undefined ? {} : { mapping }), ...(datasetId === '' ? {} : { datasetId }), ...(text('labelColumn') === '' ? {} : { label: text('labelColumn') }) },
      });
      router.push(`/models/${registerModel.model.id}`);
    });
  }

  return (
    <form className="panel form" onSubmit={submit}>
      <div className="form-grid">
        <div className="field">
          <label htmlFor="target">Register as</label>
          <select id="target" value={target} onChange={(event) => setTarget(event.target.value)}>
            <option value="">A new model</option>
            {models.map(({ id, name }) => (
              <option key={id} value={id}>
                A new version of {name}
              </option>
            ))}
          </select>
        </div>
        {target === '' && (
          <div className="field">
            <label htmlFor="name">Name</label>
            <input id="name" name="name" required maxLength={200} />
          </div>
        )}
      </div>
      <fieldset className="field">
        <legend>It comes as</legend>
        <div className="choices">
          <label>
            <input type="radio" name="source" checked={source === 'file'} onChange={() => setSource('file')} /> a model file
          </label>
          <label>
            <input type="radio" name="source" checked={source === 'predictions'} onChange={() => setSource('predictions')} /> predictions stored in a data set
          </label>
        </div>
      </fieldset>
      <div className="form-grid">
        <div className="field">
          <label htmlFor="datasetId">Data set</label>
          <select id="datasetId" value={datasetId} onChange={(event) => setDatasetId(event.target.value)}>
            {source === 'file' && <option value="">None: do not try the model now</option>}
            {datasets.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
          <span className="hint">{source === 'file' ? 'Whose columns the model reads; some rows are put to it as a trial.' : 'That holds the predictions.'}</span>
        </div>
        {source === 'file' && datasetId !== '' && (
          <div className="field">
            <label htmlFor="labelColumn">Label column</label>
            <select id="labelColumn" name="labelColumn" key={datasetId} defaultValue="">
              <option value="">As the data set says</option>
              {columns.map(({ name }) => (
                <option key={name}>{name}</option>
              ))}
            </select>
            <span className="hint">Whose values the model’s classes are, where its file does not name them.</span>
          </div>
        )}
        {source === 'predictions' && (
          <>
            <div className="field">
              <label htmlFor="predictionColumn">Prediction column</label>
              <select id="predictionColumn" name="predictionColumn" key={datasetId} defaultValue={columns.find(({ role }) => role === 'prediction')?.name}>
                {columns.map(({ name }) => (
                  <option key={name}>{name}</option>
                ))}
              </select>
            </div>
            <div className="field">
              <label htmlFor="scoreColumn">Score column</label>
              <select id="scoreColumn" name="scoreColumn" key={datasetId} defaultValue={columns.find(({ role }) => role === 'score')?.name ?? ''}>
                <option value="">None</option>
                {columns
                  .filter(({ kind }) => kind === 'number')
                  .map(({ name }) => (
                    <option key={name}>{name}</option>
                  ))}
              </select>
              <span className="hint">Probability of the positive class, where it is known.</span>
            </div>
          </>
        )}
      </div>
      {source === 'file' && (
        <>
          <div className="field">
            <label htmlFor="file">File</label>
            <input id="file" name="file" type="file" />
            <span className="hint">ONNX, TensorFlow.js (zip of model.json and weights), XGBoost JSON or LightGBM text. Pickle files are refused: they can run code.</span>
          </div>
          <div className="field">
            <label htmlFor="mapping">Column mapping (JSON)</label>
            <textarea id="mapping" name="mapping" className="code" rows={10} spellCheck={false} placeholder={mappingExample} />
            <span className="hint">How data columns become model inputs. Part of the model’s digest. May be left empty where the file itself names its columns.</span>
          </div>
        </>
      )}
      {problem && <Notice kind="problem">{problem}</Notice>}
      <div className="row">
        <button className="button button-primary" disabled={pending}>
          {pending ? (sent !== null && sent < 1 ? `Sending, ${percent(sent)}` : 'Checking…') : 'Register'}
        </button>
      </div>
    </form>
  );
}
