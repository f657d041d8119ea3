'use client';

import { intervalPlot } from '@plumbline/charts/intervalPlot';
import { useState, type ReactNode } from 'react';
import { Chart } from '../../components/Chart';
import { capital, words } from '../../lib/format';
import { methodOf } from '../method/method';
import { Choice } from './Choice';
import { useNumbers } from './Numbers';
import { plotSize } from './plotSize';
import { ResultTable } from './ResultTable';
import { chartEstimate, distinct, optionsOf, varyingOptions, type ResultView } from './result';
import { useChoice } from './useChoice';

function measureOf(result: ResultView): string {
  const { measure } = optionsOf(result);
  return typeof measure === 'string' ? words(measure) : 'overall';
}

/** More than these make a chart that nobody reads; the rest stand in the table. */
const mostShown = 12;

/**
 * Everything one method found, whichever method it is: numbers about features as a ranking, about groups as a chart for each attribute, the rest as
 * a table, or what is given as `overall`. Options in which the results differ become choices, and so do features that groups have numbers of.
 */
export function MethodPanel({ results, overall, children }: { results: readonly ResultView[]; overall?: ReactNode; children?: ReactNode }) {
  const { methods } = useNumbers();
  const [first] = results;
  const method = methodOf(methods, first.dimension, first.method.id);
  const label = method?.label ?? first.method.id;
  const rest = results.filter((result) => typeof result.feature !== 'string' && typeof result.group !== 'string');
  const detailed = results.filter((result) => !rest.includes(result));
  // `scope` only repeats whether a number is about everything, a group or a feature.
  const choices = varyingOptions(detailed).filter(({ name }) => name !== 'scope');
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  const isChosen = (result: ResultView): boolean =>
    choices.every(({ name, values }) => {
      const value = optionsOf(result)[name];
      return value === undefined || JSON.stringify(value) === (chosen[name] ?? values[0]);
    });
  const shown = detailed.filter(isChosen);
  const features = shown.filter(({ group }) => typeof group !== 'string').sort((a, b) => Math.abs(b.estimate.value ?? 0) - Math.abs(a.estimate.value ?? 0));
  const grouped = shown.filter((result) => !features.includes(result));
  const groupFeatures = distinct(grouped.flatMap(({ feature }) => feature ?? []));
  const [feature, setFeature] = useChoice(groupFeatures);
  const groups = grouped.filter((result) => typeof result.feature !== 'string' || result.feature === feature);
  const saysOf = (measure: unknown): string => method?.measures.find(({ id: known }) => known === measure)?.says ?? '';
  const chosenSays = choices.some(({ name }) => name === 'measure') && shown.length > 0 ? saysOf(optionsOf(shown[0]).measure) : '';
  const restSays = rest.some((result) => saysOf(optionsOf(result).measure) !== '') ? { note: { heading: 'What it says', of: (result: ResultView) => saysOf(optionsOf(result).measure) } } : {};
  const restVaries = varyingOptions(rest).filter(({ name }) => name !== 'scope');
  const ofSeveral = distinct(rest.map(({ attribute }) => attribute ?? '')).length > 1;
  const aboutRest = (result: ResultView): string => {
    const what = capital(restVaries.map(({ name }) => valueWords(JSON.stringify(optionsOf(result)[name] ?? ''))).filter((text) => text !== '').join(', ')) || capital(measureOf(result));
    return ofSeveral && typeof result.attribute === 'string' ? `${result.attribute}: ${what}` : what;
  };
  const axisOf = ([shownFirst]: readonly ResultView[]): string => (typeof optionsOf(shownFirst).measure === 'string' ? `${label}: ${measureOf(shownFirst)}` : label);
  function valueWords(value: string): string {
    const text = value.replaceAll('"', '');
    return methodOf(methods, first.dimension, text)?.label ?? words(text);
  }
  const id = `${first.dimension}-${first.method.id}`;
  return (
    <section className="panel" id={id}>
      <div className="panel-head">
        <div className="stack stack-tight">
          <h3>{label}</h3>
          <p className="small quiet">
            {method?.summary} {chosenSays && <em>{chosenSays}</em>}
          </p>
        </div>
        {choices.length > 0 && (
          <div className="bar no-print">
            {choices.map(({ name, values }) => (
              <Choice key={name} label={capital(words(name))} value={chosen[name] ?? values[0]} options={values.map((value) => ({ value, label: capital(valueWords(value)) }))} onChange={(value) => setChosen({ ...chosen, [name]: value })} />
            ))}
          </div>
        )}
      </div>
      <div className="stack">
        {overall ?? (rest.length > 0 && <ResultTable results={rest} label={`${label}, overall`} heading="Measure" about={aboutRest} {...restSays} />)}
        {distinct(features.map(({ attribute }) => attribute ?? '')).map((attribute) => {
          const ranking = features.filter((result) => (result.attribute ?? '') === attribute);
          const key = attribute === '' ? `${id}-features` : `${id}-features-${attribute}`;
          const of = attribute === '' ? '' : `, for ${attribute}`;
          return (
            <div key={key} className="stack stack-tight">
              {attribute !== '' && <h4>For {attribute}</h4>}
              <div className="beside">
                <Chart
                  label={`${label} of the features${of}, chart`}
                  svg={intervalPlot({
                    id: key,
                    title: `${axisOf(ranking)}${of}, ${ranking.length > mostShown ? `the ${mostShown} largest of ${ranking.length} features` : 'every feature'}`,
                    axis: axisOf(ranking),
                    ...plotSize(ranking.slice(0, mostShown).map(({ feature }) => feature ?? '')),
                    rows: ranking.slice(0, mostShown).map((result) => ({ label: result.feature ?? '', estimate: chartEstimate(result.estimate) })),
                  })}
                />
                <div className="stack">
                  <ResultTable results={ranking.slice(0, mostShown)} label={`${label} of the features${of}, table`} heading="Feature" about={({ feature }) => feature ?? ''} beside />
                  {ranking.length > mostShown && (
                    <details className="more">
                      <summary>The other {ranking.length - mostShown}</summary>
                      <ResultTable results={ranking.slice(mostShown)} label={`${label} of the other features${of}, table`} heading="Feature" about={({ feature }) => feature ?? ''} beside />
                    </details>
                  )}
                </div>
              </div>
            </div>
          );
        })}
        {groupFeatures.length > 1 && (
          <div className="bar no-print">
            <Choice label="By group, of" value={feature} options={groupFeatures.map((value) => ({ value, label: value }))} onChange={setFeature} />
          </div>
        )}
        {distinct(groups.map(({ attribute }) => attribute ?? '')).map((attribute) => {
          const members = groups.filter((result) => (result.attribute ?? '') === attribute);
          return (
            <div key={attribute} className="stack stack-tight">
              <h4>{feature === '' ? `By ${attribute}` : `${feature}, by ${attribute}`}</h4>
              <div className="beside">
                <Chart
                  label={`${label} by ${attribute}, chart`}
                  svg={intervalPlot({ id: `${id}-${attribute}`, title: `${axisOf(members)} by ${attribute}`, axis: axisOf(members), ...plotSize(members.map(({ group }) => group ?? '')), rows: members.map((result) => ({ label: result.group ?? '', estimate: chartEstimate(result.estimate) })) })}
                />
                <ResultTable results={members} label={`${label} by ${attribute}, table`} heading="Group" about={({ group }) => group ?? ''} beside />
              </div>
            </div>
          );
        })}
        {children}
      </div>
    </section>
  );
}
