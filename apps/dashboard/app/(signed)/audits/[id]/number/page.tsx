import { notFound } from 'next/navigation';
import { PageHead } from '../../../../../components/PageHead';
import { NumberFacts } from '../../../../../features/audit/NumberFacts';
import { auditQuery } from '../../../../../features/audit/audit.queries';
import { factsOf } from '../../../../../features/audit/facts';
import { methodOf } from '../../../../../features/method/method';
import { methods } from '../../../../../features/method/methods';
import { query } from '../../../../../lib/api';
import { page } from '../../../../../lib/page';

export const metadata = { title: 'A number' };

/** The address of one number, for citing it. */
export default async function Page({ params, searchParams }: { params: Promise<{ id: string }>; searchParams: Promise<{ id?: string }> }) {
  const [{ id }, { id: resultId }] = [await params, await searchParams];
  return page(async () => {
    const [{ audit }, known] = await Promise.all([query(auditQuery, { id }), methods()]);
    const result = audit?.results.find((candidate) => candidate.id === resultId);
    if (!audit || !result) notFound();
    return (
      <>
        <PageHead crumb={{ href: `/audits/${id}`, label: `${audit.modelVersion.model.name} on ${audit.dataset.name}` }} title="A number and what it is" />
        <div className="panel">
          <NumberFacts audit={factsOf(audit)} result={result} method={methodOf(known, result.dimension, result.method.id)} />
        </div>
      </>
    );
  });
}
