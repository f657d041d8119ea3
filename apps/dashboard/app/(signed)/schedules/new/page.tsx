import { PageHead } from '../../../../components/PageHead';
import { AuditForm } from '../../../../features/audit/AuditForm';
import { startAuditChoicesQuery } from '../../../../features/audit/audit.queries';
import { query } from '../../../../lib/api';
import { page } from '../../../../lib/page';

export const metadata = { title: 'New schedule' };

export default async function Page() {
  return page(async () => (
    <>
      <PageHead crumb={{ href: '/schedules', label: 'Schedules' }} title="New schedule" lead="The same audit, again and again: what it finds can be held against what it found before." />
      <AuditForm choices={await query(startAuditChoicesQuery)} initial={{}} schedule />
    </>
  ));
}
