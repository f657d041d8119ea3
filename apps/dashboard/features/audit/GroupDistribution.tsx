'use client';

import { intervalPlot } from '@plumbline/charts/intervalPlot';
import { Chart } from '../../components/Chart';
import { count } from '../../lib/format';
import { Choice } from './Choice';
import { plotSize } from './plotSize';
import { ResultTable } from './ResultTable';
import { chartEstimate, distinct, optionsOf, type ResultView } from './result';
import { useChoice } from './useChoice';

/** More than these make a chart that nobody reads. */
const mostShown = 24;

/** Who is in the data, before anything is said of how they fare. */
export function GroupDistribution({ results }: { results: readonly ResultView[] }) {
  const groups = results.filter((result) => typeof result.group === 'string' && optionsOf(result).measure === 'share');
  const unlabelled = new Map(results.filter((result) => optionsOf(result).measure === 'rowsWithoutLabel').map((result) => [placeOf(result), result.estimate.value ?? 0]));
  const rows = new Map(results.filter((result) => optionsOf(result).measure === 'rows').map((result) => [placeOf(result), result.estimate.value ?? 0]));
  const attributes = distinct(groups.map(({ attribute }) => attribute ?? ''));
  const [attribute, setAttribute] = useChoice(attributes);
  if (groups.length === 0) return null;
  const shown = groups.filter((result) => result.attribute === attribute);
  const title = `Groups of ${attribute}`;
  return (
    <section className="panel" id="fairness-groups">
      <div className="panel-head">
        <div className="stack stack-tight">
          <h3>Who is in the data</h3>
          <p className="small quiet">Share of the rows in each group, with the interval for the population they were drawn from. What is said of a small group below is said of few people.</p>
        </div>
        <div className="bar no-print">
          <Choice label="Groups of" value={attribute} options={attributes.map((value) => ({ value, label: value }))} onChange={setAttribute} />
        </div>
      </div>
      <div className="beside">
        <Chart
          label={`${title}, chart`}
          svg={intervalPlot({ id: 'group-shares', title, axis: 'share of rows', ...plotSize(shown.slice(0, mostShown).map(({ group }) => group ?? '')), rows: shown.slice(0, mostShown).map((result) => ({ label: result.group ?? '', estimate: chartEstimate(result.estimate) })) })}
        />
        <ResultTable results={shown} label={`${title}, table`} heading="Group" about={({ group }) => group ?? ''} beside note={{ heading: 'Rows', of: (result) => rowsWords(rows.get(placeOf(result)), unlabelled.get(placeOf(result)) ?? 0) }} />
      </div>
    </section>
  );
}

function rowsWords(rows: number | undefined, unlabelled: number): string {
  if (rows === undefined) return '';
  return `${count(rows)}${unlabelled > 0 ? `, ${count(unlabelled)} without label` : ''}`;
}

const placeOf = ({ attribute, group }: ResultView): string => JSON.stringify([attribute, group]);
