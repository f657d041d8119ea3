import { graphql } from '../../generated';

export const viewerQuery = graphql(`
  query Viewer {
    viewer { id name email role organisation { id name } }
  }
`);
