import { askedFields } from '@plumbline/explain-core/transparency/modelCard';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { Digest } from '../../../../components/Digest';
import { PageHead } from '../../../../components/PageHead';
import { CardForm } from '../../../../features/model/CardForm';
import { modelQuery } from '../../../../features/model/model.queries';
import { viewer } from '../../../../features/viewer/viewer';
import { query } from '../../../../lib/api';
import { bytes, json, moment } from '../../../../lib/format';
import { may } from '../../../../lib/may';
import { page } from '../../../../lib/page';

export const metadata = { title: 'Model' };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return page(async () => {
    const [{ model }, person] = await Promise.all([query(modelQuery, { id }), viewer()]);
    if (!model) notFound();
    const versions = [...model.versions].sort((a, b) => b.number - a.number);
    const [latest] = versions;
    const fields = askedFields.map(([section, field, question]) => ({ section, field, question }));
    return (
      <>
        <PageHead crumb={{ href: '/models', label: 'Models' }} title={model.name} lead={`${versions.length} ${versions.length === 1 ? 'version' : 'versions'}`}>
          {may(person.role, 'audits.start') && (
            <Link className="button" href={`/audits/new?${new URLSearchParams({ version: latest.id })}`}>
              Start audit
            </Link>
          )}
          {may(person.role, 'models.register') && (
            <Link className="button button-primary" href={`/models/new?${new URLSearchParams({ model: id })}`}>
              New version
            </Link>
          )}
        </PageHead>
        <div className="stack stack-wide">
          {versions.map((version) => (
            <section key={version.id} className="panel stack" aria-label={`Version ${version.number}`}>
              <h2>Version {version.number}</h2>
              <dl className="facts">
                <Fact name="Digest">
                  <Digest digest={version.digest} />
                </Fact>
                <Fact name="Format">{version.format ?? 'stored predictions'}</Fact>
                {version.task && <Fact name="Task">{version.task}</Fact>}
                {version.classes.length > 0 && <Fact name="Classes">{version.classes.join(', ')}</Fact>}
                {version.capabilities.length > 0 && <Fact name="Can be asked for">{version.capabilities.join(', ')}</Fact>}
                {version.runtime !== null && version.runtime !== undefined && <Fact name="Runtime">{Object.values(version.runtime as Record<string, unknown>).join(' ')}</Fact>}
                {typeof version.sizeBytes === 'number' && <Fact name="Size">{bytes(version.sizeBytes)}</Fact>}
                <Fact name="Registered">{moment(version.createdAt)}</Fact>
              </dl>
              {version.features.length > 0 && (
                <div className="stack stack-tight">
                  <h3>Reads {version.features.length} columns</h3>
                  <span className="tags">
                    {version.features.map((feature) => (
                      <span key={feature} className="tag">
                        {feature}
                      </span>
                    ))}
                  </span>
                </div>
              )}
              {version.mapping !== null && version.mapping !== undefined && (
                <details className="more">
                  <summary>Column mapping</summary>
                  <pre tabIndex={0}>{json(version.mapping)}</pre>
                </details>
              )}
              {version.id === latest.id ? (
                <CardForm versionId={version.id} card={version.card} fields={fields} editable={may(person.role, 'models.register')} />
              ) : (
                version.card !== null &&
                version.card !== undefined && (
                  <details className="more">
                    <summary>Model card</summary>
                    <pre tabIndex={0}>{json(version.card)}</pre>
                  </details>
                )
              )}
            </section>
          ))}
        </div>
      </>
    );
  });
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
