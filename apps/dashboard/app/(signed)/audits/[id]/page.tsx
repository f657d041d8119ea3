import { notFound } from 'next/navigation';
import { AuditPage } from '../../../../features/audit/AuditPage';
import { artifactsOf } from '../../../../features/audit/artifacts';
import { auditQuery } from '../../../../features/audit/audit.queries';
import { methods } from '../../../../features/method/methods';
import { viewer } from '../../../../features/viewer/viewer';
import { query } from '../../../../lib/api';
import { may } from '../../../../lib/may';
import { page } from '../../../../lib/page';

export const metadata = { title: 'Audit' };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return page(async () => {
    const [{ audit }, known, person] = await Promise.all([query(auditQuery, { id }), methods(), viewer()]);
    if (!audit) notFound();
    return <AuditPage audit={audit} artifacts={await artifactsOf(id, audit.artifactNames)} methods={known} mayStart={may(person.role, 'audits.start')} rights={{ datasetId: audit.dataset.id, maySave: may(person.role, 'slices.save'), mayOpen: may(person.role, 'data.read') }} />;
  });
}
