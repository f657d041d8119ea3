import { graphql } from '../../generated';

export const decisionsQuery = graphql(`
  query Decisions($id: ID!) {
    audit(id: $id) {
      id
      label
      positive
      artifactNames
      dataset { id name rows }
      modelVersion { id number source task classes model { id name } }
    }
  }
`);

export const decisionQuery = graphql(`
  query Decision($id: ID!, $row: Int!) {
    decision(auditId: $id, row: $row) {
      row
      features
      values { column kind role value levels least largest whole }
    }
    similarRows(auditId: $id, row: $row, first: 8) {
      columns
      searchedRows
      rows { row distance values }
    }
  }
`);

export const askModelQuery = graphql(`
  query AskModel($id: ID!, $rows: [JSON!]!) {
    askModel(auditId: $id, rows: $rows) { decision scores }
  }
`);
