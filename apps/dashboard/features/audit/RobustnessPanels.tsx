'use client';

import { intervalPlot } from '@plumbline/charts/intervalPlot';
import { robustnessCurve } from '@plumbline/charts/robustnessCurve';
import { Chart } from '../../components/Chart';
import { capital, plain, words } from '../../lib/format';
import { methodOf } from '../method/method';
import { Choice } from './Choice';
import { useNumbers } from './Numbers';
import { plotSize } from './plotSize';
import { ResultTable } from './ResultTable';
import { chartEstimate, countOf, distinct, optionsOf, type ResultView } from './result';
import { useChoice } from './useChoice';

/** How far the rows were moved: of an attack its epsilon, of noise its strength. */
function strengthOf(result: ResultView): number | null {
  const { epsilon, strength } = optionsOf(result);
  const found = epsilon ?? strength;
  return typeof found === 'number' ? found : null;
}
const measureOf = (result: ResultView): string => String(optionsOf(result).measure ?? 'value');

/** What holds when rows are changed: a curve over strengths for every attack, then groups at one of them. */
export function RobustnessPanels({ results }: { results: readonly ResultView[] }) {
  const { methods } = useNumbers();
  const overall = results.filter((result) => strengthOf(result) !== null && typeof result.attribute !== 'string');
  const measures = distinct(overall.map(measureOf));
  const [measure, setMeasure] = useChoice(measures);
  if (overall.length === 0) return null;
  const shown = overall.filter((result) => measureOf(result) === measure);
  const ids = distinct(shown.map(({ method }) => method.id));
  const nameOf = (id: string): string => methodOf(methods, 'robustness', id)?.label ?? words(id);
  const lacking = distinct(shown.flatMap(({ method, estimate }) => (estimate.undefinedBecause ? `${nameOf(method.id)}: not estimable, because ${estimate.undefinedBecause}.` : [])));
  return (
    <>
      <section className="panel">
        <div className="panel-head">
          <div className="stack stack-tight">
            <h3>{capital(words(measure))} against strength</h3>
            <p className="small quiet">Share of rows that hold when their numbers are moved, each attack at each strength. Every changed row was put to the model again before it counted.</p>
          </div>
          <div className="bar no-print">
            <Choice label="Measure" value={measure} options={measures.map((value) => ({ value, label: capital(words(value)) }))} onChange={setMeasure} />
          </div>
        </div>
        <Chart
          kind="curve"
          label={`${words(measure)} against strength, chart`}
          svg={robustnessCurve({
            id: `curve-${measure}`,
            title: `${capital(words(measure))} against strength`,
            strengthAxis: 'strength, in units of each column',
            valueAxis: words(measure),
            series: ids.map((id) => ({
              label: nameOf(id),
              points: shown.filter(({ method }) => method.id === id).map((result) => ({ strength: strengthOf(result) ?? 0, estimate: chartEstimate(result.estimate) })),
            })),
          })}
        />
        {lacking.map((sentence) => (
          <p key={sentence} className="small quiet">
            {sentence}
          </p>
        ))}
        <details className="more">
          <summary>As a table</summary>
          <ResultTable results={shown} label={`${words(measure)}, table`} withMethod heading="Strength" about={(result) => plain(strengthOf(result) ?? 0)} note={{ heading: 'Rows asked', of: queriesOf }} />
        </details>
      </section>
      <ByGroup results={results} nameOf={nameOf} />
    </>
  );
}

function queriesOf(result: ResultView): string {
  return countOf(result, 'queries')?.toLocaleString('en-US') ?? '';
}

function ByGroup({ results, nameOf }: { results: readonly ResultView[]; nameOf: (id: string) => string }) {
  const grouped = results.filter(({ group }) => typeof group === 'string');
  const attributes = distinct(grouped.map(({ attribute }) => attribute ?? ''));
  const ids = distinct(grouped.map(({ method }) => method.id));
  const [attribute, setAttribute] = useChoice(attributes);
  const [method, setMethod] = useChoice(ids);
  const own = grouped.filter((result) => result.method.id === method && result.attribute === attribute);
  const strengths = distinct(own.map((result) => String(strengthOf(result))));
  const measures = distinct(own.map(measureOf));
  const [strength, setStrength] = useChoice(strengths, strengths.at(-1));
  const [measure, setMeasure] = useChoice(measures);
  if (grouped.length === 0) return null;
  const rows = own.filter((result) => String(strengthOf(result)) === strength && measureOf(result) === measure);
  const gap = results.find((result) => result.method.id === method && result.attribute === attribute && typeof result.group !== 'string' && String(strengthOf(result)) === strength && measureOf(result) === `${measure}Difference`);
  const title = `${capital(words(measure))} by ${attribute}`;
  return (
    <section className="panel">
      <div className="panel-head">
        <h3>{title}</h3>
        <div className="bar no-print">
          <Choice label="Groups of" value={attribute} options={attributes.map((value) => ({ value, label: value }))} onChange={setAttribute} />
          <Choice label="Attack" value={method} options={ids.map((value) => ({ value, label: nameOf(value) }))} onChange={setMethod} />
          <Choice label="Strength" value={strength} options={strengths.map((value) => ({ value, label: value }))} onChange={setStrength} />
          <Choice label="Measure" value={measure ?? ''} options={measures.map((value) => ({ value, label: capital(words(value)) }))} onChange={setMeasure} />
        </div>
      </div>
      <div className="beside">
        <Chart
          label={`${title}, chart`}
          svg={intervalPlot({ id: `robust-${attribute}`, title, axis: words(measure), ...plotSize(rows.map(({ group }) => group ?? '')), rows: rows.map((result) => ({ label: result.group ?? '', estimate: chartEstimate(result.estimate) })) })}
        />
        <ResultTable results={[...rows, ...(gap ? [gap] : [])]} label={`${title}, table`} heading="Group" about={({ group }) => group ?? 'largest gap'} beside />
      </div>
    </section>
  );
}
