import { Field, ID, InputType } from 'type-graphql';
import { JsonScalar } from '../../graphql/scalars.js';

@InputType({ description: 'A file (`uploadId`), or stored predictions (`datasetId` with `predictionColumn`). With `modelId`, a new version of that model; else a new one called `name`.' })
export class RegisterModelInput {
  @Field(() => ID, { nullable: true })
  modelId?: string | null;
  @Field(() => String, { nullable: true })
  name?: string | null;
  @Field(() => ID, { nullable: true })
  uploadId?: string | null;
  @Field(() => JsonScalar, { nullable: true, description: 'How data columns become the model’s inputs; part of its digest.' })
  mapping?: unknown;
  @Field(() => JsonScalar, { nullable: true })
  card?: unknown;
  @Field(() => String, { nullable: true })
  predictionColumn?: string | null;
  @Field(() => String, { nullable: true })
  scoreColumn?: string | null;
  @Field(() => ID, { nullable: true, description: 'For a file: the data whose columns it reads; the model is asked about a few of its rows.' })
  datasetId?: string | null;
  @Field(() => String, { nullable: true, description: 'For a file that does not name its classes: the column whose values they are; the data’s label column unless said.' })
  label?: string | null;
}
