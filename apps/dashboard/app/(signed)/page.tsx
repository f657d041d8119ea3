import Link from 'next/link';
import { AutoSubmit } from '../../components/AutoSubmit';
import { Empty } from '../../components/Empty';
import { PageHead } from '../../components/PageHead';
import { ComparisonTable } from '../../features/comparison/ComparisonTable';
import { comparisonChoicesQuery, comparisonQuery, newestPolicyQuery } from '../../features/comparison/comparison.queries';
import { viewer } from '../../features/viewer/viewer';
import { query } from '../../lib/api';
import { count } from '../../lib/format';
import { may } from '../../lib/may';
import { page } from '../../lib/page';

export const metadata = { title: 'Comparison' };

export default async function Page({ searchParams }: { searchParams: Promise<{ dataset?: string; policy?: string }> }) {
  const asked = await searchParams;
  return page(async () => {
    const [choices, person] = await Promise.all([query(comparisonChoicesQuery), viewer()]);
    const datasets = choices.datasets.edges.map(({ node }) => node);
    const policies = choices.policies.edges.map(({ node }) => node);
    const datasetId = asked.dataset ?? datasets[0]?.id;
    const policyId = asked.policy ?? (await newestPolicy(datasetId)) ?? standingPolicy(policies)?.id;
    const head = (
      <PageHead title="Comparison" lead="What the newest finished audit of each model indicates, on one data set and under one policy. Met means that a whole interval keeps the bound; where it reaches across, the data cannot tell." />
    );
    if (datasetId === undefined || policyId === undefined) {
      return (
        <>
          {head}
          <div className="panel">
            <Empty title={datasetId === undefined ? 'There are no data sets yet' : 'There is no policy yet'}>
              <p className="quiet">Models are compared on data, under a policy that says what is asked of them.</p>
              {datasetId === undefined && may(person.role, 'data.register') && (
                <Link className="button button-primary" href="/datasets/new">
                  Add a data set
                </Link>
              )}
            </Empty>
          </div>
        </>
      );
    }
    const { compareModels } = await query(comparisonQuery, { datasetId, policyId });
    const mayStart = may(person.role, 'audits.start');
    return (
      <>
        {head}
        <div className="stack">
          <form className="bar no-print" action="/">
            <div className="field">
              <label htmlFor="dataset">Data set</label>
              <select id="dataset" name="dataset" defaultValue={datasetId}>
                {datasets.map(({ id, name, rows }) => (
                  <option key={id} value={id}>
                    {name} ({count(rows)} rows)
                  </option>
                ))}
              </select>
            </div>
            <div className="field">
              <label htmlFor="policy">Policy</label>
              <select id="policy" name="policy" defaultValue={policyId}>
                {policies.map(({ id, name, version }) => (
                  <option key={id} value={id}>
                    {name}, version {version}
                  </option>
                ))}
              </select>
            </div>
            <AutoSubmit label="Show" />
          </form>
          {compareModels.models.length === 0 ? (
            <div className="panel">
              <Empty title="There are no models yet">
                <p className="quiet">Register a model file, or predictions that are stored with the data.</p>
                {may(person.role, 'models.register') && (
                  <Link className="button button-primary" href="/models/new">
                    Register a model
                  </Link>
                )}
              </Empty>
            </div>
          ) : (
            <ComparisonTable comparison={compareModels} mayStart={mayStart} />
          )}
        </div>
      </>
    );
  });
}

/** What the data's newest finished audit was judged by: a policy that asks for other numbers would have nothing to compare. */
async function newestPolicy(datasetId: string | undefined): Promise<string | undefined> {
  return datasetId === undefined ? undefined : (await query(newestPolicyQuery, { datasetId })).audits.edges[0]?.node.policy.id;
}

/** The newest version of the first policy saved, which is what audits of decisions are judged by where they name none. They come newest first. */
function standingPolicy<P extends { readonly name: string }>(policies: readonly P[]): P | undefined {
  return policies.find(({ name }) => name === policies.at(-1)!.name);
}
