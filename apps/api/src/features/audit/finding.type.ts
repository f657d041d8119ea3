import { z } from 'zod';
import { Field, Float, Int, ObjectType } from 'type-graphql';
import { Interval } from './result.type.js';

@ObjectType({ description: 'A gap between a group and all other rows that stays when everything that was tested is allowed for.' })
export class Finding {
  @Field(() => String, { description: 'The rate that differs: a fairness method.' })
  statistic!: string;
  @Field(() => String)
  attribute!: string;
  @Field(() => String)
  group!: string;
  @Field(() => Float, { description: 'Rate of the group less the rate of all other rows.' })
  gap!: number;
  @Field(() => Interval)
  interval!: Interval;
  @Field(() => Int)
  n!: number;
  @Field(() => String, { description: "The test's name in the field." })
  test!: string;
  @Field(() => Float)
  pValue!: number;
  @Field(() => Float)
  holm!: number;
  @Field(() => Float)
  benjaminiHochberg!: number;
  @Field(() => Float)
  benjaminiYekutieli!: number;
  @Field(() => String)
  sentence!: string;
}

@ObjectType({ description: 'A gap that was not tested, and why.' })
export class UntestedGap {
  @Field(() => String)
  statistic!: string;
  @Field(() => String)
  attribute!: string;
  @Field(() => String)
  group!: string;
  @Field(() => String)
  because!: string;
}

@ObjectType({ description: 'What stands out across all rates, groups and intersections.' })
export class Findings {
  @Field(() => Float, { description: 'Coverage of the intervals; a finding has an adjusted p-value below 1 − level.' })
  level!: number;
  @Field(() => String, { description: 'Which adjusted p-value makes a finding.' })
  adjustment!: string;
  @Field(() => Int, { description: 'How many gaps were tested together.' })
  tested!: number;
  @Field(() => [Finding], { description: 'Worst first.' })
  findings!: Finding[];
  @Field(() => [UntestedGap])
  untested!: UntestedGap[];
}

/** The artifact that the disparity tests leave. */
export const findingsArtifact = 'fairness/findings';

const interval = z.object({ lower: z.number(), upper: z.number(), level: z.number(), method: z.string() });
const numbers = { gap: z.number(), n: z.number(), pValue: z.number(), holm: z.number(), benjaminiHochberg: z.number(), benjaminiYekutieli: z.number() };
const place = { statistic: z.string(), attribute: z.string(), group: z.string() };
const findings = z.object({
  level: z.number(),
  adjustment: z.string(),
  tested: z.number(),
  findings: z.array(z.object({ ...place, ...numbers, interval, test: z.string(), sentence: z.string() })),
  untested: z.array(z.object({ ...place, because: z.string() })),
});

/** Null where the audit tested no gaps, or has not come so far. */
export function showFindings(body: unknown): Findings | null {
  return body === null ? null : findings.parse(body);
}
