import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../../graphql/connection.js';
import { DateTimeScalar, JsonScalar } from '../../graphql/scalars.js';
import { factsOf } from './modelFacts.js';
import type { StoredModel, StoredVersion } from './model.service.js';

@ObjectType()
export class Model {
  @Field(() => ID)
  id!: string;
  @Field(() => String)
  name!: string;
  @Field(() => DateTimeScalar)
  createdAt!: Date;
  @Field(() => [ModelVersion], { description: 'Newest first.' })
  versions!: ModelVersion[];
  @Field(() => ModelVersion)
  latestVersion!: ModelVersion;
}

@ObjectType({ description: 'A file, or predictions made elsewhere. Never changed once registered, except for its card.' })
export class ModelVersion {
  @Field(() => ID)
  id!: string;
  @Field(() => Model)
  model!: Model;
  @Field(() => Int)
  number!: number;
  @Field(() => String)
  digest!: string;
  @Field(() => String, { description: 'file or predictions' })
  source!: string;
  @Field(() => String, { nullable: true })
  format!: string | null;
  @Field(() => String, { nullable: true })
  task!: string | null;
  @Field(() => [String])
  classes!: readonly string[];
  @Field(() => [String])
  features!: readonly string[];
  @Field(() => [String])
  capabilities!: readonly string[];
  @Field(() => JsonScalar, { nullable: true })
  runtime!: unknown;
  @Field(() => Float, { nullable: true })
  sizeBytes!: number | null;
  @Field(() => JsonScalar, { nullable: true })
  mapping!: unknown;
  @Field(() => JsonScalar, { nullable: true })
  card!: unknown;
  @Field(() => DateTimeScalar)
  createdAt!: Date;
}

export const ModelConnection = connectionOf('Model', () => Model);

/** `model` is left to the resolver where it is not at hand. */
export function showVersion(row: Omit<StoredVersion, 'model'>, model?: Model): Omit<ModelVersion, 'model'> & { model?: Model; modelId: string } {
  const { id, modelId, number, digest, source, format, mapping, card, createdAt, file } = row;
  const facts = factsOf(row);
  return {
    id,
    modelId,
    number,
    digest,
    source,
    format,
    task: facts?.task ?? null,
    classes: facts?.classes ?? [],
    features: facts?.features ?? [],
    capabilities: facts?.capabilities ?? [],
    runtime: facts?.runtime ?? null,
    sizeBytes: file?.sizeBytes ?? null,
    mapping,
    card,
    createdAt,
    ...(model ? { model } : {}),
  };
}

export function showModel({ id, name, createdAt, versions }: StoredModel): Model {
  const model: Model = { id, name, createdAt, versions: [], latestVersion: undefined! };
  model.versions = versions.map((version) => ({ ...showVersion(version), model }));
  [model.latestVersion] = model.versions as [ModelVersion];
  return model;
}
