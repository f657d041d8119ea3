import type { z } from 'zod';

export const pillars = ['explainability', 'fairness', 'robustness', 'transparency'] as const;
export type Pillar = (typeof pillars)[number];

/** What a method must be given. Checked once, when the plan is made; what is lacking becomes a "not estimable" with the reason. */
export type Need = 'labels' | 'predictions' | 'scores' | 'probabilities' | 'groups' | 'predict' | 'gradient' | 'trees' | 'linear' | 'rescale' | 'modelCard';

export interface Source {
  readonly authors: string;
  readonly year: number;
  readonly title: string;
  readonly where?: string;
}

/**
 * What every metric, explainer, attack and measure says of itself. Forms, help texts, provenance and the dashboard's labels come
 * from here and nowhere else. `id` is the file's name and the export's name.
 */
export interface MethodInfo<O = unknown> {
  readonly pillar: Pillar;
  readonly id: string;
  /** Raised whenever its numbers change. */
  readonly version: number;
  readonly label: string;
  /** One sentence for a reader who is not a statistician. */
  readonly summary: string;
  /** The formula or procedure, in plain symbols. */
  readonly definition: string;
  /** What the number means for people, and when not to use it; a few sentences for a reader who is not a statistician. */
  readonly caution?: string;
  /** Of a method that gives several measures: what each says, in a sentence for the same reader. A gap between groups (measure + "Difference") needs none of its own. */
  readonly measureWords?: Readonly<Record<string, string>>;
  readonly sources: readonly Source[];
  readonly needs: readonly Need[];
  /** Closed range of values and the ideal, where there are such; of the first measure, where a method gives several. */
  readonly range?: readonly [number, number];
  readonly ideal?: number;
  /** Is more better, less better, or is it neither? */
  readonly direction: 'higher' | 'lower' | 'ideal' | 'none';
  /** One schema: check, types, form, provenance. Defaults are written here and nowhere else. */
  readonly options: z.ZodType<O>;
  /** Computed only when a plan names it: an audit's own choice stays one that people can read. */
  readonly onRequest?: true;
}
