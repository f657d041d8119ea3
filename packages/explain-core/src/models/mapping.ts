import { z } from 'zod';

/**
 * How data columns become model inputs. Part of the model's digest: the same weights with other columns are another model.
 *
 * One input is either a float matrix built from `features` side by side (a one-hot feature is as wide as its levels), or one
 * typed column (`column`), as scikit-learn's converter writes pipelines: [n, 1] of float, int64 or string, whatever the model declares.
 */
const encoding = z.discriminatedUnion('encode', [
  /** (x − subtract) / divide. A missing x is first replaced by `missing`, in the column's own units, or stays NaN. */
  z.strictObject({
    encode: z.literal('number'),
    column: z.string(),
    subtract: z.number().default(0),
    divide: z.number().refine((value) => value !== 0, 'must not be 0').default(1),
    missing: z.number().optional(),
  }),
  /** One column a level, 1 where it holds. A missing or unseen value is all zeros, or an error if `unseen` says so. */
  z.strictObject({
    encode: z.literal('oneHot'),
    column: z.string(),
    levels: z.array(z.string()).min(1),
    unseen: z.enum(['zeros', 'error']).default('zeros'),
  }),
  /** The level's position. A missing value is `missing` (default NaN); an unseen one `unseen` (default NaN). */
  z.strictObject({
    encode: z.literal('ordinal'),
    column: z.string(),
    levels: z.array(z.string()).min(1),
    missing: z.number().optional(),
    unseen: z.number().optional(),
  }),
]);

export const columnMapping = z.strictObject({
  version: z.literal(1),
  inputs: z
    .array(
      z.union([
        /** A matrix input. `name` may be left out when the model has one input. */
        z.strictObject({ name: z.string().optional(), features: z.array(encoding).min(1) }),
        /** A typed one-column input fed from a data column as it is. */
        z.strictObject({ name: z.string(), column: z.string() }),
      ]),
    )
    .min(1),
  output: z
    .strictObject({
      /** The model's output that holds scores; found by itself where there is one float output of the right width. */
      name: z.string().optional(),
      /** The label's values in the order of the scores; for one score, [negative, positive]. */
      classes: z.array(z.string()).min(1).optional(),
      /** What the scores are. Logits go through softmax (sigmoid for one). */
      scores: z.enum(['probability', 'logit', 'label', 'value']).optional(),
      /** A binary decision is made for the second class when its score is at least this; argmax otherwise. */
      threshold: z.number().min(0).max(1).optional(),
    })
    .default({}),
});

export type ColumnMapping = z.infer<typeof columnMapping>;
export type FeatureEncoding = z.infer<typeof encoding>;
