import { graphql } from '../../generated';

export const modelsQuery = graphql(`
  query Models($first: Int!, $after: String) {
    models(first: $first, after: $after) {
      totalCount
      pageInfo { endCursor hasNextPage }
      edges {
        node {
          id
          name
          createdAt
          versions { id number }
          latestVersion { id number source format task classes features capabilities sizeBytes digest createdAt }
        }
      }
    }
  }
`);

export const modelQuery = graphql(`
  query Model($id: ID!) {
    model(id: $id) {
      id
      name
      createdAt
      versions {
        id
        number
        digest
        source
        format
        task
        classes
        features
        capabilities
        runtime
        sizeBytes
        mapping
        card
        createdAt
      }
    }
  }
`);

export const registerChoicesQuery = graphql(`
  query RegisterChoices {
    models(first: 100) { edges { node { id name } } }
    datasets(first: 100) { edges { node { id name columns { name kind role } } } }
  }
`);

export const createUploadMutation = graphql(`
  mutation CreateUpload($filename: String!, $purpose: String!) {
    createUpload(filename: $filename, purpose: $purpose) { id url method headers expiresAt maxBytes }
  }
`);

export const registerModelMutation = graphql(`
  mutation RegisterModel($input: RegisterModelInput!) {
    registerModel(input: $input) { id number model { id } }
  }
`);

export const updateModelCardMutation = graphql(`
  mutation UpdateModelCard($modelVersionId: ID!, $card: JSON!) {
    updateModelCard(modelVersionId: $modelVersionId, card: $card) { id card }
  }
`);
