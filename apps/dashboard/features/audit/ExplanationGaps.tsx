'use client';

import { Scroll } from '../../components/Scroll';
import { capital, count, number, words } from '../../lib/format';
import { methodOf } from '../method/method';
import { NumberLink, useNumbers } from './Numbers';
import { optionsOf, type ResultView } from './result';

/** Of the probability that chance alone shows as much, after allowing for everything that was tested beside it. */
const significance = 0.05;
const shownFirst = 8;

/** Are explanations as good for one group as for another? Every gap that was measured, those first that chance explains least. */
export function ExplanationGaps({ gaps }: { gaps: readonly ResultView[] }) {
  const sorted = [...gaps].sort((a, b) => pOf(a) - pOf(b) || (b.estimate.value ?? -Infinity) - (a.estimate.value ?? -Infinity));
  const known = sorted.filter(({ estimate }) => typeof estimate.value === 'number');
  const unknown = sorted.filter((gap) => !known.includes(gap));
  const tested = known.filter(({ test }) => test);
  const beyond = tested.filter((gap) => pOf(gap) < significance).length;
  const heading = tested.length === 0 ? 'Gaps between groups' : beyond === 0 ? 'No gap between groups is beyond chance' : `${count(beyond)} ${beyond === 1 ? 'gap' : 'gaps'} between groups ${beyond === 1 ? 'is' : 'are'} beyond chance`;
  return (
    <section className={beyond > 0 ? 'panel panel-flush panel-flag' : 'panel panel-flush'} id="explainability-gaps">
      <div className="panel-head">
        <div className="stack stack-tight">
          <h3>{heading}</h3>
          <p className="small quiet measure">
            Are explanations as good for one group as for another? Each line is the largest difference between the groups’ means of one measure. {count(tested.length)} were tested; p is corrected for all that the same method tested (Holm).
            {beyond === 0 && ' That none stands out is not the same as no gap: few explained rows may hide one.'}
          </p>
        </div>
      </div>
      <GapTable gaps={known.slice(0, shownFirst)} label="Gaps between groups in explanations" />
      {known.length > shownFirst && (
        <details className="more panel-foot">
          <summary>The other {count(known.length - shownFirst)}</summary>
          <GapTable gaps={known.slice(shownFirst)} label="The other gaps between groups in explanations" />
        </details>
      )}
      {unknown.length > 0 && (
        <details className="more panel-foot">
          <summary>{count(unknown.length)} not estimable</summary>
          <GapTable gaps={unknown} label="Gaps between groups in explanations that are not estimable" />
        </details>
      )}
    </section>
  );
}

function GapTable({ gaps, label }: { gaps: readonly ResultView[]; label: string }) {
  const { methods } = useNumbers();
  return (
    <Scroll label={label}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">What differs</th>
            <th scope="col">Between the groups of</th>
            <th scope="col">Gap and interval</th>
            <th scope="col" className="right">
              n
            </th>
            <th scope="col">p, corrected</th>
          </tr>
        </thead>
        <tbody>
          {gaps.map((gap) => {
            const { measure, explainer, other } = optionsOf(gap);
            const method = methodOf(methods, gap.dimension, gap.method.id);
            const name = String(measure).replace(/Difference$/, '');
            const whose = [explainer, other].filter((id) => typeof id === 'string').map((id) => methodOf(methods, gap.dimension, id)?.label ?? words(id));
            return (
              <tr key={gap.id}>
                <th scope="row" className="told">
                  {[method?.label ?? words(gap.method.id), capital(words(name)), ...(gap.feature ? [gap.feature] : [])].join(': ')}
                  <div className="small quiet">{[whose.join(' and '), method?.measures.find(({ id }) => id === name)?.says].filter((part) => part).join('. ')}</div>
                </th>
                <td>{gap.attribute}</td>
                <td>
                  <NumberLink id={gap.id} />
                  {gap.estimate.undefinedBecause && <div className="small quiet">because {gap.estimate.undefinedBecause}</div>}
                </td>
                <td className="right number">{count(gap.estimate.n)}</td>
                <td className="number">{gap.test ? (gap.test.holm < 0.001 ? 'below 0.001' : number(gap.test.holm)) : <span className="quiet">not tested</span>}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scroll>
  );
}

/** Untested ones come last. */
function pOf({ test }: ResultView): number {
  return test ? test.holm : Infinity;
}
