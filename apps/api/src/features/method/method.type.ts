import { Field, Float, Int, ObjectType } from 'type-graphql';
import { z } from 'zod';
import type { MethodInfo } from '@plumbline/explain-core/method/method';
import { Pillar } from '../../graphql/enums.js';
import { JsonScalar } from '../../graphql/scalars.js';

@ObjectType()
export class MethodSource {
  @Field(() => String)
  authors!: string;
  @Field(() => Int)
  year!: number;
  @Field(() => String)
  title!: string;
  @Field(() => String, { nullable: true })
  where!: string | null;
}

@ObjectType({ description: 'One of several numbers that a method gives, with what it says.' })
export class MethodMeasure {
  @Field(() => String)
  id!: string;
  @Field(() => String)
  says!: string;
}

@ObjectType({ description: 'What a metric, explainer, attack or measure says of itself.' })
export class Method {
  @Field(() => Pillar)
  pillar!: keyof typeof Pillar;
  @Field(() => String)
  id!: string;
  @Field(() => Int)
  version!: number;
  @Field(() => String)
  label!: string;
  @Field(() => String)
  summary!: string;
  @Field(() => String)
  definition!: string;
  @Field(() => String, { nullable: true, description: 'What the number means for people, and when not to use it.' })
  caution!: string | null;
  @Field(() => [MethodMeasure], { description: 'Empty where a method gives one number.' })
  measures!: MethodMeasure[];
  @Field(() => String, { description: 'higher, lower, ideal or none: which way is better.' })
  direction!: string;
  @Field(() => Float, { nullable: true })
  ideal!: number | null;
  @Field(() => [Float], { nullable: true })
  range!: readonly number[] | null;
  @Field(() => [String])
  needs!: readonly string[];
  @Field(() => [MethodSource])
  sources!: MethodSource[];
  @Field(() => Boolean, { description: 'Left out of an audit whose plan names no methods.' })
  onRequest!: boolean;
  @Field(() => JsonScalar, { description: 'JSON Schema of the options.' })
  optionsSchema!: unknown;
}

const shown = new Map<MethodInfo, Method>();

export function showMethod(info: MethodInfo): Method {
  const known = shown.get(info);
  if (known) return known;
  const { pillar, id, version, label, summary, definition, caution, measureWords, direction, ideal, range, needs, sources, onRequest, options } = info;
  const method: Method = {
    pillar,
    id,
    version,
    label,
    summary,
    definition,
    caution: caution ?? null,
    measures: Object.entries(measureWords ?? {}).map(([id, says]) => ({ id, says })),
    direction,
    ideal: ideal ?? null,
    range: range ?? null,
    needs,
    sources: sources.map(({ authors, year, title, where }) => ({ authors, year, title, where: where ?? null })),
    onRequest: onRequest ?? false,
    optionsSchema: z.toJSONSchema(options, { io: 'input', unrepresentable: 'any' }),
  };
  shown.set(info, method);
  return method;
}
