import { PageHead } from '../../../../components/PageHead';
import { AuditForm } from '../../../../features/audit/AuditForm';
import { startAuditChoicesQuery } from '../../../../features/audit/audit.queries';
import { query } from '../../../../lib/api';
import { page } from '../../../../lib/page';

export const metadata = { title: 'Start audit' };

export default async function Page({ searchParams }: { searchParams: Promise<{ dataset?: string; version?: string; policy?: string }> }) {
  const initial = await searchParams;
  return page(async () => (
    <>
      <PageHead crumb={{ href: '/audits', label: 'Audits' }} title="Start audit" lead="The plan is made and stored first, with its seed. The same plan gives the same numbers." />
      <AuditForm choices={await query(startAuditChoicesQuery)} initial={initial} schedule={false} />
    </>
  ));
}
