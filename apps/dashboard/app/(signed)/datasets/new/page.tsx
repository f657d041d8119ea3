import { PageHead } from '../../../../components/PageHead';
import { AddDatasetForm } from '../../../../features/dataset/AddDatasetForm';
import { page } from '../../../../lib/page';
import { viewer } from '../../../../features/viewer/viewer';

export const metadata = { title: 'Add a data set' };

export default async function Page() {
  return page(async () => {
    await viewer(); // a form that could only fail is not shown to somebody who is not signed in
    return (
      <>
        <PageHead crumb={{ href: '/datasets', label: 'Data sets' }} title="Add a data set" lead="CSV in any encoding and with any separator, or Parquet. Kinds and roles of columns are inferred; say here what should be otherwise." />
        <AddDatasetForm />
      </>
    );
  });
}
