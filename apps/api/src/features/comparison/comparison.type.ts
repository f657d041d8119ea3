import { Field, ObjectType } from 'type-graphql';
import { Pillar, Verdict } from '../../graphql/enums.js';
import { Audit } from '../audit/audit.type.js';
import { CheckOutcome } from '../audit/result.type.js';
import { Dataset } from '../dataset/dataset.type.js';
import { ModelVersion } from '../model/model.type.js';
import { Policy } from '../policy/policy.type.js';

@ObjectType()
export class ComparedDimension {
  @Field(() => Pillar)
  dimension!: keyof typeof Pillar;
  @Field(() => Verdict)
  verdict!: string;
  @Field(() => [CheckOutcome])
  checks!: CheckOutcome[];
}

@ObjectType()
export class ComparedModel {
  @Field(() => ModelVersion)
  modelVersion!: Omit<ModelVersion, 'model'>;
  @Field(() => Audit, { nullable: true, description: 'The newest that succeeded on this data; null when there is none.' })
  audit!: Audit | null;
  @Field(() => [ComparedDimension])
  dimensions!: ComparedDimension[];
}

@ObjectType()
export class ModelComparison {
  @Field(() => Dataset)
  dataset!: Dataset;
  @Field(() => Policy)
  policy!: Policy;
  @Field(() => [ComparedModel])
  models!: ComparedModel[];
}
