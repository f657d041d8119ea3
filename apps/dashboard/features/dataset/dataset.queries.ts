import { graphql } from '../../generated';

export const datasetsQuery = graphql(`
  query Datasets($first: Int!, $after: String) {
    datasets(first: $first, after: $after) {
      totalCount
      pageInfo { endCursor hasNextPage }
      edges { node { id name digest rows sizeBytes createdAt source columns { name role } } }
    }
  }
`);

export const datasetQuery = graphql(`
  query Dataset($id: ID!) {
    dataset(id: $id) {
      id
      name
      digest
      rows
      sizeBytes
      createdAt
      source
      columns { name kind role missing levels min max mean }
    }
  }
`);

export const createDatasetMutation = graphql(`
  mutation CreateDataset($uploadId: ID!, $name: String!, $columns: [ColumnOverride!]) {
    createDataset(uploadId: $uploadId, name: $name, columns: $columns) { id }
  }
`);
