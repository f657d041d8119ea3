import { graphql } from '../../generated';

export const comparisonChoicesQuery = graphql(`
  query ComparisonChoices {
    datasets(first: 100) { edges { node { id name rows } } }
    policies(first: 100) { edges { node { id name version } } }
  }
`);

export const newestPolicyQuery = graphql(`
  query NewestPolicy($datasetId: ID!) {
    audits(first: 1, datasetId: $datasetId, state: succeeded) { edges { node { id policy { id } } } }
  }
`);

export const comparisonQuery = graphql(`
  query Comparison($datasetId: ID!, $policyId: ID!) {
    compareModels(datasetId: $datasetId, policyId: $policyId) {
      dataset { id name rows digest createdAt }
      policy { id name version checks { id atLeast atMost reason } }
      models {
        modelVersion { id number source format digest model { id name } }
        audit { id state finishedAt seed digest label positive favourable protected }
        dimensions {
          dimension
          verdict
          checks {
            id
            label
            dimension
            verdict
            because
            results {
              id
              attribute
              group
              feature
              method { id label range ideal }
              estimate { value n interval { lower upper level method } exact undefinedBecause }
            }
          }
        }
      }
    }
  }
`);
