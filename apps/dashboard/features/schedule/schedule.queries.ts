import { graphql } from '../../generated';

export const schedulesQuery = graphql(`
  query Schedules($first: Int!, $after: String) {
    schedules(first: $first, after: $after) {
      totalCount
      pageInfo { endCursor hasNextPage }
      edges { node { id name cron timeZone enabled nextRunAt createdAt lastAudit { id state createdAt } } }
    }
  }
`);

export const scheduleAuditMutation = graphql(`
  mutation ScheduleAudit($name: String!, $cron: String!, $timeZone: String!, $input: StartAuditInput!) {
    scheduleAudit(name: $name, cron: $cron, timeZone: $timeZone, input: $input) { id }
  }
`);

export const setScheduleEnabledMutation = graphql(`
  mutation SetScheduleEnabled($id: ID!, $enabled: Boolean!) {
    setScheduleEnabled(id: $id, enabled: $enabled) { id enabled }
  }
`);
