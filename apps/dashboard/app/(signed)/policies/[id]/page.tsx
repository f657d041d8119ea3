import { notFound } from 'next/navigation';
import { Digest } from '../../../../components/Digest';
import { PageHead } from '../../../../components/PageHead';
import { methods } from '../../../../features/method/methods';
import { PolicyForm } from '../../../../features/policy/PolicyForm';
import { policyQuery } from '../../../../features/policy/policy.queries';
import { viewer } from '../../../../features/viewer/viewer';
import { query } from '../../../../lib/api';
import { json, moment } from '../../../../lib/format';
import { may } from '../../../../lib/may';
import { page } from '../../../../lib/page';

export const metadata = { title: 'Policy' };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return page(async () => {
    const [{ policy }, known, person] = await Promise.all([query(policyQuery, { id }), methods(), viewer()]);
    if (!policy) notFound();
    return (
      <>
        <PageHead
          crumb={{ href: '/policies', label: 'Policies' }}
          title={
            <>
              {policy.name} <span className="quiet">version {policy.version}</span>
            </>
          }
          lead={
            <>
              Saved {moment(policy.createdAt)}, digest <Digest digest={policy.digest} />
            </>
          }
        />
        <div className="stack">
          <PolicyForm policy={policy} methods={known.map(({ pillar, id: method, label }) => ({ pillar, id: method, label }))} editable={may(person.role, 'policies.save')} />
          <details className="more">
            <summary>The document, as it is stored</summary>
            <pre tabIndex={0}>{json(policy.document)}</pre>
          </details>
        </div>
      </>
    );
  });
}
