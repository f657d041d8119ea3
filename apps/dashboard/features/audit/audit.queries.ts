import { graphql } from '../../generated';

export const auditsQuery = graphql(`
  query Audits($first: Int!, $after: String, $datasetId: ID, $modelVersionId: ID, $state: AuditState) {
    audits(first: $first, after: $after, datasetId: $datasetId, modelVersionId: $modelVersionId, state: $state) {
      totalCount
      pageInfo { endCursor hasNextPage }
      edges {
        node {
          id
          state
          createdAt
          startedAt
          finishedAt
          seed
          digest
          dataset { id name }
          modelVersion { id number model { id name } }
          policy { id name version }
          progress { tasksDone tasksTotal }
          dimensions { dimension verdict }
        }
      }
    }
  }
`);

export const auditQuery = graphql(`
  query Audit($id: ID!) {
    audit(id: $id) {
      id
      state
      createdAt
      startedAt
      finishedAt
      seed
      digest
      label
      positive
      favourable
      protected
      grouping { depth weight cluster withholdBelow cuts { column at } }
      dataset { id name rows digest }
      modelVersion { id number digest source format task classes capabilities runtime card model { id name } }
      policy { id name version digest checks { id label dimension select atLeast atMost reason } }
      progress { auditId state tasksDone tasksTotal message }
      faults { code message taskKey }
      artifactNames
      findings { level adjustment tested findings { statistic attribute group gap interval { lower upper level } n pValue holm sentence } untested { statistic attribute group because } }
      evidence { id digest keyId sizeBytes createdAt downloadUrl }
      dimensions { dimension verdict checks { id label dimension verdict because results { id } } }
      results {
        id
        dimension
        method { id }
        version
        attribute
        group
        feature
        options
        counts { name value }
        test { name statistic pValue holm benjaminiHochberg benjaminiYekutieli }
        estimate { value n interval { lower upper level methodLabel atLeast } standardError exact undefinedBecause }
      }
    }
  }
`);

export const artifactQuery = graphql(`
  query Artifact($id: ID!, $name: String!) {
    audit(id: $id) { id artifact(name: $name) }
  }
`);

export const progressQuery = graphql(`
  query Progress($id: ID!) {
    audit(id: $id) { id progress { auditId state tasksDone tasksTotal message } }
  }
`);

export const progressSubscription = graphql(`
  subscription AuditProgress($id: ID!) {
    auditProgress(id: $id) { auditId state tasksDone tasksTotal message }
  }
`);

export const startAuditChoicesQuery = graphql(`
  query StartAuditChoices {
    datasets(first: 100) { edges { node { id name rows columns { name kind role missing levels } } } }
    models(first: 100) { edges { node { id name versions { id number source format features } } } }
    policies(first: 100) { edges { node { id name version } } }
  }
`);

export const startAuditMutation = graphql(`
  mutation StartAudit($input: StartAuditInput!) {
    startAudit(input: $input) { id state }
  }
`);

export const cancelAuditMutation = graphql(`
  mutation CancelAudit($id: ID!) {
    cancelAudit(id: $id) { id state }
  }
`);
