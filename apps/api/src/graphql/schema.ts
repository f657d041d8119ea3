import 'reflect-metadata';
import { printSchema, type GraphQLSchema } from 'graphql';
import { buildSchemaSync, type PubSub } from 'type-graphql';
import { ApiKeyResolver } from '../features/apiKey/apiKey.resolver.js';
import { AuditResolver } from '../features/audit/audit.resolver.js';
import { IntervalResolver } from '../features/audit/interval.resolver.js';
import { ComparisonResolver } from '../features/comparison/comparison.resolver.js';
import { DatasetResolver } from '../features/dataset/dataset.resolver.js';
import { DecisionResolver } from '../features/decision/decision.resolver.js';
import { MemberResolver } from '../features/member/member.resolver.js';
import { MethodResolver } from '../features/method/method.resolver.js';
import { ModelResolver, ModelVersionResolver } from '../features/model/model.resolver.js';
import { PolicyResolver } from '../features/policy/policy.resolver.js';
import { ScheduleResolver } from '../features/schedule/schedule.resolver.js';
import { SliceResolver } from '../features/slice/slice.resolver.js';
import { UploadResolver } from '../features/upload/upload.resolver.js';
import { ViewerResolver } from '../features/viewer/viewer.resolver.js';

/** Every noun of the API, in the order people meet them. */
const resolvers = [
  ViewerResolver,
  UploadResolver,
  DatasetResolver,
  ModelResolver,
  ModelVersionResolver,
  MethodResolver,
  PolicyResolver,
  AuditResolver,
  IntervalResolver,
  DecisionResolver,
  ComparisonResolver,
  ScheduleResolver,
  SliceResolver,
  ApiKeyResolver,
  MemberResolver,
] as const;

/** Asked for by the schema builder. Our subscriptions bring their own streams, fed by PostgreSQL, so that any process may publish. */
const noTopics: PubSub = {
  publish: () => unused(),
  subscribe: () => unused(),
};
function unused(): never {
  throw new Error('Subscriptions have no topics here; give the decorator a "subscribe".');
}

export function makeSchema(): GraphQLSchema {
  return buildSchemaSync({ resolvers: [...resolvers], validate: false, emitSchemaFile: false, pubSub: noTopics });
}

/** As it is committed: a change in it is a change of the API. */
export function schemaText(): string {
  return `# Written by "npm run schema -w apps/api"; do not edit.\n\n${printSchema(makeSchema())}\n`;
}
