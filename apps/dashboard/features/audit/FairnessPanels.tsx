'use client';

import { intervalPlot } from '@plumbline/charts/intervalPlot';
import { useState } from 'react';
import { Chart } from '../../components/Chart';
import { words } from '../../lib/format';
import { methodOf } from '../method/method';
import { Choice } from './Choice';
import { useNumbers } from './Numbers';
import { plotSize } from './plotSize';
import { ResultTable } from './ResultTable';
import { chartEstimate, distinct, optionsOf, type ResultView } from './result';

/** A rate is given for everybody and for each group; what compares groups is a disparity. */
function isRate(results: readonly ResultView[]): boolean {
  return results.some(({ group }) => typeof group === 'string') && results.some(({ attribute }) => typeof attribute !== 'string');
}

export function FairnessPanels({ results }: { results: readonly ResultView[] }) {
  const methods = distinct(results.map(({ method }) => method.id)).map((id) => ({ id, results: results.filter(({ method }) => method.id === id) }));
  const rates = methods.filter((method) => isRate(method.results));
  const disparities = methods.filter((method) => !isRate(method.results)).flatMap((method) => method.results);
  return (
    <>
      {rates.length > 0 && <Rates rates={rates} />}
      {disparities.length > 0 && (
        <section className="panel panel-flush">
          <div className="panel-head">
            <h3>Gaps between groups</h3>
          </div>
          <ResultTable
            results={disparities}
            label="Gaps between groups"
            withMethod
            heading="Groups of"
            about={({ attribute, group }) => [attribute ?? 'all', group].filter((part) => typeof part === 'string').join(': ')}
            note={{ heading: 'Compared', of: comparedWords }}
          />
        </section>
      )}
    </>
  );
}

function comparedWords(result: ResultView): string {
  const { referenceGroup } = optionsOf(result);
  if (typeof referenceGroup === 'string') return `with ${referenceGroup}`;
  const { groupsCompared, groupsTooSmall } = (result.counts ?? {}) as { groupsCompared?: number; groupsTooSmall?: number };
  if (groupsCompared === undefined) return '';
  return `${groupsCompared} groups${(groupsTooSmall ?? 0) > 0 ? `, ${groupsTooSmall} too small` : ''}`;
}

function Rates({ rates }: { rates: readonly { id: string; results: readonly ResultView[] }[] }) {
  const { methods } = useNumbers();
  const attributes = distinct(rates.flatMap(({ results }) => results.flatMap(({ attribute }) => attribute ?? [])));
  const [attribute, setAttribute] = useState(attributes[0]);
  const [rateId, setRateId] = useState(rates[0].id);
  const rate = rates.find(({ id }) => id === rateId) ?? rates[0];
  const method = methodOf(methods, 'fairness', rate.id);
  const label = method?.label ?? rate.id;
  const overall = rate.results.find((result) => typeof result.attribute !== 'string');
  const groups = rate.results.filter((result) => result.attribute === attribute && typeof result.group === 'string');
  return (
    <section className="panel">
      <div className="panel-head">
        <div className="stack stack-tight">
          <h3>
            {label} by {attribute}
          </h3>
          <p className="small quiet">{method?.summary}</p>
        </div>
        <div className="bar no-print">
          <Choice label="Groups of" value={attribute} options={attributes.map((value) => ({ value, label: value }))} onChange={setAttribute} />
          <Choice label="Rate" value={rate.id} options={rates.map(({ id }) => ({ value: id, label: methodOf(methods, 'fairness', id)?.label ?? words(id) }))} onChange={setRateId} />
        </div>
      </div>
      <div className="beside">
        <Chart
          label={`${label} by ${attribute}, chart`}
          svg={intervalPlot({
            id: `rates-${rate.id}-${attribute}`,
            title: `${label} by ${attribute}`,
            axis: label.toLowerCase(),
            ...plotSize(groups.map(({ group }) => group ?? '')),
            rows: groups.map((result) => ({ label: result.group ?? '', estimate: chartEstimate(result.estimate) })),
            ...(typeof overall?.estimate.value === 'number' ? { line: { value: overall.estimate.value, label: 'overall' } } : {}),
          })}
        />
        <ResultTable
          results={[...(overall ? [overall] : []), ...groups]}
          label={`${label} by ${attribute}, table`}
          heading="Group"
          about={({ group }) => group ?? 'everybody'}
          beside
          note={{ heading: 'Counted', of: countedWords }}
        />
      </div>
    </section>
  );
}

function countedWords({ counts }: ResultView): string {
  const { numerator, denominator } = (counts ?? {}) as { numerator?: number; denominator?: number };
  return numerator === undefined || denominator === undefined ? '' : `${numerator.toLocaleString('en-US')} of ${denominator.toLocaleString('en-US')}`;
}
