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
      measures { id says }
      direction
      ideal
      range
      needs
      sources { authors year title where }
    }
  }
`);
