/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type AuditState =
  | 'cancelled'
  | 'failed'
  | 'queued'
  | 'running'
  | 'succeeded';

/** Telling classes apart, or predicting a number. */
export type AuditTask =
  | 'classification'
  | 'regression';

export type ColumnKind =
  | 'category'
  | 'number'
  | 'text';

/** What is left out is inferred. */
export type ColumnOverride = {
  kind?: ColumnKind | null | undefined;
  name: string;
  role?: ColumnRole | null | undefined;
};

export type ColumnRole =
  | 'feature'
  | 'id'
  | 'ignored'
  | 'label'
  | 'prediction'
  | 'protected'
  | 'score'
  | 'weight';

export type CutsInput = {
  /** Ascending: 25, 45 make the groups "under 25", "25 to under 45" and "45 and over". */
  at: Array<number>;
  column: string;
};

export type GroupingInput = {
  /** Column whose equal values mark rows that belong together, one person’s, say. Left out: the data set’s column of role "id" if it has exactly one and its values repeat, which `ignore` can take out; else rows are independent. */
  cluster?: string | null | undefined;
  /** Where protected number columns are cut into ranges. One with more than 20 values and no cuts is cut at its quartiles. */
  cuts?: Array<CutsInput> | null | undefined;
  /** How many protected columns are crossed with each other at most; 2 unless said. */
  depth?: number | null | undefined;
  /** Column of sampling weights, at least 0. Left out: the data set’s column of role "weight" if it has exactly one, which `ignore` can take out. */
  weight?: string | null | undefined;
  /** Groups of fewer rows are withheld, with as many others as keep anybody from working them out; 0 unless said. */
  withholdBelow?: number | null | undefined;
};

export type Pillar =
  | 'explainability'
  | 'fairness'
  | 'robustness'
  | 'transparency';

/** A file (`uploadId`), or stored predictions (`datasetId` with `predictionColumn`). With `modelId`, a new version of that model; else a new one called `name`. */
export type RegisterModelInput = {
  card?: unknown;
  /** For a file: the data whose columns it reads; the model is asked about a few of its rows. */
  datasetId?: string | number | null | undefined;
  /** For a file that does not name its classes: the column whose values they are; the data’s label column unless said. */
  label?: string | null | undefined;
  /** How data columns become the model’s inputs; part of its digest. */
  mapping?: unknown;
  modelId?: string | number | null | undefined;
  name?: string | null | undefined;
  predictionColumn?: string | null | undefined;
  scoreColumn?: string | null | undefined;
  uploadId?: string | number | null | undefined;
};

export type Role =
  | 'administrator'
  | 'auditor'
  | 'officer'
  | 'regulator';

/** What a row must fulfil in one column: `levels`, `otherThan`, a range, or `missing`; one of the four. */
export type SliceConditionInput = {
  column: string;
  /** At least this; left out, the range is open below. */
  from?: number | null | undefined;
  /** One of these values; numbers are written as JSON writes them. */
  levels?: Array<string> | null | undefined;
  /** Whether the value is missing. A missing value fulfils no other condition. */
  missing?: boolean | null | undefined;
  /** Any value but these. */
  otherThan?: Array<string> | null | undefined;
  /** Less than this; left out, the range is open above. */
  to?: number | null | undefined;
};

export type StartAuditInput = {
  datasetId: string | number;
  /** The outcome that people want; the positive one unless said. Of a regression "higher" or "lower", or left out. */
  favourable?: string | null | undefined;
  grouping?: GroupingInput | null | undefined;
  ignore?: Array<string> | null | undefined;
  label: string;
  modelVersionId: string | number;
  /** { "methods": [{ "pillar", "method", "options" }], "timeLimit": seconds }; left out, every dimension’s defaults. */
  plan?: unknown;
  /** Left out: the newest version of the organisation’s first policy. */
  policyId?: string | number | null | undefined;
  /** The class that confusion counts are about. Known by itself for 0/1 and false/true. */
  positive?: string | null | undefined;
  /** Columns that define groups. */
  protected: Array<string>;
  /** A whole number; 0 unless said. */
  seed?: number | null | undefined;
  /** Left out: what the model does; of stored predictions, regression where the label has more than 20 different numbers. */
  task?: AuditTask | null | undefined;
};

export type Verdict =
  | 'cannotTell'
  | 'met'
  | 'notMet';

export type ApiKeysQueryVariables = Exact<{ [key: string]: never; }>;


export type ApiKeysQuery = { apiKeys: Array<{ id: string, name: string, role: Role, start: string, createdAt: string, expiresAt: string | null, lastUsedAt: string | null }> };

export type CreateApiKeyMutationVariables = Exact<{
  name: string;
  role: Role;
  expiresInDays?: number | null | undefined;
}>;


export type CreateApiKeyMutation = { createApiKey: { secret: string, key: { id: string, name: string } } };

export type RevokeApiKeyMutationVariables = Exact<{
  id: string | number;
}>;


export type RevokeApiKeyMutation = { revokeApiKey: boolean };

export type AuditsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  datasetId?: string | number | null | undefined;
  modelVersionId?: string | number | null | undefined;
  state?: AuditState | null | undefined;
}>;


export type AuditsQuery = { audits: { totalCount: number, pageInfo: { endCursor: string | null, hasNextPage: boolean }, edges: Array<{ node: { id: string, state: AuditState, createdAt: string, startedAt: string | null, finishedAt: string | null, seed: number, digest: string | null, dataset: { id: string, name: string }, modelVersion: { id: string, number: number, model: { id: string, name: string } }, policy: { id: string, name: string, version: number }, progress: { tasksDone: number, tasksTotal: number }, dimensions: Array<{ dimension: Pillar, verdict: Verdict }> } }> } };

export type AuditQueryVariables = Exact<{
  id: string | number;
}>;


export type AuditQuery = { audit: { id: string, state: AuditState, createdAt: string, startedAt: string | null, finishedAt: string | null, seed: number, digest: string | null, label: string, positive: string | null, favourable: string | null, protected: Array<string>, artifactNames: Array<string>, grouping: { depth: number, weight: string | null, cluster: string | null, withholdBelow: number, cuts: Array<{ column: string, at: Array<number> }> }, dataset: { id: string, name: string, rows: number, digest: string }, modelVersion: { id: string, number: number, digest: string, source: string, format: string | null, task: string | null, classes: Array<string>, capabilities: Array<string>, runtime: unknown, card: unknown, model: { id: string, name: string } }, policy: { id: string, name: string, version: number, digest: string, checks: Array<{ id: string, label: string, dimension: Pillar, select: unknown, atLeast: number | null, atMost: number | null, reason: string }> }, progress: { auditId: string, state: AuditState, tasksDone: number, tasksTotal: number, message: string | null }, faults: Array<{ code: string, message: string, taskKey: string | null }>, findings: { level: number, adjustment: string, tested: number, findings: Array<{ statistic: string, attribute: string, group: string, gap: number, n: number, pValue: number, holm: number, sentence: string, interval: { lower: number, upper: number, level: number } }>, untested: Array<{ statistic: string, attribute: string, group: string, because: string }> } | null, evidence: { id: string, digest: string, keyId: string, sizeBytes: number, createdAt: string, downloadUrl: string } | null, dimensions: Array<{ dimension: Pillar, verdict: Verdict, checks: Array<{ id: string, label: string, dimension: Pillar, verdict: Verdict, because: string, results: Array<{ id: string }> }> }>, results: Array<{ id: string, dimension: Pillar, version: number, attribute: string | null, group: string | null, feature: string | null, options: unknown, method: { id: string }, counts: Array<{ name: string, value: number }>, test: { name: string, statistic: number | null, pValue: number, holm: number, benjaminiHochberg: number, benjaminiYekutieli: number } | null, estimate: { value: number | null, n: number, standardError: number | null, exact: string | null, undefinedBecause: string | null, interval: { lower: number, upper: number, level: number, methodLabel: string, atLeast: boolean } | null } }> } | null };

export type ArtifactQueryVariables = Exact<{
  id: string | number;
  name: string;
}>;


export type ArtifactQuery = { audit: { id: string, artifact: unknown } | null };

export type ProgressQueryVariables = Exact<{
  id: string | number;
}>;


export type ProgressQuery = { audit: { id: string, progress: { auditId: string, state: AuditState, tasksDone: number, tasksTotal: number, message: string | null } } | null };

export type AuditProgressSubscriptionVariables = Exact<{
  id: string | number;
}>;


export type AuditProgressSubscription = { auditProgress: { auditId: string, state: AuditState, tasksDone: number, tasksTotal: number, message: string | null } };

export type StartAuditChoicesQueryVariables = Exact<{ [key: string]: never; }>;


export type StartAuditChoicesQuery = { datasets: { edges: Array<{ node: { id: string, name: string, rows: number, columns: Array<{ name: string, kind: ColumnKind, role: ColumnRole, missing: number, levels: Array<string> | null }> } }> }, models: { edges: Array<{ node: { id: string, name: string, versions: Array<{ id: string, number: number, source: string, format: string | null, features: Array<string> }> } }> }, policies: { edges: Array<{ node: { id: string, name: string, version: number } }> } };

export type StartAuditMutationVariables = Exact<{
  input: StartAuditInput;
}>;


export type StartAuditMutation = { startAudit: { id: string, state: AuditState } };

export type CancelAuditMutationVariables = Exact<{
  id: string | number;
}>;


export type CancelAuditMutation = { cancelAudit: { id: string, state: AuditState } };

export type ComparisonChoicesQueryVariables = Exact<{ [key: string]: never; }>;


export type ComparisonChoicesQuery = { datasets: { edges: Array<{ node: { id: string, name: string, rows: number } }> }, policies: { edges: Array<{ node: { id: string, name: string, version: number } }> } };

export type NewestPolicyQueryVariables = Exact<{
  datasetId: string | number;
}>;


export type NewestPolicyQuery = { audits: { edges: Array<{ node: { id: string, policy: { id: string } } }> } };

export type ComparisonQueryVariables = Exact<{
  datasetId: string | number;
  policyId: string | number;
}>;


export type ComparisonQuery = { compareModels: { dataset: { id: string, name: string, rows: number, digest: string, createdAt: string }, policy: { id: string, name: string, version: number, checks: Array<{ id: string, atLeast: number | null, atMost: number | null, reason: string }> }, models: Array<{ modelVersion: { id: string, number: number, source: string, format: string | null, digest: string, model: { id: string, name: string } }, audit: { id: string, state: AuditState, finishedAt: string | null, seed: number, digest: string | null, label: string, positive: string | null, favourable: string | null, protected: Array<string> } | null, dimensions: Array<{ dimension: Pillar, verdict: Verdict, checks: Array<{ id: string, label: string, dimension: Pillar, verdict: Verdict, because: string, results: Array<{ id: string, attribute: string | null, group: string | null, feature: string | null, method: { id: string, label: string, range: Array<number> | null, ideal: number | null }, estimate: { value: number | null, n: number, exact: string | null, undefinedBecause: string | null, interval: { lower: number, upper: number, level: number, method: string } | null } }> }> }> }> } };

export type DatasetsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type DatasetsQuery = { datasets: { totalCount: number, pageInfo: { endCursor: string | null, hasNextPage: boolean }, edges: Array<{ node: { id: string, name: string, digest: string, rows: number, sizeBytes: number, createdAt: string, source: string, columns: Array<{ name: string, role: ColumnRole }> } }> } };

export type DatasetQueryVariables = Exact<{
  id: string | number;
}>;


export type DatasetQuery = { dataset: { id: string, name: string, digest: string, rows: number, sizeBytes: number, createdAt: string, source: string, columns: Array<{ name: string, kind: ColumnKind, role: ColumnRole, missing: number, levels: Array<string> | null, min: number | null, max: number | null, mean: number | null }> } | null };

export type CreateDatasetMutationVariables = Exact<{
  uploadId: string | number;
  name: string;
  columns?: Array<ColumnOverride> | ColumnOverride | null | undefined;
}>;


export type CreateDatasetMutation = { createDataset: { id: string } };

export type DecisionsQueryVariables = Exact<{
  id: string | number;
}>;


export type DecisionsQuery = { audit: { id: string, label: string, positive: string | null, artifactNames: Array<string>, dataset: { id: string, name: string, rows: number }, modelVersion: { id: string, number: number, source: string, task: string | null, classes: Array<string>, model: { id: string, name: string } } } | null };

export type DecisionQueryVariables = Exact<{
  id: string | number;
  row: number;
}>;


export type DecisionQuery = { decision: { row: number, features: Array<string>, values: Array<{ column: string, kind: string, role: string, value: unknown, levels: Array<string> | null, least: number | null, largest: number | null, whole: boolean }> } | null, similarRows: { columns: Array<string>, searchedRows: number, rows: Array<{ row: number, distance: number, values: Array<unknown> }> } | null };

export type AskModelQueryVariables = Exact<{
  id: string | number;
  rows: Array<unknown> | unknown;
}>;


export type AskModelQuery = { askModel: Array<{ decision: string, scores: Array<number> }> | null };

export type MethodsQueryVariables = Exact<{ [key: string]: never; }>;


export type MethodsQuery = { methods: Array<{ pillar: Pillar, id: string, version: number, label: string, summary: string, definition: string, caution: string | null, direction: string, ideal: number | null, range: Array<number> | null, needs: Array<string>, measures: Array<{ id: string, says: string }>, sources: Array<{ authors: string, year: number, title: string, where: string | null }> }> };

export type ModelsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type ModelsQuery = { models: { totalCount: number, pageInfo: { endCursor: string | null, hasNextPage: boolean }, edges: Array<{ node: { id: string, name: string, createdAt: string, versions: Array<{ id: string, number: number }>, latestVersion: { id: string, number: number, source: string, format: string | null, task: string | null, classes: Array<string>, features: Array<string>, capabilities: Array<string>, sizeBytes: number | null, digest: string, createdAt: string } } }> } };

export type ModelQueryVariables = Exact<{
  id: string | number;
}>;


export type ModelQuery = { model: { id: string, name: string, createdAt: string, versions: Array<{ id: string, number: number, digest: string, source: string, format: string | null, task: string | null, classes: Array<string>, features: Array<string>, capabilities: Array<string>, runtime: unknown, sizeBytes: number | null, mapping: unknown, card: unknown, createdAt: string }> } | null };

export type RegisterChoicesQueryVariables = Exact<{ [key: string]: never; }>;


export type RegisterChoicesQuery = { models: { edges: Array<{ node: { id: string, name: string } }> }, datasets: { edges: Array<{ node: { id: string, name: string, columns: Array<{ name: string, kind: ColumnKind, role: ColumnRole }> } }> } };

export type CreateUploadMutationVariables = Exact<{
  filename: string;
  purpose: string;
}>;


export type CreateUploadMutation = { createUpload: { id: string, url: string, method: string, headers: unknown, expiresAt: string, maxBytes: number } };

export type RegisterModelMutationVariables = Exact<{
  input: RegisterModelInput;
}>;


export type RegisterModelMutation = { registerModel: { id: string, number: number, model: { id: string } } };

export type UpdateModelCardMutationVariables = Exact<{
  modelVersionId: string | number;
  card: unknown;
}>;


export type UpdateModelCardMutation = { updateModelCard: { id: string, card: unknown } };

export type PoliciesQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type PoliciesQuery = { policies: { totalCount: number, pageInfo: { endCursor: string | null, hasNextPage: boolean }, edges: Array<{ node: { id: string, name: string, version: number, digest: string, createdAt: string, checks: Array<{ id: string, dimension: Pillar }> } }> } };

export type PolicyQueryVariables = Exact<{
  id: string | number;
}>;


export type PolicyQuery = { policy: { id: string, name: string, version: number, digest: string, createdAt: string, document: unknown, checks: Array<{ id: string, label: string, dimension: Pillar, select: unknown, atLeast: number | null, atMost: number | null, reason: string }> } | null };

export type SavePolicyMutationVariables = Exact<{
  document: unknown;
}>;


export type SavePolicyMutation = { savePolicy: { id: string, version: number } };

export type SchedulesQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type SchedulesQuery = { schedules: { totalCount: number, pageInfo: { endCursor: string | null, hasNextPage: boolean }, edges: Array<{ node: { id: string, name: string, cron: string, timeZone: string, enabled: boolean, nextRunAt: string | null, createdAt: string, lastAudit: { id: string, state: AuditState, createdAt: string } | null } }> } };

export type ScheduleAuditMutationVariables = Exact<{
  name: string;
  cron: string;
  timeZone: string;
  input: StartAuditInput;
}>;


export type ScheduleAuditMutation = { scheduleAudit: { id: string } };

export type SetScheduleEnabledMutationVariables = Exact<{
  id: string | number;
  enabled: boolean;
}>;


export type SetScheduleEnabledMutation = { setScheduleEnabled: { id: string, enabled: boolean } };

export type SlicesQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type SlicesQuery = { slices: { totalCount: number, pageInfo: { endCursor: string | null, hasNextPage: boolean }, edges: Array<{ node: { id: string, name: string, says: string, watched: boolean, createdAt: string } }> } };

export type SliceRowsQueryVariables = Exact<{
  datasetId: string | number;
  conditions: Array<SliceConditionInput> | SliceConditionInput;
  fromRow: number;
}>;


export type SliceRowsQuery = { dataset: { id: string, name: string, rows: number } | null, sliceRows: { columns: Array<string>, searchedRows: number, nextRow: number | null, rows: Array<{ row: number, values: Array<unknown> }> } | null };

export type SaveSliceMutationVariables = Exact<{
  name: string;
  conditions: Array<SliceConditionInput> | SliceConditionInput;
}>;


export type SaveSliceMutation = { saveSlice: { id: string } };

export type WatchSliceMutationVariables = Exact<{
  id: string | number;
  watched: boolean;
}>;


export type WatchSliceMutation = { watchSlice: { id: string, watched: boolean } };

export type DeleteSliceMutationVariables = Exact<{
  id: string | number;
}>;


export type DeleteSliceMutation = { deleteSlice: boolean };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { viewer: { id: string, name: string, email: string, role: Role, organisation: { id: string, name: string } } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}

export const ApiKeysDocument = new TypedDocumentString(`
    query ApiKeys {
  apiKeys {
    id
    name
    role
    start
    createdAt
    expiresAt
    lastUsedAt
  }
}
    `) as unknown as TypedDocumentString<ApiKeysQuery, ApiKeysQueryVariables>;
export const CreateApiKeyDocument = new TypedDocumentString(`
    mutation CreateApiKey($name: String!, $role: Role!, $expiresInDays: Int) {
  createApiKey(name: $name, role: $role, expiresInDays: $expiresInDays) {
    secret
    key {
      id
      name
    }
  }
}
    `) as unknown as TypedDocumentString<CreateApiKeyMutation, CreateApiKeyMutationVariables>;
export const RevokeApiKeyDocument = new TypedDocumentString(`
    mutation RevokeApiKey($id: ID!) {
  revokeApiKey(id: $id)
}
    `) as unknown as TypedDocumentString<RevokeApiKeyMutation, RevokeApiKeyMutationVariables>;
export const AuditsDocument = new TypedDocumentString(`
    query Audits($first: Int!, $after: String, $datasetId: ID, $modelVersionId: ID, $state: AuditState) {
  audits(
    first: $first
    after: $after
    datasetId: $datasetId
    modelVersionId: $modelVersionId
    state: $state
  ) {
    totalCount
    pageInfo {
      endCursor
      hasNextPage
    }
    edges {
      node {
        id
        state
        createdAt
        startedAt
        finishedAt
        seed
        digest
        dataset {
          id
          name
        }
        modelVersion {
          id
          number
          model {
            id
            name
          }
        }
        policy {
          id
          name
          version
        }
        progress {
          tasksDone
          tasksTotal
        }
        dimensions {
          dimension
          verdict
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<AuditsQuery, AuditsQueryVariables>;
export const AuditDocument = new TypedDocumentString(`
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
    grouping {
      depth
      weight
      cluster
      withholdBelow
      cuts {
        column
        at
      }
    }
    dataset {
      id
      name
      rows
      digest
    }
    modelVersion {
      id
      number
      digest
      source
      format
      task
      classes
      capabilities
      runtime
      card
      model {
        id
        name
      }
    }
    policy {
      id
      name
      version
      digest
      checks {
        id
        label
        dimension
        select
        atLeast
        atMost
        reason
      }
    }
    progress {
      auditId
      state
      tasksDone
      tasksTotal
      message
    }
    faults {
      code
      message
      taskKey
    }
    artifactNames
    findings {
      level
      adjustment
      tested
      findings {
        statistic
        attribute
        group
        gap
        interval {
          lower
          upper
          level
        }
        n
        pValue
        holm
        sentence
      }
      untested {
        statistic
        attribute
        group
        because
      }
    }
    evidence {
      id
      digest
      keyId
      sizeBytes
      createdAt
      downloadUrl
    }
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
        }
      }
    }
    results {
      id
      dimension
      method {
        id
      }
      version
      attribute
      group
      feature
      options
      counts {
        name
        value
      }
      test {
        name
        statistic
        pValue
        holm
        benjaminiHochberg
        benjaminiYekutieli
      }
      estimate {
        value
        n
        interval {
          lower
          upper
          level
          methodLabel
          atLeast
        }
        standardError
        exact
        undefinedBecause
      }
    }
  }
}
    `) as unknown as TypedDocumentString<AuditQuery, AuditQueryVariables>;
export const ArtifactDocument = new TypedDocumentString(`
    query Artifact($id: ID!, $name: String!) {
  audit(id: $id) {
    id
    artifact(name: $name)
  }
}
    `) as unknown as TypedDocumentString<ArtifactQuery, ArtifactQueryVariables>;
export const ProgressDocument = new TypedDocumentString(`
    query Progress($id: ID!) {
  audit(id: $id) {
    id
    progress {
      auditId
      state
      tasksDone
      tasksTotal
      message
    }
  }
}
    `) as unknown as TypedDocumentString<ProgressQuery, ProgressQueryVariables>;
export const AuditProgressDocument = new TypedDocumentString(`
    subscription AuditProgress($id: ID!) {
  auditProgress(id: $id) {
    auditId
    state
    tasksDone
    tasksTotal
    message
  }
}
    `) as unknown as TypedDocumentString<AuditProgressSubscription, AuditProgressSubscriptionVariables>;
export const StartAuditChoicesDocument = new TypedDocumentString(`
    query StartAuditChoices {
  datasets(first: 100) {
    edges {
      node {
        id
        name
        rows
        columns {
          name
          kind
          role
          missing
          levels
        }
      }
    }
  }
  models(first: 100) {
    edges {
      node {
        id
        name
        versions {
          id
          number
          source
          format
          features
        }
      }
    }
  }
  policies(first: 100) {
    edges {
      node {
        id
        name
        version
      }
    }
  }
}
    `) as unknown as TypedDocumentString<StartAuditChoicesQuery, StartAuditChoicesQueryVariables>;
export const StartAuditDocument = new TypedDocumentString(`
    mutation StartAudit($input: StartAuditInput!) {
  startAudit(input: $input) {
    id
    state
  }
}
    `) as unknown as TypedDocumentString<StartAuditMutation, StartAuditMutationVariables>;
export const CancelAuditDocument = new TypedDocumentString(`
    mutation CancelAudit($id: ID!) {
  cancelAudit(id: $id) {
    id
    state
  }
}
    `) as unknown as TypedDocumentString<CancelAuditMutation, CancelAuditMutationVariables>;
export const ComparisonChoicesDocument = new TypedDocumentString(`
    query ComparisonChoices {
  datasets(first: 100) {
    edges {
      node {
        id
        name
        rows
      }
    }
  }
  policies(first: 100) {
    edges {
      node {
        id
        name
        version
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ComparisonChoicesQuery, ComparisonChoicesQueryVariables>;
export const NewestPolicyDocument = new TypedDocumentString(`
    query NewestPolicy($datasetId: ID!) {
  audits(first: 1, datasetId: $datasetId, state: succeeded) {
    edges {
      node {
        id
        policy {
          id
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<NewestPolicyQuery, NewestPolicyQueryVariables>;
export const ComparisonDocument = new TypedDocumentString(`
    query Comparison($datasetId: ID!, $policyId: ID!) {
  compareModels(datasetId: $datasetId, policyId: $policyId) {
    dataset {
      id
      name
      rows
      digest
      createdAt
    }
    policy {
      id
      name
      version
      checks {
        id
        atLeast
        atMost
        reason
      }
    }
    models {
      modelVersion {
        id
        number
        source
        format
        digest
        model {
          id
          name
        }
      }
      audit {
        id
        state
        finishedAt
        seed
        digest
        label
        positive
        favourable
        protected
      }
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
            method {
              id
              label
              range
              ideal
            }
            estimate {
              value
              n
              interval {
                lower
                upper
                level
                method
              }
              exact
              undefinedBecause
            }
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ComparisonQuery, ComparisonQueryVariables>;
export const DatasetsDocument = new TypedDocumentString(`
    query Datasets($first: Int!, $after: String) {
  datasets(first: $first, after: $after) {
    totalCount
    pageInfo {
      endCursor
      hasNextPage
    }
    edges {
      node {
        id
        name
        digest
        rows
        sizeBytes
        createdAt
        source
        columns {
          name
          role
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<DatasetsQuery, DatasetsQueryVariables>;
export const DatasetDocument = new TypedDocumentString(`
    query Dataset($id: ID!) {
  dataset(id: $id) {
    id
    name
    digest
    rows
    sizeBytes
    createdAt
    source
    columns {
      name
      kind
      role
      missing
      levels
      min
      max
      mean
    }
  }
}
    `) as unknown as TypedDocumentString<DatasetQuery, DatasetQueryVariables>;
export const CreateDatasetDocument = new TypedDocumentString(`
    mutation CreateDataset($uploadId: ID!, $name: String!, $columns: [ColumnOverride!]) {
  createDataset(uploadId: $uploadId, name: $name, columns: $columns) {
    id
  }
}
    `) as unknown as TypedDocumentString<CreateDatasetMutation, CreateDatasetMutationVariables>;
export const DecisionsDocument = new TypedDocumentString(`
    query Decisions($id: ID!) {
  audit(id: $id) {
    id
    label
    positive
    artifactNames
    dataset {
      id
      name
      rows
    }
    modelVersion {
      id
      number
      source
      task
      classes
      model {
        id
        name
      }
    }
  }
}
    `) as unknown as TypedDocumentString<DecisionsQuery, DecisionsQueryVariables>;
export const DecisionDocument = new TypedDocumentString(`
    query Decision($id: ID!, $row: Int!) {
  decision(auditId: $id, row: $row) {
    row
    features
    values {
      column
      kind
      role
      value
      levels
      least
      largest
      whole
    }
  }
  similarRows(auditId: $id, row: $row, first: 8) {
    columns
    searchedRows
    rows {
      row
      distance
      values
    }
  }
}
    `) as unknown as TypedDocumentString<DecisionQuery, DecisionQueryVariables>;
export const AskModelDocument = new TypedDocumentString(`
    query AskModel($id: ID!, $rows: [JSON!]!) {
  askModel(auditId: $id, rows: $rows) {
    decision
    scores
  }
}
    `) as unknown as TypedDocumentString<AskModelQuery, AskModelQueryVariables>;
export const MethodsDocument = new TypedDocumentString(`
    query Methods {
  methods {
    pillar
    id
    version
    label
    summary
    definition
    caution
    measures {
      id
      says
    }
    direction
    ideal
    range
    needs
    sources {
      authors
      year
      title
      where
    }
  }
}
    `) as unknown as TypedDocumentString<MethodsQuery, MethodsQueryVariables>;
export const ModelsDocument = new TypedDocumentString(`
    query Models($first: Int!, $after: String) {
  models(first: $first, after: $after) {
    totalCount
    pageInfo {
      endCursor
      hasNextPage
    }
    edges {
      node {
        id
        name
        createdAt
        versions {
          id
          number
        }
        latestVersion {
          id
          number
          source
          format
          task
          classes
          features
          capabilities
          sizeBytes
          digest
          createdAt
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ModelsQuery, ModelsQueryVariables>;
export const ModelDocument = new TypedDocumentString(`
    query Model($id: ID!) {
  model(id: $id) {
    id
    name
    createdAt
    versions {
      id
      number
      digest
      source
      format
      task
      classes
      features
      capabilities
      runtime
      sizeBytes
      mapping
      card
      createdAt
    }
  }
}
    `) as unknown as TypedDocumentString<ModelQuery, ModelQueryVariables>;
export const RegisterChoicesDocument = new TypedDocumentString(`
    query RegisterChoices {
  models(first: 100) {
    edges {
      node {
        id
        name
      }
    }
  }
  datasets(first: 100) {
    edges {
      node {
        id
        name
        columns {
          name
          kind
          role
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<RegisterChoicesQuery, RegisterChoicesQueryVariables>;
export const CreateUploadDocument = new TypedDocumentString(`
    mutation CreateUpload($filename: String!, $purpose: String!) {
  createUpload(filename: $filename, purpose: $purpose) {
    id
    url
    method
    headers
    expiresAt
    maxBytes
  }
}
    `) as unknown as TypedDocumentString<CreateUploadMutation, CreateUploadMutationVariables>;
export const RegisterModelDocument = new TypedDocumentString(`
    mutation RegisterModel($input: RegisterModelInput!) {
  registerModel(input: $input) {
    id
    number
    model {
      id
    }
  }
}
    `) as unknown as TypedDocumentString<RegisterModelMutation, RegisterModelMutationVariables>;
export const UpdateModelCardDocument = new TypedDocumentString(`
    mutation UpdateModelCard($modelVersionId: ID!, $card: JSON!) {
  updateModelCard(modelVersionId: $modelVersionId, card: $card) {
    id
    card
  }
}
    `) as unknown as TypedDocumentString<UpdateModelCardMutation, UpdateModelCardMutationVariables>;
export const PoliciesDocument = new TypedDocumentString(`
    query Policies($first: Int!, $after: String) {
  policies(first: $first, after: $after) {
    totalCount
    pageInfo {
      endCursor
      hasNextPage
    }
    edges {
      node {
        id
        name
        version
        digest
        createdAt
        checks {
          id
          dimension
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<PoliciesQuery, PoliciesQueryVariables>;
export const PolicyDocument = new TypedDocumentString(`
    query Policy($id: ID!) {
  policy(id: $id) {
    id
    name
    version
    digest
    createdAt
    document
    checks {
      id
      label
      dimension
      select
      atLeast
      atMost
      reason
    }
  }
}
    `) as unknown as TypedDocumentString<PolicyQuery, PolicyQueryVariables>;
export const SavePolicyDocument = new TypedDocumentString(`
    mutation SavePolicy($document: JSON!) {
  savePolicy(document: $document) {
    id
    version
  }
}
    `) as unknown as TypedDocumentString<SavePolicyMutation, SavePolicyMutationVariables>;
export const SchedulesDocument = new TypedDocumentString(`
    query Schedules($first: Int!, $after: String) {
  schedules(first: $first, after: $after) {
    totalCount
    pageInfo {
      endCursor
      hasNextPage
    }
    edges {
      node {
        id
        name
        cron
        timeZone
        enabled
        nextRunAt
        createdAt
        lastAudit {
          id
          state
          createdAt
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SchedulesQuery, SchedulesQueryVariables>;
export const ScheduleAuditDocument = new TypedDocumentString(`
    mutation ScheduleAudit($name: String!, $cron: String!, $timeZone: String!, $input: StartAuditInput!) {
  scheduleAudit(name: $name, cron: $cron, timeZone: $timeZone, input: $input) {
    id
  }
}
    `) as unknown as TypedDocumentString<ScheduleAuditMutation, ScheduleAuditMutationVariables>;
export const SetScheduleEnabledDocument = new TypedDocumentString(`
    mutation SetScheduleEnabled($id: ID!, $enabled: Boolean!) {
  setScheduleEnabled(id: $id, enabled: $enabled) {
    id
    enabled
  }
}
    `) as unknown as TypedDocumentString<SetScheduleEnabledMutation, SetScheduleEnabledMutationVariables>;
export const SlicesDocument = new TypedDocumentString(`
    query Slices($first: Int!, $after: String) {
  slices(first: $first, after: $after) {
    totalCount
    pageInfo {
      endCursor
      hasNextPage
    }
    edges {
      node {
        id
        name
        says
        watched
        createdAt
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SlicesQuery, SlicesQueryVariables>;
export const SliceRowsDocument = new TypedDocumentString(`
    query SliceRows($datasetId: ID!, $conditions: [SliceConditionInput!]!, $fromRow: Int!) {
  dataset(id: $datasetId) {
    id
    name
    rows
  }
  sliceRows(
    datasetId: $datasetId
    conditions: $conditions
    first: 20
    fromRow: $fromRow
  ) {
    columns
    rows {
      row
      values
    }
    searchedRows
    nextRow
  }
}
    `) as unknown as TypedDocumentString<SliceRowsQuery, SliceRowsQueryVariables>;
export const SaveSliceDocument = new TypedDocumentString(`
    mutation SaveSlice($name: String!, $conditions: [SliceConditionInput!]!) {
  saveSlice(name: $name, conditions: $conditions, watched: true) {
    id
  }
}
    `) as unknown as TypedDocumentString<SaveSliceMutation, SaveSliceMutationVariables>;
export const WatchSliceDocument = new TypedDocumentString(`
    mutation WatchSlice($id: ID!, $watched: Boolean!) {
  watchSlice(id: $id, watched: $watched) {
    id
    watched
  }
}
    `) as unknown as TypedDocumentString<WatchSliceMutation, WatchSliceMutationVariables>;
export const DeleteSliceDocument = new TypedDocumentString(`
    mutation DeleteSlice($id: ID!) {
  deleteSlice(id: $id)
}
    `) as unknown as TypedDocumentString<DeleteSliceMutation, DeleteSliceMutationVariables>;
export const ViewerDocument = new TypedDocumentString(`
    query Viewer {
  viewer {
    id
    name
    email
    role
    organisation {
      id
      name
    }
  }
}
    `) as unknown as TypedDocumentString<ViewerQuery, ViewerQueryVariables>;