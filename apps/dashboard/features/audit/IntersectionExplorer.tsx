'use client';

import { intervalPlot } from '@plumbline/charts/intervalPlot';
import { useId, useState } from 'react';
import { Chart } from '../../components/Chart';
import { count } from '../../lib/format';
import { Choice } from './Choice';
import { ResultTable } from './ResultTable';
import { chartEstimate, distinct, type ResultView } from './result';
import { useChoice } from './useChoice';

const SEPARATOR = ' × ';
/** More than these make a chart that nobody reads; the rest stand in the table. */
const mostShown = 24;
const orders = { low: 'Lowest first', high: 'Highest first', rows: 'Most rows first', name: 'By name' } as const;
type Order = keyof typeof orders;

export interface NamedRate {
  readonly id: string;
  readonly label: string;
  readonly results: readonly ResultView[];
}

/** Groups where several protected columns meet: who is worst off is often nobody's average. */
export function IntersectionExplorer({ rates }: { rates: readonly NamedRate[] }) {
  const attributes = distinct(rates.flatMap(({ results }) => results.flatMap(({ attribute }) => attribute ?? []))).filter((attribute) => attribute.includes(SEPARATOR));
  const [attribute, setAttribute] = useChoice(attributes, attributes.at(-1));
  const [rateId, setRateId] = useChoice(rates.map(({ id }) => id), 'selectionRate');
  const [order, setOrder] = useState<Order>('low');
  const [fewest, setFewest] = useState(1);
  const fewestId = useId();
  if (attributes.length === 0) return null;
  const rate = rates.find(({ id }) => id === rateId) ?? rates[0];
  const groups = rate.results.filter((result) => result.attribute === attribute && typeof result.group === 'string');
  const shown = groups.filter(({ estimate }) => estimate.n >= fewest).sort(comparisons[order]);
  const lacking = groups.filter(({ estimate }) => estimate.value === null).length;
  const overall = rate.results.find((result) => typeof result.attribute !== 'string');
  const title = `${rate.label} where ${attribute.split(SEPARATOR).join(' and ')} meet`;
  return (
    <section className="panel" id="fairness-intersections">
      <div className="panel-head">
        <div className="stack stack-tight">
          <h3>Intersections</h3>
          <p className="small quiet">
            Groups where several protected columns meet. {count(shown.length)} of {count(groups.length)} groups shown; combinations that no row has are not groups.{lacking > 0 ? ` ${count(lacking)} have no number: a group may be withheld, or have nothing to divide by.` : ''}
          </p>
        </div>
        <div className="bar no-print">
          <Choice label="Columns" value={attribute} options={attributes.map((value) => ({ value, label: value }))} onChange={setAttribute} />
          <Choice label="Rate" value={rate.id} options={rates.map(({ id, label }) => ({ value: id, label }))} onChange={setRateId} />
          <Choice label="Order" value={order} options={Object.entries(orders).map(([value, label]) => ({ value, label }))} onChange={(value) => setOrder(value as Order)} />
          <div className="field">
            <label htmlFor={fewestId}>At least rows</label>
            <input id={fewestId} type="number" min={1} step={1} value={fewest} onChange={(event) => setFewest(Math.max(1, Math.floor(Number(event.target.value)) || 1))} />
          </div>
        </div>
      </div>
      <div className="beside">
        <Chart
          label={`${title}, chart`}
          svg={intervalPlot({
            id: `intersections-${rate.id}`,
            title,
            axis: rate.label.toLowerCase(),
            width: 680,
            labelWidth: 280,
            rows: shown.slice(0, mostShown).map((result) => ({ label: result.group ?? '', estimate: chartEstimate(result.estimate) })),
            ...(typeof overall?.estimate.value === 'number' ? { line: { value: overall.estimate.value, label: 'overall' } } : {}),
          })}
        />
        <ResultTable results={shown} label={`${title}, table`} heading="Group" about={({ group }) => group ?? ''} beside />
      </div>
    </section>
  );
}

/** What has no value comes last, whichever way the others are sorted. */
const comparisons: Readonly<Record<Order, (a: ResultView, b: ResultView) => number>> = {
  low: (a, b) => (a.estimate.value ?? Number.MAX_VALUE) - (b.estimate.value ?? Number.MAX_VALUE) || b.estimate.n - a.estimate.n,
  high: (a, b) => (b.estimate.value ?? -Number.MAX_VALUE) - (a.estimate.value ?? -Number.MAX_VALUE) || b.estimate.n - a.estimate.n,
  rows: (a, b) => b.estimate.n - a.estimate.n,
  name: (a, b) => ((a.group ?? '') < (b.group ?? '') ? -1 : 1),
};
