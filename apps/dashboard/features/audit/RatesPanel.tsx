'use client';

import { intervalPlot } from '@plumbline/charts/intervalPlot';
import { Chart } from '../../components/Chart';
import { methodOf } from '../method/method';
import { Choice } from './Choice';
import type { NamedRate } from './IntersectionExplorer';
import { useNumbers } from './Numbers';
import { plotSize } from './plotSize';
import { ResultTable } from './ResultTable';
import { chartEstimate, countOf, distinct, type ResultView } from './result';
import { useChoice } from './useChoice';

/** One number of every group, metric by metric, with what it means and when not to use it. */
export function RatesPanel({ rates }: { rates: readonly NamedRate[] }) {
  const { methods } = useNumbers();
  const attributes = distinct(rates.flatMap(({ results }) => results.flatMap(({ attribute }) => attribute ?? [])));
  const [attribute, setAttribute] = useChoice(attributes);
  const [rateId, setRateId] = useChoice(rates.map(({ id }) => id), 'selectionRate');
  const rate = rates.find(({ id }) => id === rateId) ?? rates[0];
  const method = methodOf(methods, 'fairness', rate.id);
  const overall = rate.results.find((result) => typeof result.attribute !== 'string');
  const groups = rate.results.filter((result) => result.attribute === attribute && typeof result.group === 'string');
  const title = `${rate.label} by ${attribute}`;
  return (
    <section className="panel" id="fairness-rates">
      <div className="panel-head">
        <div className="stack stack-tight">
          <h3>{title}</h3>
          <p className="small quiet">{method?.summary}</p>
          {method?.caution && <p className="small quiet measure">{method.caution}</p>}
        </div>
        <div className="bar no-print">
          <Choice label="Groups of" value={attribute} options={attributes.map((value) => ({ value, label: value }))} onChange={setAttribute} />
          <Choice label="Rate" value={rate.id} options={rates.map(({ id, label }) => ({ value: id, label }))} onChange={setRateId} />
        </div>
      </div>
      <div className="beside">
        <Chart
          label={`${title}, chart`}
          svg={intervalPlot({
            id: `rates-${rate.id}-${attribute}`,
            title,
            axis: rate.label.toLowerCase(),
            ...plotSize(groups.map(({ group }) => group ?? '')),
            rows: groups.map((result) => ({ label: result.group ?? '', estimate: chartEstimate(result.estimate) })),
            ...(typeof overall?.estimate.value === 'number' ? { line: { value: overall.estimate.value, label: 'overall' } } : {}),
          })}
        />
        <ResultTable results={[...(overall ? [overall] : []), ...groups]} label={`${title}, table`} heading="Group" about={({ group }) => group ?? 'everybody'} beside note={{ heading: 'Counted', of: countedWords }} />
      </div>
    </section>
  );
}

function countedWords(result: ResultView): string {
  const [numerator, denominator] = [countOf(result, 'numerator'), countOf(result, 'denominator')];
  if (numerator === undefined || denominator === undefined) return '';
  const shown = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 1 });
  return `${shown(numerator)} of ${shown(denominator)}`;
}
