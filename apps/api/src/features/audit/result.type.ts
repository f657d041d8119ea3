import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { driverOf, methodOf } from '@plumbline/explain-core/audit/plan';
import { Pillar, Verdict } from '../../graphql/enums.js';
import { JsonScalar } from '../../graphql/scalars.js';
import { Method, showMethod } from '../method/method.type.js';
import type { PlacedResult, ShownDimension } from './auditResults.js';

@ObjectType({ description: 'Sampling error.' })
export class Interval {
  @Field(() => Float)
  lower!: number;
  @Field(() => Float)
  upper!: number;
  @Field(() => Float)
  level!: number;
  @Field(() => String)
  method!: string;
}

@ObjectType({ description: 'A number with its doubt; without a value, the reason why.' })
export class Estimate {
  @Field(() => Float, { nullable: true })
  value!: number | null;
  @Field(() => Int)
  n!: number;
  @Field(() => Interval, { nullable: true })
  interval!: Interval | null;
  @Field(() => Float, { nullable: true, description: 'Monte Carlo error of the computation itself.' })
  standardError!: number | null;
  @Field(() => String, { nullable: true, description: 'Why no interval applies.' })
  exact!: string | null;
  @Field(() => String, { nullable: true })
  undefinedBecause!: string | null;
}

@ObjectType({ description: 'How surely a gap is more than chance, alone and among all that were tested with it.' })
export class TestOutcome {
  @Field(() => String, { description: "The test's name in the field." })
  name!: string;
  @Field(() => Float, { nullable: true, description: 'None in an exact test.' })
  statistic!: number | null;
  @Field(() => Float)
  pValue!: number;
  @Field(() => Float, { description: 'Adjusted so that any false finding among all is rare (Holm).' })
  holm!: number;
  @Field(() => Float, { description: 'Adjusted so that the share of false findings is small (Benjamini and Hochberg).' })
  benjaminiHochberg!: number;
  @Field(() => Float, { description: 'The same however the tests depend on each other (Benjamini and Yekutieli).' })
  benjaminiYekutieli!: number;
}

@ObjectType({ description: 'One of the counts behind a number.' })
export class Count {
  @Field(() => String, { description: 'e.g. numerator, denominator, rowsWithoutLabel' })
  name!: string;
  @Field(() => Float, { description: 'Rows, or the sum of their weights.' })
  value!: number;
}

@ObjectType()
export class Result {
  @Field(() => ID)
  id!: string;
  @Field(() => Pillar)
  dimension!: keyof typeof Pillar;
  @Field(() => Method)
  method!: Method;
  @Field(() => Int)
  version!: number;
  @Field(() => String, { nullable: true })
  attribute!: string | null;
  @Field(() => String, { nullable: true })
  group!: string | null;
  @Field(() => String, { nullable: true })
  feature!: string | null;
  @Field(() => JsonScalar)
  options!: unknown;
  @Field(() => [Count], { description: 'What the number was computed from, so that it can be redone.' })
  counts!: Count[];
  @Field(() => Estimate)
  estimate!: Estimate;
  @Field(() => TestOutcome, { nullable: true, description: 'Where the number is a gap that was tested.' })
  test!: TestOutcome | null;
}

@ObjectType()
export class CheckOutcome {
  @Field(() => String)
  id!: string;
  @Field(() => String)
  label!: string;
  @Field(() => Pillar)
  dimension!: keyof typeof Pillar;
  @Field(() => Verdict)
  verdict!: string;
  @Field(() => String)
  because!: string;
  @Field(() => [Result])
  results!: Result[];
}

@ObjectType()
export class DimensionOutcome {
  @Field(() => Pillar)
  dimension!: keyof typeof Pillar;
  @Field(() => Verdict)
  verdict!: string;
  @Field(() => [CheckOutcome])
  checks!: CheckOutcome[];
}

export function showResult({ id, result }: PlacedResult): Result {
  const { dimension, method, version, attribute, group, feature, options, counts, estimate, test } = result;
  return {
    id,
    dimension,
    method: showMethod(methodOf(driverOf(dimension), method)),
    version,
    attribute: attribute ?? null,
    group: group ?? null,
    feature: feature ?? null,
    options,
    counts: Object.entries(counts ?? {}).map(([name, value]) => ({ name, value })),
    test: test ?? null,
    estimate:
      estimate.value === null
        ? { ...estimate, interval: null, standardError: null, exact: null }
        : { value: estimate.value, n: estimate.n, interval: estimate.interval ?? null, standardError: estimate.standardError ?? null, exact: estimate.exact ?? null, undefinedBecause: null },
  };
}

export function showDimensions(dimensions: readonly ShownDimension[]): DimensionOutcome[] {
  return dimensions.map((dimension) => ({ ...dimension, checks: dimension.checks.map((check) => ({ ...check, results: check.results.map(showResult) })) }));
}
