import { PageHead } from '../../../../components/PageHead';
import { RegisterModelForm } from '../../../../features/model/RegisterModelForm';
import { registerChoicesQuery } from '../../../../features/model/model.queries';
import { query } from '../../../../lib/api';
import { page } from '../../../../lib/page';

export const metadata = { title: 'Register a model' };

export default async function Page({ searchParams }: { searchParams: Promise<{ model?: string }> }) {
  const { model } = await searchParams;
  return page(async () => (
    <>
      <PageHead crumb={{ href: '/models', label: 'Models' }} title="Register a model" lead="A model’s file is opened in a process of its own, with limits, and stored only if it can be asked." />
      <RegisterModelForm choices={await query(registerChoicesQuery)} modelId={model ?? ''} />
    </>
  ));
}
