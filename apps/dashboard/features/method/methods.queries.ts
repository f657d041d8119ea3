import { graphql } from '../../generated';

export const methodsQuery = graphql(`
  query Methods {
    methods {
      pillar
      id
      version
      label
      summary
      definition
      caution
      direction
      ideal
      range
      needs
      sources { authors year title where }
    }
  }
`);
