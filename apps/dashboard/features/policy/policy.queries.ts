import { graphql } from '../../generated';

export const policiesQuery = graphql(`
  query Policies($first: Int!, $after: String) {
    policies(first: $first, after: $after) {
      totalCount
      pageInfo { endCursor hasNextPage }
      edges { node { id name version digest createdAt checks { id dimension } } }
    }
  }
`);

export const policyQuery = graphql(`
  query Policy($id: ID!) {
    policy(id: $id) { id name version digest createdAt document checks { id label dimension select atLeast atMost reason } }
  }
`);

export const savePolicyMutation = graphql(`
  mutation SavePolicy($document: JSON!) {
    savePolicy(document: $document) { id version }
  }
`);
