'use client';

import { useState } from 'react';
import { Scroll } from '../../components/Scroll';
import { count, number, words } from '../../lib/format';
import { methodOf } from '../method/method';
import { NumberLink, useNumbers } from './Numbers';
import { countOf, optionsOf, type ResultView } from './result';
import type { FindingsView, FindingView } from './findings';

const shownFirst = 5;

/** What stands out across all metrics, groups and intersections, worst first, with the correction for having looked at all of them. */
export function RedFlags({ found, results }: { found: FindingsView | null; results: readonly ResultView[] }) {
  const { methods } = useNumbers();
  const [all, setAll] = useState(false);
  if (found === null) return null;
  const { findings, tested, untested } = found;
  const shown = all ? findings : findings.slice(0, shownFirst);
  const resultOf = (finding: FindingView): ResultView | undefined =>
    results.find((result) => result.attribute === finding.attribute && result.group === finding.group && optionsOf(result).statistic === finding.statistic);
  return (
    <section className={findings.length > 0 ? 'panel panel-flush panel-flag' : 'panel'} id="fairness-findings">
      <div className="panel-head">
        <div className="stack stack-tight">
          <h3>{findings.length === 0 ? 'Nothing stands out beyond chance' : `${count(findings.length)} ${findings.length === 1 ? 'gap stands' : 'gaps stand'} out`}</h3>
          <p className="small quiet measure">
            Each group was compared with everybody else, {count(tested)} comparisons in all. {findings.length === 0 ? 'After allowing for that, none is more than chance may show; that is not the same as no gap: small groups may hide one.' : 'Listed is what remains after allowing for that (Holm): if there were no gaps at all, a list with anything on it would be rare.'}
          </p>
        </div>
      </div>
      {findings.length > 0 && (
        <Scroll label="Gaps that stand out">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">Group</th>
                <th scope="col">What differs</th>
                <th scope="col">Gap to everybody else</th>
                <th scope="col" className="right">
                  n
                </th>
                <th scope="col">p, corrected</th>
                <th scope="col">Could have been seen</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((finding) => {
                const result = resultOf(finding);
                const detectable = result && countOf(result, 'minimumDetectableGap');
                return (
                  <tr key={`${finding.statistic}/${finding.attribute}/${finding.group}`}>
                    <th scope="row">
                      {finding.group}
                      <div className="small quiet">{finding.attribute}</div>
                    </th>
                    <td className="told">
                      {methodOf(methods, 'fairness', finding.statistic)?.label ?? words(finding.statistic)}
                      <div className="small quiet">{finding.sentence}</div>
                    </td>
                    <td>{result ? <NumberLink id={result.id} /> : number(finding.gap)}</td>
                    <td className="right number">{count(finding.n)}</td>
                    <td className="number">{pWords(finding.holm)}</td>
                    <td className="number small quiet">{detectable === undefined ? '' : `gaps of ${number(detectable)} or more`}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </Scroll>
      )}
      {findings.length > shownFirst && (
        <div className="panel-foot no-print">
          <button type="button" className="button button-small" onClick={() => setAll(!all)} aria-expanded={all}>
            {all ? `Only the first ${shownFirst}` : `All ${count(findings.length)}`}
          </button>
        </div>
      )}
      {untested.length > 0 && (
        <details className="more panel-foot">
          <summary>{count(untested.length)} not tested</summary>
          <ul className="plain small quiet">
            {untested.map(({ statistic, attribute, group, because }) => (
              <li key={`${statistic}/${attribute}/${group}`}>
                {methodOf(methods, 'fairness', statistic)?.label ?? words(statistic)}, {attribute}, {group}: {because}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function pWords(p: number): string {
  return p < 0.001 ? 'below 0.001' : number(p);
}
