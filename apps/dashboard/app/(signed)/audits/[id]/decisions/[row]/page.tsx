import { notFound } from 'next/navigation';
import { DecisionPage } from '../../../../../../features/decision/DecisionPage';
import { attributionsOf, waysOutOf } from '../../../../../../features/decision/attributions';
import { decisionQuery, decisionsQuery } from '../../../../../../features/decision/decision.queries';
import { methods } from '../../../../../../features/method/methods';
import { viewer } from '../../../../../../features/viewer/viewer';
import { query } from '../../../../../../lib/api';
import { may } from '../../../../../../lib/may';
import { page } from '../../../../../../lib/page';

export const metadata = { title: 'A decision' };

export default async function Page({ params }: { params: Promise<{ id: string; row: string }> }) {
  const { id, row: asked } = await params;
  if (!/^\d{1,9}$/.test(asked)) notFound();
  const row = Number(asked);
  return page(async () => {
    const [{ audit }, known, person] = await Promise.all([query(decisionsQuery, { id }), methods(), viewer()]);
    if (!audit) notFound();
    const read = may(person.role, 'data.read') ? await query(decisionQuery, { id, row }) : null;
    const [attributions, waysOut] = await Promise.all([attributionsOf(id, audit.artifactNames), waysOutOf(id, audit.artifactNames)]);
    return <DecisionPage audit={audit} row={row} attributions={attributions} waysOut={waysOut} read={read} methods={known} />;
  });
}
