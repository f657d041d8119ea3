/* eslint-disable */
import * as types from './graphql';



/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  query ApiKeys {\n    apiKeys { id name role start createdAt expiresAt lastUsedAt }\n  }\n": typeof types.ApiKeysDocument,
    "\n  mutation CreateApiKey($name: String!, $role: Role!, $expiresInDays: Int) {\n    createApiKey(name: $name, role: $role, expiresInDays: $expiresInDays) { secret key { id name } }\n  }\n": typeof types.CreateApiKeyDocument,
    "\n  mutation RevokeApiKey($id: ID!) {\n    revokeApiKey(id: $id)\n  }\n": typeof types.RevokeApiKeyDocument,
    "\n  query Audits($first: Int!, $after: String, $datasetId: ID, $modelVersionId: ID, $state: AuditState) {\n    audits(first: $first, after: $after, datasetId: $datasetId, modelVersionId: $modelVersionId, state: $state) {\n      totalCount\n      pageInfo { endCursor hasNextPage }\n      edges {\n        node {\n          id\n          state\n          createdAt\n          startedAt\n          finishedAt\n          seed\n          digest\n          dataset { id name }\n          modelVersion { id number model { id name } }\n          policy { id name version }\n          progress { tasksDone tasksTotal }\n          dimensions { dimension verdict }\n        }\n      }\n    }\n  }\n": typeof types.AuditsDocument,
    "\n  query Audit($id: ID!) {\n    audit(id: $id) {\n      id\n      state\n      createdAt\n      startedAt\n      finishedAt\n      seed\n      digest\n      label\n      positive\n      favourable\n      protected\n      grouping { depth weight cluster withholdBelow cuts { column at } }\n      dataset { id name rows digest }\n      modelVersion { id number digest source format task classes capabilities runtime card model { id name } }\n      policy { id name version digest checks { id label dimension select atLeast atMost reason } }\n      progress { auditId state tasksDone tasksTotal message }\n      faults { code message taskKey }\n      artifactNames\n      findings { level adjustment tested findings { statistic attribute group gap interval { lower upper level } n pValue holm sentence } untested { statistic attribute group because } }\n      evidence { id digest keyId sizeBytes createdAt downloadUrl }\n      dimensions { dimension verdict checks { id label dimension verdict because results { id } } }\n      results {\n        id\n        dimension\n        method { id }\n        version\n        attribute\n        group\n        feature\n        options\n        counts { name value }\n        test { name statistic pValue holm benjaminiHochberg benjaminiYekutieli }\n        estimate { value n interval { lower upper level methodLabel atLeast } standardError exact undefinedBecause }\n      }\n    }\n  }\n": typeof types.AuditDocument,
    "\n  query Artifact($id: ID!, $name: String!) {\n    audit(id: $id) { id artifact(name: $name) }\n  }\n": typeof types.ArtifactDocument,
    "\n  query Progress($id: ID!) {\n    audit(id: $id) { id progress { auditId state tasksDone tasksTotal message } }\n  }\n": typeof types.ProgressDocument,
    "\n  subscription AuditProgress($id: ID!) {\n    auditProgress(id: $id) { auditId state tasksDone tasksTotal message }\n  }\n": typeof types.AuditProgressDocument,
    "\n  query StartAuditChoices {\n    datasets(first: 100) { edges { node { id name rows columns { name kind role missing levels } } } }\n    models(first: 100) { edges { node { id name versions { id number source format features } } } }\n    policies(first: 100) { edges { node { id name version } } }\n  }\n": typeof types.StartAuditChoicesDocument,
    "\n  mutation StartAudit($input: StartAuditInput!) {\n    startAudit(input: $input) { id state }\n  }\n": typeof types.StartAuditDocument,
    "\n  mutation CancelAudit($id: ID!) {\n    cancelAudit(id: $id) { id state }\n  }\n": typeof types.CancelAuditDocument,
    "\n  query ComparisonChoices {\n    datasets(first: 100) { edges { node { id name rows } } }\n    policies(first: 100) { edges { node { id name version } } }\n  }\n": typeof types.ComparisonChoicesDocument,
    "\n  query NewestPolicy($datasetId: ID!) {\n    audits(first: 1, datasetId: $datasetId, state: succeeded) { edges { node { id policy { id } } } }\n  }\n": typeof types.NewestPolicyDocument,
    "\n  query Comparison($datasetId: ID!, $policyId: ID!) {\n    compareModels(datasetId: $datasetId, policyId: $policyId) {\n      dataset { id name rows digest createdAt }\n      policy { id name version checks { id atLeast atMost reason } }\n      models {\n        modelVersion { id number source format digest model { id name } }\n        audit { id state finishedAt seed digest label positive favourable protected }\n        dimensions {\n          dimension\n          verdict\n          checks {\n            id\n            label\n            dimension\n            verdict\n            because\n            results {\n              id\n              attribute\n              group\n              feature\n              method { id label range ideal }\n              estimate { value n interval { lower upper level method } exact undefinedBecause }\n            }\n          }\n        }\n      }\n    }\n  }\n": typeof types.ComparisonDocument,
    "\n  query Datasets($first: Int!, $after: String) {\n    datasets(first: $first, after: $after) {\n      totalCount\n      pageInfo { endCursor hasNextPage }\n      edges { node { id name digest rows sizeBytes createdAt source columns { name role } } }\n    }\n  }\n": typeof types.DatasetsDocument,
    "\n  query Dataset($id: ID!) {\n    dataset(id: $id) {\n      id\n      name\n      digest\n      rows\n      sizeBytes\n      createdAt\n      source\n      columns { name kind role missing levels min max mean }\n    }\n  }\n": typeof types.DatasetDocument,
    "\n  mutation CreateDataset($uploadId: ID!, $name: String!, $columns: [ColumnOverride!]) {\n    createDataset(uploadId: $uploadId, name: $name, columns: $columns) { id }\n  }\n": typeof types.CreateDatasetDocument,
    "\n  query Decisions($id: ID!) {\n    audit(id: $id) {\n      id\n      label\n      positive\n      artifactNames\n      dataset { id name rows }\n      modelVersion { id number source task classes model { id name } }\n    }\n  }\n": typeof types.DecisionsDocument,
    "\n  query Decision($id: ID!, $row: Int!) {\n    decision(auditId: $id, row: $row) {\n      row\n      features\n      values { column kind role value levels least largest whole }\n    }\n    similarRows(auditId: $id, row: $row, first: 8) {\n      columns\n      searchedRows\n      rows { row distance values }\n    }\n  }\n": typeof types.DecisionDocument,
    "\n  query AskModel($id: ID!, $rows: [JSON!]!) {\n    askModel(auditId: $id, rows: $rows) { decision scores }\n  }\n": typeof types.AskModelDocument,
    "\n  query Methods {\n    methods {\n      pillar\n      id\n      version\n      label\n      summary\n      definition\n      caution\n      measures { id says }\n      direction\n      ideal\n      range\n      needs\n      sources { authors year title where }\n    }\n  }\n": typeof types.MethodsDocument,
    "\n  query Models($first: Int!, $after: String) {\n    models(first: $first, after: $after) {\n      totalCount\n      pageInfo { endCursor hasNextPage }\n      edges {\n        node {\n          id\n          name\n          createdAt\n          versions { id number }\n          latestVersion { id number source format task classes features capabilities sizeBytes digest createdAt }\n        }\n      }\n    }\n  }\n": typeof types.ModelsDocument,
    "\n  query Model($id: ID!) {\n    model(id: $id) {\n      id\n      name\n      createdAt\n      versions {\n        id\n        number\n        digest\n        source\n        format\n        task\n        classes\n        features\n        capabilities\n        runtime\n        sizeBytes\n        mapping\n        card\n        createdAt\n      }\n    }\n  }\n": typeof types.ModelDocument,
    "\n  query RegisterChoices {\n    models(first: 100) { edges { node { id name } } }\n    datasets(first: 100) { edges { node { id name columns { name kind role } } } }\n  }\n": typeof types.RegisterChoicesDocument,
    "\n  mutation CreateUpload($filename: String!, $purpose: String!) {\n    createUpload(filename: $filename, purpose: $purpose) { id url method headers expiresAt maxBytes }\n  }\n": typeof types.CreateUploadDocument,
    "\n  mutation RegisterModel($input: RegisterModelInput!) {\n    registerModel(input: $input) { id number model { id } }\n  }\n": typeof types.RegisterModelDocument,
    "\n  mutation UpdateModelCard($modelVersionId: ID!, $card: JSON!) {\n    updateModelCard(modelVersionId: $modelVersionId, card: $card) { id card }\n  }\n": typeof types.UpdateModelCardDocument,
    "\n  query Policies($first: Int!, $after: String) {\n    policies(first: $first, after: $after) {\n      totalCount\n      pageInfo { endCursor hasNextPage }\n      edges { node { id name version digest createdAt checks { id dimension } } }\n    }\n  }\n": typeof types.PoliciesDocument,
    "\n  query Policy($id: ID!) {\n    policy(id: $id) { id name version digest createdAt document checks { id label dimension select atLeast atMost reason } }\n  }\n": typeof types.PolicyDocument,
    "\n  mutation SavePolicy($document: JSON!) {\n    savePolicy(document: $document) { id version }\n  }\n": typeof types.SavePolicyDocument,
    "\n  query Schedules($first: Int!, $after: String) {\n    schedules(first: $first, after: $after) {\n      totalCount\n      pageInfo { endCursor hasNextPage }\n      edges { node { id name cron timeZone enabled nextRunAt createdAt lastAudit { id state createdAt } } }\n    }\n  }\n": typeof types.SchedulesDocument,
    "\n  mutation ScheduleAudit($name: String!, $cron: String!, $timeZone: String!, $input: StartAuditInput!) {\n    scheduleAudit(name: $name, cron: $cron, timeZone: $timeZone, input: $input) { id }\n  }\n": typeof types.ScheduleAuditDocument,
    "\n  mutation SetScheduleEnabled($id: ID!, $enabled: Boolean!) {\n    setScheduleEnabled(id: $id, enabled: $enabled) { id enabled }\n  }\n": typeof types.SetScheduleEnabledDocument,
    "\n  query Slices($first: Int!, $after: String) {\n    slices(first: $first, after: $after) {\n      totalCount\n      pageInfo { endCursor hasNextPage }\n      edges { node { id name says watched createdAt } }\n    }\n  }\n": typeof types.SlicesDocument,
    "\n  query SliceRows($datasetId: ID!, $conditions: [SliceConditionInput!]!, $fromRow: Int!) {\n    dataset(id: $datasetId) { id name rows }\n    sliceRows(datasetId: $datasetId, conditions: $conditions, first: 20, fromRow: $fromRow) {\n      columns\n      rows { row values }\n      searchedRows\n      nextRow\n    }\n  }\n": typeof types.SliceRowsDocument,
    "\n  mutation SaveSlice($name: String!, $conditions: [SliceConditionInput!]!) {\n    saveSlice(name: $name, conditions: $conditions, watched: true) { id }\n  }\n": typeof types.SaveSliceDocument,
    "\n  mutation WatchSlice($id: ID!, $watched: Boolean!) {\n    watchSlice(id: $id, watched: $watched) { id watched }\n  }\n": typeof types.WatchSliceDocument,
    "\n  mutation DeleteSlice($id: ID!) {\n    deleteSlice(id: $id)\n  }\n": typeof types.DeleteSliceDocument,
    "\n  query Viewer {\n    viewer { id name email role organisation { id name } }\n  }\n": typeof types.ViewerDocument,
};
const documents: Documents = {
    "\n  query ApiKeys {\n    apiKeys { id name role start createdAt expiresAt lastUsedAt }\n  }\n": types.ApiKeysDocument,
    "\n  mutation CreateApiKey($name: String!, $role: Role!, $expiresInDays: Int) {\n    createApiKey(name: $name, role: $role, expiresInDays: $expiresInDays) { secret key { id name } }\n  }\n": types.CreateApiKeyDocument,
    "\n  mutation RevokeApiKey($id: ID!) {\n    revokeApiKey(id: $id)\n  }\n": types.RevokeApiKeyDocument,
    "\n  query Audits($first: Int!, $after: String, $datasetId: ID, $modelVersionId: ID, $state: AuditState) {\n    audits(first: $first, after: $after, datasetId: $datasetId, modelVersionId: $modelVersionId, state: $state) {\n      totalCount\n      pageInfo { endCursor hasNextPage }\n      edges {\n        node {\n          id\n          state\n          createdAt\n          startedAt\n          finishedAt\n          seed\n          digest\n          dataset { id name }\n          modelVersion { id number model { id name } }\n          policy { id name version }\n          progress { tasksDone tasksTotal }\n          dimensions { dimension verdict }\n        }\n      }\n    }\n  }\n": types.AuditsDocument,
    "\n  query Audit($id: ID!) {\n    audit(id: $id) {\n      id\n      state\n      createdAt\n      startedAt\n      finishedAt\n      seed\n      digest\n      label\n      positive\n      favourable\n      protected\n      grouping { depth weight cluster withholdBelow cuts { column at } }\n      dataset { id name rows digest }\n      modelVersion { id number digest source format task classes capabilities runtime card model { id name } }\n      policy { id name version digest checks { id label dimension select atLeast atMost reason } }\n      progress { auditId state tasksDone tasksTotal message }\n      faults { code message taskKey }\n      artifactNames\n      findings { level adjustment tested findings { statistic attribute group gap interval { lower upper level } n pValue holm sentence } untested { statistic attribute group because } }\n      evidence { id digest keyId sizeBytes createdAt downloadUrl }\n      dimensions { dimension verdict checks { id label dimension verdict because results { id } } }\n      results {\n        id\n        dimension\n        method { id }\n        version\n        attribute\n        group\n        feature\n        options\n        counts { name value }\n        test { name statistic pValue holm benjaminiHochberg benjaminiYekutieli }\n        estimate { value n interval { lower upper level methodLabel atLeast } standardError exact undefinedBecause }\n      }\n    }\n  }\n": types.AuditDocument,
    "\n  query Artifact($id: ID!, $name: String!) {\n    audit(id: $id) { id artifact(name: $name) }\n  }\n": types.ArtifactDocument,
    "\n  query Progress($id: ID!) {\n    audit(id: $id) { id progress { auditId state tasksDone tasksTotal message } }\n  }\n": types.ProgressDocument,
    "\n  subscription AuditProgress($id: ID!) {\n    auditProgress(id: $id) { auditId state tasksDone tasksTotal message }\n  }\n": types.AuditProgressDocument,
    "\n  query StartAuditChoices {\n    datasets(first: 100) { edges { node { id name rows columns { name kind role missing levels } } } }\n    models(first: 100) { edges { node { id name versions { id number source format features } } } }\n    policies(first: 100) { edges { node { id name version } } }\n  }\n": types.StartAuditChoicesDocument,
    "\n  mutation StartAudit($input: StartAuditInput!) {\n    startAudit(input: $input) { id state }\n  }\n": types.StartAuditDocument,
    "\n  mutation CancelAudit($id: ID!) {\n    cancelAudit(id: $id) { id state }\n  }\n": types.CancelAuditDocument,
    "\n  query ComparisonChoices {\n    datasets(first: 100) { edges { node { id name rows } } }\n    policies(first: 100) { edges { node { id name version } } }\n  }\n": types.ComparisonChoicesDocument,
    "\n  query NewestPolicy($datasetId: ID!) {\n    audits(first: 1, datasetId: $datasetId, state: succeeded) { edges { node { id policy { id } } } }\n  }\n": types.NewestPolicyDocument,
    "\n  query Comparison($datasetId: ID!, $policyId: ID!) {\n    compareModels(datasetId: $datasetId, policyId: $policyId) {\n      dataset { id name rows digest createdAt }\n      policy { id name version checks { id atLeast atMost reason } }\n      models {\n        modelVersion { id number source format digest model { id name } }\n        audit { id state finishedAt seed digest label positive favourable protected }\n        dimensions {\n          dimension\n          verdict\n          checks {\n            id\n            label\n            dimension\n            verdict\n            because\n            results {\n              id\n              attribute\n              group\n              feature\n              method { id label range ideal }\n              estimate { value n interval { lower upper level method } exact undefinedBecause }\n            }\n          }\n        }\n      }\n    }\n  }\n": types.ComparisonDocument,
    "\n  query Datasets($first: Int!, $after: String) {\n    datasets(first: $first, after: $after) {\n      totalCount\n      pageInfo { endCursor hasNextPage }\n      edges { node { id name digest rows sizeBytes createdAt source columns { name role } } }\n    }\n  }\n": types.DatasetsDocument,
    "\n  query Dataset($id: ID!) {\n    dataset(id: $id) {\n      id\n      name\n      digest\n      rows\n      sizeBytes\n      createdAt\n      source\n      columns { name kind role missing levels min max mean }\n    }\n  }\n": types.DatasetDocument,
    "\n  mutation CreateDataset($uploadId: ID!, $name: String!, $columns: [ColumnOverride!]) {\n    createDataset(uploadId: $uploadId, name: $name, columns: $columns) { id }\n  }\n": types.CreateDatasetDocument,
    "\n  query Decisions($id: ID!) {\n    audit(id: $id) {\n      id\n      label\n      positive\n      artifactNames\n      dataset { id name rows }\n      modelVersion { id number source task classes model { id name } }\n    }\n  }\n": types.DecisionsDocument,
    "\n  query Decision($id: ID!, $row: Int!) {\n    decision(auditId: $id, row: $row) {\n      row\n      features\n      values { column kind role value levels least largest whole }\n    }\n    similarRows(auditId: $id, row: $row, first: 8) {\n      columns\n      searchedRows\n      rows { row distance values }\n    }\n  }\n": types.DecisionDocument,
    "\n  query AskModel($id: ID!, $rows: [JSON!]!) {\n    askModel(auditId: $id, rows: $rows) { decision scores }\n  }\n": types.AskModelDocument,
    "\n  query Methods {\n    methods {\n      pillar\n      id\n      version\n      label\n      summary\n      definition\n      caution\n      measures { id says }\n      direction\n      ideal\n      range\n      needs\n      sources { authors year title where }\n    }\n  }\n": types.MethodsDocument,
    "\n  query Models($first: Int!, $after: String) {\n    models(first: $first, after: $after) {\n      totalCount\n      pageInfo { endCursor hasNextPage }\n      edges {\n        node {\n          id\n          name\n          createdAt\n          versions { id number }\n          latestVersion { id number source format task classes features capabilities sizeBytes digest createdAt }\n        }\n      }\n    }\n  }\n": types.ModelsDocument,
    "\n  query Model($id: ID!) {\n    model(id: $id) {\n      id\n      name\n      createdAt\n      versions {\n        id\n        number\n        digest\n        source\n        format\n        task\n        classes\n        features\n        capabilities\n        runtime\n        sizeBytes\n        mapping\n        card\n        createdAt\n      }\n    }\n  }\n": types.ModelDocument,
    "\n  query RegisterChoices {\n    models(first: 100) { edges { node { id name } } }\n    datasets(first: 100) { edges { node { id name columns { name kind role } } } }\n  }\n": types.RegisterChoicesDocument,
    "\n  mutation CreateUpload($filename: String!, $purpose: String!) {\n    createUpload(filename: $filename, purpose: $purpose) { id url method headers expiresAt maxBytes }\n  }\n": types.CreateUploadDocument,
    "\n  mutation RegisterModel($input: RegisterModelInput!) {\n    registerModel(input: $input) { id number model { id } }\n  }\n": types.RegisterModelDocument,
    "\n  mutation UpdateModelCard($modelVersionId: ID!, $card: JSON!) {\n    updateModelCard(modelVersionId: $modelVersionId, card: $card) { id card }\n  }\n": types.UpdateModelCardDocument,
    "\n  query Policies($first: Int!, $after: String) {\n    policies(first: $first, after: $after) {\n      totalCount\n      pageInfo { endCursor hasNextPage }\n      edges { node { id name version digest createdAt checks { id dimension } } }\n    }\n  }\n": types.PoliciesDocument,
    "\n  query Policy($id: ID!) {\n    policy(id: $id) { id name version digest createdAt document checks { id label dimension select atLeast atMost reason } }\n  }\n": types.PolicyDocument,
    "\n  mutation SavePolicy($document: JSON!) {\n    savePolicy(document: $document) { id version }\n  }\n": types.SavePolicyDocument,
    "\n  query Schedules($first: Int!, $after: String) {\n    schedules(first: $first, after: $after) {\n      totalCount\n      pageInfo { endCursor hasNextPage }\n      edges { node { id name cron timeZone enabled nextRunAt createdAt lastAudit { id state createdAt } } }\n    }\n  }\n": types.SchedulesDocument,
    "\n  mutation ScheduleAudit($name: String!, $cron: String!, $timeZone: String!, $input: StartAuditInput!) {\n    scheduleAudit(name: $name, cron: $cron, timeZone: $timeZone, input: $input) { id }\n  }\n": types.ScheduleAuditDocument,
    "\n  mutation SetScheduleEnabled($id: ID!, $enabled: Boolean!) {\n    setScheduleEnabled(id: $id, enabled: $enabled) { id enabled }\n  }\n": types.SetScheduleEnabledDocument,
    "\n  query Slices($first: Int!, $after: String) {\n    slices(first: $first, after: $after) {\n      totalCount\n      pageInfo { endCursor hasNextPage }\n      edges { node { id name says watched createdAt } }\n    }\n  }\n": types.SlicesDocument,
    "\n  query SliceRows($datasetId: ID!, $conditions: [SliceConditionInput!]!, $fromRow: Int!) {\n    dataset(id: $datasetId) { id name rows }\n    sliceRows(datasetId: $datasetId, conditions: $conditions, first: 20, fromRow: $fromRow) {\n      columns\n      rows { row values }\n      searchedRows\n      nextRow\n    }\n  }\n": types.SliceRowsDocument,
    "\n  mutation SaveSlice($name: String!, $conditions: [SliceConditionInput!]!) {\n    saveSlice(name: $name, conditions: $conditions, watched: true) { id }\n  }\n": types.SaveSliceDocument,
    "\n  mutation WatchSlice($id: ID!, $watched: Boolean!) {\n    watchSlice(id: $id, watched: $watched) { id watched }\n  }\n": types.WatchSliceDocument,
    "\n  mutation DeleteSlice($id: ID!) {\n    deleteSlice(id: $id)\n  }\n": types.DeleteSliceDocument,
    "\n  query Viewer {\n    viewer { id name email role organisation { id name } }\n  }\n": types.ViewerDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ApiKeys {\n    apiKeys { id name role start createdAt expiresAt lastUsedAt }\n  }\n"): typeof import('./graphql').ApiKeysDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateApiKey($name: String!, $role: Role!, $expiresInDays: Int) {\n    createApiKey(name: $name, role: $role, expiresInDays: $expiresInDays) { secret key { id name } }\n  }\n"): typeof import('./graphql').CreateApiKeyDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RevokeApiKey($id: ID!) {\n    revokeApiKey(id: $id)\n  }\n"): typeof import('./graphql').RevokeApiKeyDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Audits($first: Int!, $after: String, $datasetId: ID, $modelVersionId: ID, $state: AuditState) {\n    audits(first: $first, after: $after, datasetId: $datasetId, modelVersionId: $modelVersionId, state: $state) {\n      totalCount\n      pageInfo { endCursor hasNextPage }\n      edges {\n        node {\n          id\n          state\n          createdAt\n          startedAt\n          finishedAt\n          seed\n          digest\n          dataset { id name }\n          modelVersion { id number model { id name } }\n          policy { id name version }\n          progress { tasksDone tasksTotal }\n          dimensions { dimension verdict }\n        }\n      }\n    }\n  }\n"): typeof import('./graphql').AuditsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Audit($id: ID!) {\n    audit(id: $id) {\n      id\n      state\n      createdAt\n      startedAt\n      finishedAt\n      seed\n      digest\n      label\n      positive\n      favourable\n      protected\n      grouping { depth weight cluster withholdBelow cuts { column at } }\n      dataset { id name rows digest }\n      modelVersion { id number digest source format task classes capabilities runtime card model { id name } }\n      policy { id name version digest checks { id label dimension select atLeast atMost reason } }\n      progress { auditId state tasksDone tasksTotal message }\n      faults { code message taskKey }\n      artifactNames\n      findings { level adjustment tested findings { statistic attribute group gap interval { lower upper level } n pValue holm sentence } untested { statistic attribute group because } }\n      evidence { id digest keyId sizeBytes createdAt downloadUrl }\n      dimensions { dimension verdict checks { id label dimension verdict because results { id } } }\n      results {\n        id\n        dimension\n        method { id }\n        version\n        attribute\n        group\n        feature\n        options\n        counts { name value }\n        test { name statistic pValue holm benjaminiHochberg benjaminiYekutieli }\n        estimate { value n interval { lower upper level methodLabel atLeast } standardError exact undefinedBecause }\n      }\n    }\n  }\n"): typeof import('./graphql').AuditDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Artifact($id: ID!, $name: String!) {\n    audit(id: $id) { id artifact(name: $name) }\n  }\n"): typeof import('./graphql').ArtifactDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Progress($id: ID!) {\n    audit(id: $id) { id progress { auditId state tasksDone tasksTotal message } }\n  }\n"): typeof import('./graphql').ProgressDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription AuditProgress($id: ID!) {\n    auditProgress(id: $id) { auditId state tasksDone tasksTotal message }\n  }\n"): typeof import('./graphql').AuditProgressDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query StartAuditChoices {\n    datasets(first: 100) { edges { node { id name rows columns { name kind role missing levels } } } }\n    models(first: 100) { edges { node { id name versions { id number source format features } } } }\n    policies(first: 100) { edges { node { id name version } } }\n  }\n"): typeof import('./graphql').StartAuditChoicesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation StartAudit($input: StartAuditInput!) {\n    startAudit(input: $input) { id state }\n  }\n"): typeof import('./graphql').StartAuditDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CancelAudit($id: ID!) {\n    cancelAudit(id: $id) { id state }\n  }\n"): typeof import('./graphql').CancelAuditDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ComparisonChoices {\n    datasets(first: 100) { edges { node { id name rows } } }\n    policies(first: 100) { edges { node { id name version } } }\n  }\n"): typeof import('./graphql').ComparisonChoicesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query NewestPolicy($datasetId: ID!) {\n    audits(first: 1, datasetId: $datasetId, state: succeeded) { edges { node { id policy { id } } } }\n  }\n"): typeof import('./graphql').NewestPolicyDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Comparison($datasetId: ID!, $policyId: ID!) {\n    compareModels(datasetId: $datasetId, policyId: $policyId) {\n      dataset { id name rows digest createdAt }\n      policy { id name version checks { id atLeast atMost reason } }\n      models {\n        modelVersion { id number source format digest model { id name } }\n        audit { id state finishedAt seed digest label positive favourable protected }\n        dimensions {\n          dimension\n          verdict\n          checks {\n            id\n            label\n            dimension\n            verdict\n            because\n            results {\n              id\n              attribute\n              group\n              feature\n              method { id label range ideal }\n              estimate { value n interval { lower upper level method } exact undefinedBecause }\n            }\n          }\n        }\n      }\n    }\n  }\n"): typeof import('./graphql').ComparisonDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Datasets($first: Int!, $after: String) {\n    datasets(first: $first, after: $after) {\n      totalCount\n      pageInfo { endCursor hasNextPage }\n      edges { node { id name digest rows sizeBytes createdAt source columns { name role } } }\n    }\n  }\n"): typeof import('./graphql').DatasetsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Dataset($id: ID!) {\n    dataset(id: $id) {\n      id\n      name\n      digest\n      rows\n      sizeBytes\n      createdAt\n      source\n      columns { name kind role missing levels min max mean }\n    }\n  }\n"): typeof import('./graphql').DatasetDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateDataset($uploadId: ID!, $name: String!, $columns: [ColumnOverride!]) {\n    createDataset(uploadId: $uploadId, name: $name, columns: $columns) { id }\n  }\n"): typeof import('./graphql').CreateDatasetDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Decisions($id: ID!) {\n    audit(id: $id) {\n      id\n      label\n      positive\n      artifactNames\n      dataset { id name rows }\n      modelVersion { id number source task classes model { id name } }\n    }\n  }\n"): typeof import('./graphql').DecisionsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Decision($id: ID!, $row: Int!) {\n    decision(auditId: $id, row: $row) {\n      row\n      features\n      values { column kind role value levels least largest whole }\n    }\n    similarRows(auditId: $id, row: $row, first: 8) {\n      columns\n      searchedRows\n      rows { row distance values }\n    }\n  }\n"): typeof import('./graphql').DecisionDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query AskModel($id: ID!, $rows: [JSON!]!) {\n    askModel(auditId: $id, rows: $rows) { decision scores }\n  }\n"): typeof import('./graphql').AskModelDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Methods {\n    methods {\n      pillar\n      id\n      version\n      label\n      summary\n      definition\n      caution\n      measures { id says }\n      direction\n      ideal\n      range\n      needs\n      sources { authors year title where }\n    }\n  }\n"): typeof import('./graphql').MethodsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Models($first: Int!, $after: String) {\n    models(first: $first, after: $after) {\n      totalCount\n      pageInfo { endCursor hasNextPage }\n      edges {\n        node {\n          id\n          name\n          createdAt\n          versions { id number }\n          latestVersion { id number source format task classes features capabilities sizeBytes digest createdAt }\n        }\n      }\n    }\n  }\n"): typeof import('./graphql').ModelsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Model($id: ID!) {\n    model(id: $id) {\n      id\n      name\n      createdAt\n      versions {\n        id\n        number\n        digest\n        source\n        format\n        task\n        classes\n        features\n        capabilities\n        runtime\n        sizeBytes\n        mapping\n        card\n        createdAt\n      }\n    }\n  }\n"): typeof import('./graphql').ModelDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query RegisterChoices {\n    models(first: 100) { edges { node { id name } } }\n    datasets(first: 100) { edges { node { id name columns { name kind role } } } }\n  }\n"): typeof import('./graphql').RegisterChoicesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateUpload($filename: String!, $purpose: String!) {\n    createUpload(filename: $filename, purpose: $purpose) { id url method headers expiresAt maxBytes }\n  }\n"): typeof import('./graphql').CreateUploadDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RegisterModel($input: RegisterModelInput!) {\n    registerModel(input: $input) { id number model { id } }\n  }\n"): typeof import('./graphql').RegisterModelDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UpdateModelCard($modelVersionId: ID!, $card: JSON!) {\n    updateModelCard(modelVersionId: $modelVersionId, card: $card) { id card }\n  }\n"): typeof import('./graphql').UpdateModelCardDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Policies($first: Int!, $after: String) {\n    policies(first: $first, after: $after) {\n      totalCount\n      pageInfo { endCursor hasNextPage }\n      edges { node { id name version digest createdAt checks { id dimension } } }\n    }\n  }\n"): typeof import('./graphql').PoliciesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Policy($id: ID!) {\n    policy(id: $id) { id name version digest createdAt document checks { id label dimension select atLeast atMost reason } }\n  }\n"): typeof import('./graphql').PolicyDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SavePolicy($document: JSON!) {\n    savePolicy(document: $document) { id version }\n  }\n"): typeof import('./graphql').SavePolicyDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Schedules($first: Int!, $after: String) {\n    schedules(first: $first, after: $after) {\n      totalCount\n      pageInfo { endCursor hasNextPage }\n      edges { node { id name cron timeZone enabled nextRunAt createdAt lastAudit { id state createdAt } } }\n    }\n  }\n"): typeof import('./graphql').SchedulesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ScheduleAudit($name: String!, $cron: String!, $timeZone: String!, $input: StartAuditInput!) {\n    scheduleAudit(name: $name, cron: $cron, timeZone: $timeZone, input: $input) { id }\n  }\n"): typeof import('./graphql').ScheduleAuditDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SetScheduleEnabled($id: ID!, $enabled: Boolean!) {\n    setScheduleEnabled(id: $id, enabled: $enabled) { id enabled }\n  }\n"): typeof import('./graphql').SetScheduleEnabledDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Slices($first: Int!, $after: String) {\n    slices(first: $first, after: $after) {\n      totalCount\n      pageInfo { endCursor hasNextPage }\n      edges { node { id name says watched createdAt } }\n    }\n  }\n"): typeof import('./graphql').SlicesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SliceRows($datasetId: ID!, $conditions: [SliceConditionInput!]!, $fromRow: Int!) {\n    dataset(id: $datasetId) { id name rows }\n    sliceRows(datasetId: $datasetId, conditions: $conditions, first: 20, fromRow: $fromRow) {\n      columns\n      rows { row values }\n      searchedRows\n      nextRow\n    }\n  }\n"): typeof import('./graphql').SliceRowsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SaveSlice($name: String!, $conditions: [SliceConditionInput!]!) {\n    saveSlice(name: $name, conditions: $conditions, watched: true) { id }\n  }\n"): typeof import('./graphql').SaveSliceDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation WatchSlice($id: ID!, $watched: Boolean!) {\n    watchSlice(id: $id, watched: $watched) { id watched }\n  }\n"): typeof import('./graphql').WatchSliceDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeleteSlice($id: ID!) {\n    deleteSlice(id: $id)\n  }\n"): typeof import('./graphql').DeleteSliceDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Viewer {\n    viewer { id name email role organisation { id name } }\n  }\n"): typeof import('./graphql').ViewerDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
