import { graphql } from '../../generated';

export const slicesQuery = graphql(`
  query Slices($first: Int!, $after: String) {
    slices(first: $first, after: $after) {
      totalCount
      pageInfo { endCursor hasNextPage }
      edges { node { id name says watched createdAt } }
    }
  }
`);

export const sliceRowsQuery = graphql(`
  query SliceRows($datasetId: ID!, $conditions: [SliceConditionInput!]!, $fromRow: Int!) {
    dataset(id: $datasetId) { id name rows }
    sliceRows(datasetId: $datasetId, conditions: $conditions, first: 20, fromRow: $fromRow) {
      columns
      rows { row values }
      searchedRows
      nextRow
    }
  }
`);

export const saveSliceMutation = graphql(`
  mutation SaveSlice($name: String!, $conditions: [SliceConditionInput!]!) {
    saveSlice(name: $name, conditions: $conditions, watched: true) { id }
  }
`);

export const watchSliceMutation = graphql(`
  mutation WatchSlice($id: ID!, $watched: Boolean!) {
    watchSlice(id: $id, watched: $watched) { id watched }
  }
`);

export const deleteSliceMutation = graphql(`
  mutation DeleteSlice($id: ID!) {
    deleteSlice(id: $id)
  }
`);
