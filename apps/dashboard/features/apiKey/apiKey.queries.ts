import { graphql } from '../../generated';

export const apiKeysQuery = graphql(`
  query ApiKeys {
    apiKeys { id name role start createdAt expiresAt lastUsedAt }
  }
`);

export const createApiKeyMutation = graphql(`
  mutation CreateApiKey($name: String!, $role: Role!, $expiresInDays: Int) {
    createApiKey(name: $name, role: $role, expiresInDays: $expiresInDays) { secret key { id name } }
  }
`);

export const revokeApiKeyMutation = graphql(`
  mutation RevokeApiKey($id: ID!) {
    revokeApiKey(id: $id)
  }
`);
