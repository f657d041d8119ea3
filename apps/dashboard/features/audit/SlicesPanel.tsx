'use client';

import { useState } from 'react';
import { Scroll } from '../../components/Scroll';
import { count, number, percent } from '../../lib/format';
import type { SliceConditionInput } from '../../generated/graphql';
import { SliceActions, type SliceRights } from '../slice/SliceActions';
import { Choice } from './Choice';
import { NumberLink } from './Numbers';
import { ResultTable } from './ResultTable';
import { optionsOf, type ResultView } from './result';
import { useChoice } from './useChoice';

interface HalfCounts {
  readonly rows: number;
  readonly lost: number;
  readonly rate: number | null;
}
export interface SliceView {
  readonly name: string;
  readonly conditions: readonly SliceConditionInput[];
  readonly discovery: HalfCounts;
  readonly confirmation: HalfCounts;
  readonly rest: HalfCounts;
  readonly confirmed: boolean;
  readonly test: { readonly holm: number } | null;
}
/** Slices that were looked for, of each kind of loss, as the audit left them. */
export interface SlicesArtifact {
  readonly rows: number;
  readonly columns: readonly { readonly column: string; readonly bins: number }[];
  readonly leftOut: readonly { readonly column: string; readonly because: string }[];
  readonly tests: number;
  readonly losses: readonly { readonly loss: string; readonly counted: number; readonly incompleteBecause?: string; readonly slices: readonly SliceView[] }[];
}

const lossWords: Readonly<Record<string, { name: string; means: string }>> = {
  error: { name: 'Wrong decisions', means: 'decided otherwise than the label says' },
  selection: { name: 'Not selected', means: 'not given the outcome people want' },
  flip: { name: 'Decision hangs on the protected value', means: 'decided otherwise if only a protected value were another' },
};

/** Where it goes worst, whoever it is: found by looking through combinations of columns in one half of the rows, and measured on the other. */
export function SlicesPanel({ artifact, results, rights }: { artifact: SlicesArtifact | null; results: readonly ResultView[]; rights: SliceRights }) {
  const [loss, setLoss] = useChoice(artifact?.losses.map((one) => one.loss) ?? []);
  const found = artifact?.losses.find((entry) => entry.loss === loss);
  const watched = results.filter(({ method, group }) => method.id === 'watchedSlices' && typeof group === 'string');
  if (artifact === null && watched.length === 0) return null;
  const gapOf = (slice: SliceView): ResultView | undefined => results.find((result) => result.group === slice.name && optionsOf(result).loss === loss && optionsOf(result).measure === 'gap');
  return (
    <section className="panel panel-flush" id="fairness-slices">
      <div className="panel-head">
        <div className="stack stack-tight">
          <h3>Slices nobody asked about</h3>
          {artifact && (
            <p className="small quiet measure">
              {found ? `${count(found.counted)} combinations of up to three conditions on ${count(artifact.columns.length)} columns were looked through` : 'Combinations of conditions were looked through'} in one half of {count(artifact.rows)} rows. What was worst there was measured on the other half, so
              these numbers are not the pick of chance; {count(artifact.tests)} were tested and are corrected for that (Holm).
            </p>
          )}
        </div>
        {artifact && artifact.losses.length > 0 && (
          <div className="bar no-print">
            <Choice label="Worst by" value={loss} options={artifact.losses.map((entry) => ({ value: entry.loss, label: lossWords[entry.loss]?.name ?? entry.loss }))} onChange={setLoss} />
          </div>
        )}
      </div>
      {found && found.slices.length === 0 && <p className="panel-foot quiet">No slice is worse than the rest by this measure, among those with enough rows.</p>}
      {found && found.slices.length > 0 && (
        <Scroll label={`Worst slices by ${lossWords[loss]?.name ?? loss}`}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">Slice</th>
                <th scope="col">Share {lossWords[loss]?.means ?? ''}</th>
                <th scope="col">Gap to the rest</th>
                <th scope="col">Rows, other half</th>
                <th scope="col">Confirmed</th>
                {(rights.maySave || rights.mayOpen) && <th scope="col">Look closer</th>}
              </tr>
            </thead>
            <tbody>
              {found.slices.map((slice) => {
                const gap = gapOf(slice);
                return (
                  <tr key={slice.name}>
                    <th scope="row">{slice.name}</th>
                    <td className="number">
                      {shareOf(slice.confirmation)} against {shareOf(slice.rest)}
                      <div className="small quiet">{shareOf(slice.discovery)} where it was found</div>
                    </td>
                    <td>{gap ? <NumberLink id={gap.id} /> : <span className="quiet">not confirmed</span>}</td>
                    <td className="number">{count(slice.confirmation.rows)}</td>
                    <td>
                      {slice.confirmed ? 'yes' : 'no'}
                      {slice.test && <div className="small quiet number">p, corrected {slice.test.holm < 0.001 ? 'below 0.001' : number(slice.test.holm)}</div>}
                    </td>
                    {(rights.maySave || rights.mayOpen) && (
                      <td>
                        <SliceActions name={slice.name} conditions={slice.conditions} {...rights} />
                      </td>
                    )}
                  </tr>
                );
              })}
            </tbody>
          </table>
        </Scroll>
      )}
      {found?.incompleteBecause && <p className="panel-foot small quiet">Not everything was looked at: {found.incompleteBecause}.</p>}
      {artifact && artifact.leftOut.length > 0 && (
        <details className="more panel-foot">
          <summary>Columns that were left out</summary>
          <ul className="plain small quiet">
            {artifact.leftOut.map(({ column, because }) => (
              <li key={column}>
                {column}: {because}
              </li>
            ))}
          </ul>
        </details>
      )}
      {watched.length > 0 && (
        <>
          <h4 className="panel-foot">Slices that are watched</h4>
          <ResultTable results={watched} label="Slices that are watched" heading="Slice" about={({ group }) => group ?? ''} note={{ heading: 'What', of: (result) => String(optionsOf(result).measure ?? '') }} />
        </>
      )}
    </section>
  );
}

function shareOf({ rate }: HalfCounts): string {
  return rate === null ? 'no rows' : percent(rate);
}
