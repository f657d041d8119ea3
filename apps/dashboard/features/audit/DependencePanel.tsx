'use client';

import { dependenceCurve } from '@plumbline/charts/dependenceCurve';
import { intervalPlot } from '@plumbline/charts/intervalPlot';
import { useState } from 'react';
import { Chart } from '../../components/Chart';
import { Scroll } from '../../components/Scroll';
import { count, number, plain } from '../../lib/format';
import { Choice } from './Choice';
import { plotSize } from './plotSize';

interface Head {
  readonly class: string;
  readonly unit: 'value' | 'probability';
  readonly rows: number;
  readonly level: number;
}
interface Drawn<P> {
  readonly feature: string;
  readonly kind: 'number' | 'category';
  readonly grid: readonly (number | string)[];
  readonly points: readonly P[];
}
/** As the artifacts explainability/partialDependence/… and explainability/accumulatedLocalEffects/curves hold them. */
export interface DependenceArtifacts {
  readonly partial: (Head & { readonly features: readonly Drawn<{ readonly mean: number; readonly lower: number | null; readonly upper: number | null }>[] }) | null;
  readonly lines: { readonly features: readonly { readonly feature: string; readonly lines: readonly { readonly values: readonly number[] }[] }[] } | null;
  readonly local: (Head & { readonly features: readonly (Drawn<{ readonly effect: number; readonly lower: number | null; readonly upper: number | null }> & { readonly counts: readonly number[] | null })[] }) | null;
}

interface Curve {
  readonly feature: string;
  readonly kind: 'number' | 'category';
  readonly grid: readonly (number | string)[];
  /** n: rows that a point rests on. */
  readonly points: readonly { readonly value: number; readonly lower: number | null; readonly upper: number | null; readonly n: number }[];
  readonly lines: readonly (readonly number[])[];
}

const views = {
  partial: { label: 'Partial dependence', says: 'The mean answer when everybody’s value is set to the one on the axis; thin lines are single rows. Where features go together it asks about people who do not exist.' },
  local: { label: 'Accumulated local effects', says: 'How the answer moves by small steps from values that people have, added up; 0 is the mean. It asks about nobody who is far from the data.' },
} as const;
type View = keyof typeof views;

/** Features drawn at once; the others wait behind a line. */
const mostShown = 6;

/** How the model's answer moves with each feature, those that move it most first. */
export function DependencePanel({ partial, lines, local }: DependenceArtifacts) {
  const known = (Object.keys(views) as View[]).filter((view) => (view === 'partial' ? partial : local) !== null);
  const [view, setView] = useState<View>(known[0] ?? 'partial');
  const head = view === 'partial' ? partial : local;
  if (!head) return null;
  const curves = (view === 'partial' ? partialCurves(partial!, lines) : localCurves(local!)).sort((a, b) => rangeOf(b) - rangeOf(a));
  const answer = head.unit === 'value' ? 'predicted number' : `probability of “${head.class}”`;
  const drawn = curves.map((curve) => <OneFeature key={curve.feature} curve={curve} axis={view === 'partial' ? `mean ${answer}` : `effect on ${answer}`} kind={views[view].label} />);
  return (
    <section className="panel" id="explainability-dependence">
      <div className="panel-head">
        <div className="stack stack-tight">
          <h3>How the answer moves with each feature</h3>
          <p className="small quiet">
            {views[view].says} From {count(head.rows)} rows; bands are {plain(head.level * 100)} % intervals. These curves tell what the model does, not what changing a person would do.
          </p>
        </div>
        {known.length > 1 && (
          <div className="bar no-print">
            <Choice label="Curve" value={view} options={known.map((value) => ({ value, label: views[value].label }))} onChange={(value) => setView(value as View)} />
          </div>
        )}
      </div>
      <div className="stack">
        <div className="columns columns-tight">{drawn.slice(0, mostShown)}</div>
        {drawn.length > mostShown && (
          <details className="more">
            <summary>{drawn.length - mostShown === 1 ? 'One more feature, which moves' : `${drawn.length - mostShown} more features, which move`} it less</summary>
            <div className="columns columns-tight">{drawn.slice(mostShown)}</div>
          </details>
        )}
      </div>
    </section>
  );
}

function OneFeature({ curve: { feature, kind, grid, points, lines }, axis, kind: label }: { curve: Curve; axis: string; kind: string }) {
  const id = `dependence-${label.replace(/\W+/g, '-')}-${feature}`;
  const bounds = (point: Curve['points'][number]) => (point.lower === null || point.upper === null ? {} : { lower: point.lower, upper: point.upper });
  const names = grid.map((place) => (typeof place === 'number' ? plain(Number(place.toPrecision(5))) : place));
  return (
    <figure className="stack stack-tight">
      <figcaption>
        <h4>{feature}</h4>
      </figcaption>
      <Chart
        label={`${label} of ${feature}, chart`}
        minWidth={300}
        svg={
          kind === 'number'
            ? dependenceCurve({ id, title: `${label} of ${feature}`, axis: feature, valueAxis: axis, points: points.map((point, i) => ({ at: Number(grid[i]), value: point.value, ...bounds(point) })), lines })
            : intervalPlot({ id, title: `${label} of ${feature}`, axis, ...plotSize(names), rows: points.map((point, i) => ({ label: names[i]!, estimate: { value: point.value, n: point.n, ...bounds(point) } })) })
        }
      />
      <details className="more">
        <summary>As a table</summary>
        <Scroll label={`${label} of ${feature}, table`}>
          <table className="table table-tight">
            <thead>
              <tr>
                <th scope="col">{feature}</th>
                <th scope="col" className="right">
                  {axis}
                </th>
                <th scope="col" className="right">
                  Interval
                </th>
              </tr>
            </thead>
            <tbody>
              {points.map(({ value, lower, upper }, i) => (
                <tr key={names[i]}>
                  <th scope="row" className="number">
                    {names[i]}
                  </th>
                  <td className="right number">{number(value)}</td>
                  <td className="right number">{lower === null || upper === null ? <span className="not-estimable">none</span> : `${number(lower)} to ${number(upper)}`}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      </details>
    </figure>
  );
}

function partialCurves({ features, rows }: NonNullable<DependenceArtifacts['partial']>, lines: DependenceArtifacts['lines']): Curve[] {
  return features.map(({ feature, kind, grid, points }) => ({
    feature,
    kind,
    grid,
    points: points.map(({ mean, lower, upper }) => ({ value: mean, lower, upper, n: rows })),
    lines: lines?.features.find((own) => own.feature === feature)?.lines.map(({ values }) => values) ?? [],
  }));
}

function localCurves({ features, rows }: NonNullable<DependenceArtifacts['local']>): Curve[] {
  return features.map(({ feature, kind, grid, points, counts }) => ({ feature, kind, grid, points: points.map(({ effect, lower, upper }, i) => ({ value: effect, lower, upper, n: counts?.[i] ?? rows })), lines: [] }));
}

function rangeOf({ points }: Curve): number {
  const values = points.map(({ value }) => value);
  return Math.max(...values) - Math.min(...values);
}
