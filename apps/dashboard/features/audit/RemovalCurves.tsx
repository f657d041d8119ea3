'use client';

import { robustnessCurve } from '@plumbline/charts/robustnessCurve';
import { Chart } from '../../components/Chart';
import { Scroll } from '../../components/Scroll';
import { interval, number, percent, words } from '../../lib/format';
import { methodOf } from '../method/method';
import { Choice } from './Choice';
import { useNumbers } from './Numbers';
import { chartEstimate, distinct } from './result';
import { useChoice } from './useChoice';

interface Point {
  readonly mean: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}
/** As an artifact explainability/removal/… holds it: the mean answer while features are taken away or put in, those an explanation names first first. */
export interface RemovalArtifact {
  readonly explainer: string;
  readonly class: string;
  readonly shares: readonly number[];
  readonly curves: readonly { readonly name: 'deletion' | 'insertion'; readonly attribute?: string; readonly group?: string; readonly rows: number; readonly points: readonly Point[] }[];
}

const curveWords = { deletion: 'taken away', insertion: 'put in' } as const;
const everybody = 'everybody';

/** How the answer falls and rises with what each explainer names first, for everybody or one group. */
export function RemovalCurves({ artifacts }: { artifacts: readonly RemovalArtifact[] }) {
  const { methods } = useNumbers();
  const [explainer, setExplainer] = useChoice(artifacts.map((one) => one.explainer));
  const artifact = artifacts.find((one) => one.explainer === explainer);
  const whoOf = ({ attribute, group }: RemovalArtifact['curves'][number]): string => (group === undefined ? everybody : `${attribute}: ${group}`);
  const known = distinct(artifact?.curves.map(whoOf) ?? []);
  const [who, setWho] = useChoice(known, everybody);
  if (!artifact) return null;
  const shown = artifact.curves.filter((curve) => whoOf(curve) === who);
  const estimateOf = ({ mean, lower, upper }: Point, n: number) => chartEstimate({ value: mean, n, interval: lower === null || upper === null ? null : { lower, upper } });
  return (
    <div className="stack stack-tight">
      <h4>What the features named first do</h4>
      <p className="small quiet measure">The mean answer while features are taken away, and while they are put in, in the order that the explanation gives them. A good explanation makes the first fall fast and the second rise fast.</p>
      <div className="bar no-print">
        {artifacts.length > 1 && <Choice label="Explainer" value={explainer} options={artifacts.map(({ explainer: id }) => ({ value: id, label: methodOf(methods, 'explainability', id)?.label ?? words(id) }))} onChange={setExplainer} />}
        {known.length > 1 && <Choice label="For" value={who} options={known.map((value) => ({ value, label: value }))} onChange={setWho} />}
      </div>
      <Chart
        label="Answers while features are replaced, chart"
        kind="curve"
        svg={robustnessCurve({
          id: 'removal-curves',
          title: `Mean answer while features are replaced, ${who}`,
          strengthAxis: 'share of the features',
          valueAxis: 'mean answer',
          fitted: true,
          series: shown.map(({ name, rows, points }) => ({ label: curveWords[name], points: points.map((point, i) => ({ strength: artifact.shares[i], estimate: estimateOf(point, rows) })) })),
        })}
      />
      <details className="more">
        <summary>As a table</summary>
        <Scroll label="Answers while features are replaced, table">
          <table className="table table-tight">
            <thead>
              <tr>
                <th scope="col">Share of the features</th>
                {shown.map(({ name }) => (
                  <th key={name} scope="col">
                    {curveWords[name]}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {artifact.shares.map((share, i) => (
                <tr key={share}>
                  <th scope="row" className="number">
                    {percent(share)}
                  </th>
                  {shown.map(({ name, points }) => (
                    <td key={name} className="number">
                      {pointWords(points[i])}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      </details>
    </div>
  );
}

function pointWords({ mean, lower, upper }: Point): string {
  if (mean === null) return 'not estimable';
  return lower === null || upper === null ? number(mean) : `${number(mean)} [${interval({ lower, upper })}]`;
}
