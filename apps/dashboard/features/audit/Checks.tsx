'use client';

import { intervalSpark } from '@plumbline/charts/intervalSpark';
import { Spark } from '../../components/Chart';
import { Scroll } from '../../components/Scroll';
import { Verdict } from '../../components/Verdict';
import { methodOf } from '../method/method';
import { NumberLink, useNumbers } from './Numbers';
import { boundWords, chartEstimate, decidingResult, sparkDomain, wantedOf, whereOf, type AuditView } from './result';

type CheckView = AuditView['dimensions'][number]['checks'][number];

/** The policy's checks of one dimension: verdict, reason, and the number that decides, against the bound that was asked for. */
export function Checks({ checks, policy }: { checks: readonly CheckView[]; policy: AuditView['policy'] }) {
  const { methods, results } = useNumbers();
  return (
    <Scroll label="Checks of the policy">
      <table className="table table-cards">
        <thead>
          <tr>
            <th scope="col">Check</th>
            <th scope="col">Verdict</th>
            <th scope="col">Deciding number</th>
            <th scope="col">
              <span className="visually-hidden">Picture</span>
            </th>
            <th scope="col">Wanted</th>
          </tr>
        </thead>
        <tbody>
          {checks.map((check) => {
            const rule = policy.checks.find(({ id }) => id === check.id);
            const found = check.results.flatMap(({ id }) => results.get(id) ?? []);
            const deciding = decidingResult({ verdict: check.verdict, results: found }, rule ?? {});
            const method = deciding && methodOf(methods, deciding.dimension, deciding.method.id);
            return (
              <tr key={check.id}>
                <th scope="row">
                  {check.label}
                  {rule && <div className="small quiet" style={{ fontWeight: 400, maxWidth: '56ch' }}>{rule.reason}</div>}
                </th>
                <td>
                  <Verdict verdict={check.verdict} />
                </td>
                <td className="deciding" data-label="Deciding number">
                  {deciding ? (
                    <>
                      <NumberLink id={deciding.id} />
                      <div className="small quiet">
                        {whereOf(deciding)}, n = {deciding.estimate.n.toLocaleString('en-US')}
                        {found.length > 1 ? `; decides among ${found.length}` : ''}
                      </div>
                      {deciding.estimate.undefinedBecause && <div className="small quiet">because {deciding.estimate.undefinedBecause}</div>}
                    </>
                  ) : (
                    <span className="quiet">{check.because}</span>
                  )}
                </td>
                <td>
                  {deciding && (
                    <Spark
                      svg={intervalSpark({
                        id: `check-${check.id}`,
                        title: check.because,
                        estimate: chartEstimate(deciding.estimate),
                        wanted: wantedOf(rule ?? {}),
                        domain: sparkDomain(deciding.estimate, rule ?? {}, method?.range),
                      })}
                    />
                  )}
                </td>
                <td className="number" data-label="Wanted">{rule ? boundWords(rule) : ''}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scroll>
  );
}
