import { Empty } from '../../../components/Empty';
import { PageHead } from '../../../components/PageHead';
import { Scroll } from '../../../components/Scroll';
import { CreateApiKeyForm } from '../../../features/apiKey/CreateApiKeyForm';
import { RevokeApiKey } from '../../../features/apiKey/RevokeApiKey';
import { apiKeysQuery } from '../../../features/apiKey/apiKey.queries';
import { query } from '../../../lib/api';
import { moment } from '../../../lib/format';
import { page } from '../../../lib/page';

export const metadata = { title: 'API keys' };

export default async function Page() {
  return page(async () => {
    const { apiKeys } = await query(apiKeysQuery);
    return (
      <>
        <PageHead title="API keys" lead="For programs. A key has a role, as a person has, and its secret is shown once." />
        <div className="stack">
          <CreateApiKeyForm />
          <div className="panel panel-flush">
            {apiKeys.length === 0 ? (
              <Empty title="There are no keys" />
            ) : (
              <Scroll label="API keys">
                <table className="table">
                  <thead>
                    <tr>
                      <th scope="col">Name</th>
                      <th scope="col">Begins with</th>
                      <th scope="col">Role</th>
                      <th scope="col">Made</th>
                      <th scope="col">Expires</th>
                      <th scope="col">Last used</th>
                      <th scope="col">
                        <span className="visually-hidden">Revoke</span>
                      </th>
                    </tr>
                  </thead>
                  <tbody>
                    {apiKeys.map(({ id, name, start, role, createdAt, expiresAt, lastUsedAt }) => (
                      <tr key={id}>
                        <th scope="row">{name}</th>
                        <td>
                          <code>{start}…</code>
                        </td>
                        <td>{role}</td>
                        <td className="number quiet">{moment(createdAt)}</td>
                        <td className="number">{expiresAt ? moment(expiresAt) : <span className="quiet">never</span>}</td>
                        <td className="number">{lastUsedAt ? moment(lastUsedAt) : <span className="quiet">not yet</span>}</td>
                        <td>
                          <RevokeApiKey id={id} name={name} />
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </Scroll>
            )}
          </div>
        </div>
      </>
    );
  });
}
